export const title = "Take or choose a photo";
export const forDocument = "For:";
export const change = "Change";
export const camera = "Use the camera";
export const cameraHow = "A guide shows how to stand and takes the photo automatically.";
export const file = "Choose a file";
export const phone = "Phone’s camera app";
export const drop = "Or drop a photo anywhere on this page, or paste one.";
export const formats = "JPEG, PNG, HEIC, TIFF, camera raw and more. Large files are welcome.";
export const dropHere = "Drop the photo here";
export const sending = (name: string, size: string) => `Sending ${name} (${size})`;
export const sent = (percent: string) => `${percent}% sent`;
export const reading = "The server is reading the photo…";
export const failed = "The photo could not be used";
export const another = "Choose another photo";
export const again = "Send it again";
export const current = "Your portrait";
export const currentAlt = "The portrait that you sent";
export const currentFacts = (size: string, bytes: string, format: string) => `${size} · ${bytes} · ${format}`;
export const use = "Continue with this photo";
export const replace = "Use another photo instead";
export const privacy = {
  before: (time: string) =>
    `Your photo goes to this server only. It is deleted ${time} after you last worked on it, or at once when you press “Delete now”.`,
  after: (time: string) => `Your photo is on this server only. It is deleted ${time} after you last worked on it.`,
  delete: "Delete now",
  deleting: "Deleting…",
  deleted: "The photo and everything made from it are deleted.",
};
export const tips = {
  title: "Before you take it",
  asked: "What the authority asks",
  advice: "What helps",
  wall: "Stand a step away from a plain wall, without shadows.",
  wallOf: (colour: string) => `Stand a step away from a plain wall in this colour: ${colour}. The background must not be replaced.`,
  light: "Face a window or a lamp. Light from above or from one side casts shadows.",
  away: "Hold the camera at eye level, about 1 m away. Closer up, it distorts the face.",
  room: "Leave room above the hair and show both shoulders.",
};
export const live = {
  title: "Camera",
  opening: "Opening the camera…",
  which: "Camera",
  automatic: "Take the photo automatically",
  release: "Take the photo",
  stop: "Stop",
  stopCount: "Stop the countdown",
  count: (seconds: number) => `${seconds}`,
  released: "Photo taken",
  taking: "Taking the photo…",
  taken: "Is this photo good?",
  takenAlt: "The photo just taken",
  use: "Use this photo",
  retake: "Take another",
  unguided: "The guide is not available at the moment. You can take the photo yourself.",
  frames: "What the camera sees is sent to this server to find your face, and is not kept.",
  none: "The camera sent no picture. Try again.",
};
export const signs = {
  label: "What the camera sees",
  face: "Face",
  distance: "Distance",
  middle: "Centred",
  straight: "Straight",
  level: "Level",
  light: "Light",
  eyes: "Eyes",
};
export const verdicts = { pass: "good", unsure: "nearly", fail: "not yet", waiting: "waiting" };
export const values = {
  face: (value: number) => (value === 1 ? "one" : value === 0 ? "none" : `${value} faces`),
  distance: (percent: string) => `${percent}%`,
  middle: (percent: string) => `${percent}% off`,
  degrees: (degrees: string) => `${degrees}°`,
  light: (value: string) => `${value} of 100`,
};
export const hints = {
  hold: "Hold still",
  no_face: "Move your face into the oval",
  several: "Only one person may be in the picture",
  closer: "Come closer",
  further: "Move back a little",
  go_left: "Move a little to your left",
  go_right: "Move a little to your right",
  camera_up: "Point the camera a little higher",
  camera_down: "Point the camera a little lower",
  turn_left: "Turn your head a little to your left",
  turn_right: "Turn your head a little to your right",
  chin_up: "Raise your chin a little",
  chin_down: "Lower your chin a little",
  tilt_left: "Tilt your head a little to your left",
  tilt_right: "Tilt your head a little to your right",
  darker: "Too bright: step out of the direct light",
  brighter: "Too dark: face a window or a lamp",
  even_light: "Turn so that both sides of the face are lit alike",
  open_eyes: "Open your eyes",
};
/** The same for a camera that looks away from the screen: somebody else holds it. */
export const hintsAway = { go_left: "Point the camera further to the left", go_right: "Point the camera further to the right" };
export const troubles = {
  insecure: {
    title: "Browsers open the camera on secure pages only",
    how: "This page came over plain http from another machine. Use a file or your phone’s camera app, or ask the person who runs this server for an https address.",
  },
  unsupported: { title: "This browser cannot use a camera", how: "Use a file instead, or open the page in another browser." },
  refused: {
    title: "The camera is blocked",
    how: "Allow the camera for this page in the browser’s address bar or settings, then try again. A file works too.",
  },
  none: { title: "No camera was found", how: "Connect one and try again, or use a file." },
  busy: { title: "Another program is using the camera", how: "Close that program and try again, or use a file." },
  unknown: { title: "The camera did not open", how: "Try again, or use a file." },
};
