// Checks, notices and errors. The server says them in English; here is what a page says instead.
export const verdicts = { pass: "OK", unsure: "Look", fail: "Not OK", not_assessed: "Not checked" };

/** By a check's id; what is absent is shown as the server says it. */
export const titles: Record<string, string> = {};

const FRAME = "Move the handles until they lie on the eyes, the chin and the top of the head; the photo is then framed anew.";
const MAKE = "Take the photo that this page has made: it keeps to the limits.";

export const advice: Record<string, string> = {
  several_faces: "Use a photo of one person.",
  matte_unsure: "Use a plainer background.",
  head_size: FRAME,
  eye_line: FRAME,
  top_margin: FRAME,
  off_centre: FRAME,
  face_width: FRAME,
  eye_distance: FRAME,
  wrong_size: MAKE,
  wrong_pixels: MAKE,
  wrong_density: MAKE,
  wrong_format: MAKE,
  low_quality: MAKE,
  file_size: MAKE,
  not_upright: MAKE,
};

/** Measured and allowed, where the server's own sentence is not in the reader's language. */
export const measured: ((value: string, allowed: string) => string) | null = null;
export const units: Record<string, string> = {};
export const range = {
  between: (low: string, high: string) => `${low}–${high}`,
  least: (low: string) => `at least ${low}`,
  most: (high: string) => `at most ${high}`,
};
export const notAssessed = "";

/** By an error's code: what is wrong, with its numbers in braces. */
export const problems: Record<string, string> = {
  several_faces: "There are {found} faces in the picture",
  image_too_large: "The picture is too large",
  source_expired: "The portrait is no longer stored",
  unknown_task: "This photo is no longer stored",
  too_many_tasks: "Too much is in work at once",
  too_many_requests: "That was too fast",
  unexpected: "Something went wrong on the server",
  internal_error: "Something went wrong on the server",
};

/** And what to do about it. */
export const remedies: Record<string, string> = {
  no_face: "Use a photo taken from the front, with nothing in front of the face.",
  several_faces: "Use a photo of one person, or crop it.",
  body_cut_off: "Step back from the camera so that both shoulders are in the picture, or choose an outfit.",
  background_cut_off: "Step back from the camera, or choose another background.",
  background_unfit:
    "Take the photo before a plain, evenly lit wall of the colour that is asked for: this authority refuses replaced backgrounds.",
  image_too_large: "Use a smaller picture.",
  upload_too_large: "Use a smaller picture.",
  unsupported_format: "Save the picture as JPEG or PNG.",
  bad_image: "Choose the original file again.",
  cannot_fit: "Allow a larger file, or choose fewer pixels.",
  framing_conflict: "Put the handles back, or choose a document with more room.",
  specification_violated: "Use a photo with more room around the head.",
  cannot_dress: "Use a photo from the front with the hands down, or choose no outfit.",
  missing_glyph: "Use other characters.",
  editing_forbidden: "Leave the photo as it was taken.",
  sheet_full: "Fewer photos, or larger paper.",
  sheet_too_small: "Larger paper, or narrower margins.",
  deadline_exceeded: "Try again, or use a smaller picture.",
  given_up: "Try again, or use a smaller picture.",
  source_expired: "Choose the portrait again.",
  unknown_task: "Choose the portrait again.",
  too_many_tasks: "Wait a moment.",
  too_many_requests: "Wait a moment.",
  too_many_uploads: "Wait a moment.",
  overloaded: "Wait a moment.",
  not_enough_credits: "Ask the person who runs this server.",
  networks_unavailable: "Ask the person who runs this server.",
  weights_unavailable: "Ask the person who runs this server.",
  storage_unavailable: "Try again in a moment, or ask the person who runs this server.",
  database_unavailable: "Try again in a moment, or ask the person who runs this server.",
  out_of_resources: "Try again in a moment, or ask the person who runs this server.",
  internal_error: "Try again. If it happens again, tell the person who runs this server.",
  unexpected: "Try again. If it happens again, tell the person who runs this server.",
};
