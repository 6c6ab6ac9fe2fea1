export const title = "Save and print";
export const verdict = "Back to the result";
export const making = "Making the photo…";
export const file = {
  title: "Photo file",
  download: "Download the photo",
  pixels: "Pixels",
  print: "Printed size",
  size: "File size",
  format: "Format",
  density: "Resolution",
  formats: { jpeg: "JPEG", png: "PNG", webp: "WebP" } as Record<string, string>,
  formatDocument: (name: string) => `${name} (required)`,
  formatDefault: "JPEG (default)",
  more: "Change format, size or limits",
  maxKb: "At most, kB",
  minKb: "At least, kB",
  width: "Width, px",
  height: "Height, px",
  dpi: "Print resolution, dpi",
  both: "Enter both width and height, or neither.",
  reset: "Reset to the document’s values",
  asDocument: "Leave a field empty to use the document’s value.",
  window: (range: string) => `The document accepts ${range}.`,
  exact: (size: string, bytes: string) => `${size} (${bytes} bytes)`,
  between: (low: string, high: string) => `${low} to ${high}`,
  atLeast: (low: string) => `at least ${low}`,
  atMost: (high: string) => `at most ${high}`,
};
export const sheet = {
  title: "Print sheet",
  onlyFile: "This document needs only the file, not a print.",
  preview: (count: number, paper: string) => `Sheet with ${count} ${count === 1 ? "photo" : "photos"} on ${paper}`,
  count: (count: number) => `${count} ${count === 1 ? "photo" : "photos"}`,
  laying: "Laying out the sheet…",
  paper: "Paper",
  ownPaper: "Custom size",
  paperWidth: "Paper width, mm",
  paperHeight: "Paper height, mm",
  copies: "Number of photos",
  copiesAll: "as many as fit",
  orientation: "Orientation",
  orientations: { auto: "Best fit", portrait: "Portrait", landscape: "Landscape" },
  marks: "Cut lines",
  margin: "Margin, mm",
  gutter: "Gap between photos, mm",
  print: "Print…",
  printHow: "In the print dialog, choose 100% (actual size) and no margins. Each printed photo should measure exactly",
  printEnd: ".",
  pdf: "PDF in true size",
  jpeg: "JPEG",
  png: "PNG",
  failed: "The sheet could not be made.",
};
export const papers: Record<string, string> = {
  "5inch": "5 inch (3R, L)",
  "6inch": "6 inch (4R, 10 × 15 cm)",
  "4x6": "4 × 6 in",
  "5x7": "5 × 7 in (2L, 13 × 18 cm)",
  A4: "A4",
  A5: "A5",
  A6: "A6",
  Letter: "Letter",
};
export const paperSize = (name: string, width: string, height: string) => `${name} – ${width} × ${height} mm`;
export const millimetres = (width: string, height: string) => `${width} × ${height} mm`;
export const all = {
  title: "Everything",
  what: "One ZIP file with the photo, the sheet as PDF and JPEG, and the report.",
  zip: "Download all as ZIP",
  working: "Packing…",
};
export const privacy = {
  title: "What is kept",
  kept: (time: string) =>
    `Your portrait and the photos and sheets made from it stay on this server for ${time} and are then deleted. Nothing is sent anywhere else. `,
  until: (time: string) => `The portrait is kept until ${time}.`,
  delete: "Delete now",
  sure: "Delete the portrait and everything made from it?",
  yes: "Delete",
  deleted: "Everything is deleted",
  deletedHow: "The portrait, the photos and the sheets are no longer on this server. Only you have the files that you downloaded.",
  again: "Make another photo",
};
