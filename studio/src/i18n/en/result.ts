export const title = "Check the result";
export const empty = {
  title: "There is no photo yet",
  noDocument: "Choose a document first. Then take or open a photo.",
  noPhoto: "Take or open a photo first.",
  chooseDocument: "Choose a document",
  takePhoto: "Take or open a photo",
};
export const finished = "Your photo";
export const portrait = "Your portrait";
export const photoAlt = (document: string, width: number, height: number) =>
  `The finished photo for ${document}, ${width} by ${height} pixels`;
export const portraitAlt = "The portrait that the photo is made from";
export const making = "Making the photo…";
export const updating = "Updating…";
export const updated = (summary: string) => `The photo is up to date. ${summary}`;
export const lines = "Show the measured lines";
export const linesOf = { crown: "Crown", hair: "Hair", chin: "Chin", eyes: "Eyes" };
export const photoSize = (mm: string, px: string, bytes: string) => `${mm} mm · ${px} px · ${bytes}`;
export const handles = {
  left_eye: "Left eye",
  right_eye: "Right eye",
  crown: "Crown, the top of the skull",
  chin: "Chin",
};
export const handlesShort = { left_eye: "Eye", right_eye: "Eye", crown: "Crown", chin: "Chin" };
export const handleAt = (x: string, y: string) => `${x} pixels from the left, ${y} from the top`;
export const handleRole = "movable point";
export const handlesHow =
  "If a point is off, drag it to the right place: the pupils, the tip of the chin, the top of the skull without hair. On the keyboard, use the arrow keys; hold Shift to move ten pixels.";
export const resetHandle = "Reset the points";
export const verdict = {
  pass: "No problems found",
  unsure: "Please check this photo yourself",
  fail: "The photo may be refused",
  not_assessed: "Not checked",
};
export const summary = (fails: number, unsures: number, assessed: number) =>
  [
    fails ? `${fails} ${fails === 1 ? "check failed" : "checks failed"}` : "",
    unsures ? `${unsures} ${unsures === 1 ? "needs" : "need"} a look` : "",
    `${assessed} checks`,
  ]
    .filter(Boolean)
    .join(" · ");
export const groups = {
  fail: "To fix",
  unsure: "To check yourself",
  pass: (count: number) => `Passed (${count})`,
  not_assessed: (count: number) => `Not checked (${count})`,
};
export const whatToDo = "What to do:";
export const measured = (value: string) => `Measured: ${value}`;
export const allowed = (range: string) => `; allowed: ${range}`;
export const range = {
  between: (low: string, high: string) => `${low}–${high}`,
  atLeast: (low: string) => `at least ${low}`,
  atMost: (high: string) => `at most ${high}`,
};
export const showWhere = "Show where";
export const rule = "Required by "; // and then its name
export const ruleOf = { verified: "compared with the authority’s page", unverified: "not compared with the authority’s page" };
export const ruleSource = "Source";
export const ruleChecked = (date: string) => `read on ${date}`;
export const rulesBy = "Checked against: "; // and then its name
export const rulesEnd = ". ";
export const adviceOnly = "These checks can be wrong. The authority decides.";
export const measures = {
  title: "Measurements",
  face_height: "Head, chin to crown",
  head_height: "Head, chin to top of hair",
  face_width: "Face, ear to ear",
  eye_line: "Eyes above the bottom edge",
  head_top: "Space above the head",
  chin_top: "Chin below the top edge",
  inter_eye: "Between the eyes",
  allowed: (mm: string, percent: string, of: string) => `allowed ${mm} mm (${percent}% of the ${of})`,
  value: (mm: string) => `${mm} mm`,
  height: "height",
  width: "width",
  free: "No limit",
  fits: "within the range",
  beyond: "out of range",
};
export const position = {
  title: "Position",
  zoom: "Head size",
  zoomText: (percent: number) =>
    percent === 0 ? "automatic" : percent > 0 ? `${percent}% towards the largest allowed` : `${-percent}% towards the smallest allowed`,
  shift: "Up and down",
  shiftText: (percent: number) =>
    percent === 0 ? "automatic" : percent > 0 ? `${percent}% towards the highest allowed` : `${-percent}% towards the lowest allowed`,
  rotate: "Rotation",
  rotateText: (degrees: string, isRight: boolean, isZero: boolean) =>
    isZero ? "level" : `${degrees}° ${isRight ? "clockwise" : "anticlockwise"}`,
  reset: "Reset the position",
  keeps: "The photo always stays within the document’s limits.",
};
export const refused = {
  title: "No photo can be made like this",
  kept: "The photo shown is the last one that could be made.",
  undo: "Undo the last change",
  another: "Use another photo",
  document: "Choose another document",
  again: "Try again",
  keepBackground: "Keep this background",
  editAnyway: "Replace the background anyway (the authority refuses edited photos)",
  resetPosition: "Reset the position",
  leaveEdits: "Undo background, clothes and retouching",
  keepClothes: "Keep my own clothes",
  documentFile: "Use the document’s file limits",
  largestFace: "Use the largest face",
  leftFace: "Use the face on the left",
  rightFace: "Use the face on the right",
};
export const next = "Save and print";
export const fullSize = "Open at full size";
