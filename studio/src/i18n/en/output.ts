export const title = "Save and print";
export const verdict = "Back to the result";
export const making = "Making the photo …";
export const file = {
  title: "The file",
  download: "Download the photo",
  pixels: "Pixels",
  print: "Printed size",
  size: "File size",
  format: "Format",
  density: "Density",
  formats: { jpeg: "JPEG", png: "PNG", webp: "WebP" } as Record<string, string>,
  formatDocument: (name: string) => `${name}, as the document asks`,
  formatDefault: "JPEG, as usual",
  more: "Change format, size or limits",
  maxKb: "At most, kB",
  minKb: "At least, kB",
  width: "Width, px",
  height: "Height, px",
  dpi: "Print density, dpi",
  both: "Fill in width and height, or neither.",
  reset: "As the document asks",
  asDocument: "Empty fields are as the document asks.",
  window: (range: string) => `The document accepts ${range}.`,
  exact: (bytes: string) => `${bytes} bytes`,
  between: (low: string, high: string) => `${low} to ${high}`,
  atLeast: (low: string) => `at least ${low}`,
  atMost: (high: string) => `at most ${high}`,
};
export const sheet = {
  title: "Print sheet",
  onlyFile: "This document needs only the file, no print.",
  preview: (count: number, paper: string) => `Sheet with ${count} ${count === 1 ? "photo" : "photos"} on ${paper}`,
  count: (count: number) => `${count} ${count === 1 ? "photo" : "photos"}`,
  laying: "Laying out the sheet …",
  paper: "Paper",
  ownPaper: "Own size",
  paperWidth: "Paper width, mm",
  paperHeight: "Paper height, mm",
  copies: "Photos on the sheet",
  copiesAll: "as many as fit",
  orientation: "Orientation",
  orientations: { auto: "Best fit", portrait: "Upright", landscape: "Across" },
  marks: "Lines to cut along",
  margin: "Margin, mm",
  gutter: "Space between photos, mm",
  print: "Print …",
  printHow: "In the print dialog, choose 100 % (actual size) and no margins. A photo must then measure exactly",
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
  working: "Packing …",
};
export const privacy = {
  title: "What is kept",
  kept: (time: string) =>
    `Your portrait, the photos and the sheets made of it are on this server for ${time} and are then deleted. Nothing is sent anywhere else.`,
  until: (time: string) => `The portrait is kept until ${time}.`,
  delete: "Delete now",
  sure: "Delete the portrait and everything made of it?",
  yes: "Delete",
  deleted: "Everything is deleted",
  deletedHow: "The portrait, the photos and the sheets are no longer on this server. What you downloaded is yours alone.",
  again: "Make another photo",
};
