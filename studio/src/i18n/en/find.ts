export const title = "Which document is the photo for?";
export const searchLabel = "Search for a document";
export const placeholder = "Country, document or size";
export const examples = "For example:";
export const exampleQueries = ["US passport", "Schengen visa", "35x45", "一寸"] as const;
export const clear = "Clear the search";
export const countryLabel = "Country";
export const allCountries = "All countries";
export const inCountry = (country: string) => country;
export const common = "Common sizes";
export const others = "Other countries";
export const found = (count: number) => (count === 1 ? "1 document" : `${count} documents`);
export const showMore = "Show more";
export const noneTitle = (text: string) => `No document matches “${text}”`;
export const noneInCountry = (text: string, country: string) => `No document for ${country} matches “${text}”`;
export const noneHow = "Try fewer or different words: a country, a kind of document such as “passport” or “visa”, or a size such as “35x45”.";
export const everywhere = "Search in all countries";
export const noEditing = "No editing allowed";
export const verified = "Checked with the authority";
export const unverified = "Not checked with the authority";
export const units = { mm: "mm", inch: "in", px: "px", dpi: "dpi" };
export const atLeast = (value: string) => `at least ${value}`;
export const atMost = (value: string) => `at most ${value}`;
export const own = {
  title: "Not in the list? Use a custom size",
  how: "The form or website that asks for the photo states the size.",
  unit: "Unit",
  mm: "Millimetres",
  px: "Pixels",
  width: "Width",
  height: "Height",
  background: "Background",
  submit: "Use this size",
  wrong: (low: string, high: string, unit: string) => `Enter a number between ${low} and ${high} ${unit}.`,
  wrongPixels: "Enter a whole number.",
};
export const colours: Record<string, string> = {
  FFFFFF: "White",
  DCDCDC: "Light grey",
  CFE2F3: "Light blue",
  F5F0E1: "Cream",
  "438EDB": "Blue",
  FF0000: "Red",
};
export const anyBackground = "Any background";
export const document = {
  continue: "Continue to the photo",
  change: "Choose another document",
  picture: "Picture",
  person: "Person",
  scene: "Light and background",
  file: "File",
  children: "Children",
  drawing: "The photo, to scale",
  drawingOf: (size: string, head: string | null, eyes: string | null) =>
    [`The photo to scale: ${size}`, head && `head ${head} high`, eyes && `eyes ${eyes} above the bottom edge`]
      .filter(Boolean)
      .join(", "),
  usualHead: "No head height is specified. The head is drawn at its usual size.",
  head: "Head",
  eyes: "Eyes",
  print: "Printed size",
  noPrint: "Digital only: no print is needed",
  pixels: "Pixels",
  accepted: "Accepted sizes",
  acceptedRange: (low: string, high: string) => `${low} to ${high}`,
  headHeight: "Head, chin to crown",
  headHeightHair: "Head, chin to top of hair",
  share: (low: string, high: string) => `${low}–${high}% of the height`,
  eyeLine: "Eyes above the bottom edge",
  topMargin: "Space above the head",
  background: "Background",
  or: "or",
  fileSize: "File size",
  format: "Format",
  resolution: "Resolution",
  note: "Note",
  editing: {
    forbidden: "This authority refuses edited photos",
    forbiddenHow:
      "The studio only straightens, crops and resizes. Background, clothes and skin stay as they are, so take the photo in front of a plain wall of the right colour.",
    allowed: "Editing is allowed",
    allowedHow: "You can replace the background, change the clothes and correct the light.",
    unknown: "The authority does not say whether photos may be edited",
    unknownHow: "The studio replaces the background. To be safe, leave the face and clothes as they are.",
  },
  source: "Source",
  checkedOn: (date: string) => `Compared with the authority’s page on ${date}.`,
  neverChecked: "These values have not been compared with the authority’s page yet. Check them yourself before you submit the photo.",
  partly: "Values marked “not checked” were not part of that comparison.",
  commonSize: "A common print size, not the rule of one authority. Check what yours asks for.",
  notChecked: "Not checked",
  unknown: "Document not found",
  unknownHow: "The address may be mistyped, or the document is no longer in the catalogue.",
  ownHow: "Only the size and the background are known. The photo is checked against what nearly all authorities ask for.",
};
