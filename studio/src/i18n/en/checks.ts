// The words for checks, notices and errors come from the server in English; what is here replaces
// the sentences that speak to users of the command line.
/** By a check's id; what is absent is shown as the server says it. */
export const titles: Record<string, string> = {};
const reframe = "Reset the position, or change the head size and position until the measure is within the range.";
export const advice: Record<string, string> = {
  head_size: reframe,
  eye_line: reframe,
  top_margin: reframe,
  face_width: reframe,
  eye_distance: reframe,
  off_centre: "Reset the position, or check the handles on eyes and chin.",
  several_faces: "Use a photo of one person.",
  background_colour: "Choose the document's own background, or stand in front of a wall of the required colour, in white light.",
  matte_unsure: "Stand in front of a plainer background, or turn on “Finer hair edges”.",
  body_extended: "Step back from the camera, or make the head larger with the zoom.",
  wrong_density: "Choose a higher print resolution when you save the photo.",
  wrong_format: "Choose the document's own format when you save the photo.",
  low_quality: "Use the document’s file limits.",
  file_size: "Use the document’s file limits.",
  wrong_size: "Use the document’s size.",
  wrong_pixels: "Use the document’s size.",
};
/** What was found, by a check's id and verdict. Empty: as the server says it. */
export const reasons: Record<string, Record<string, string>> = {};
/** Said where a check and verdict have no words above. Empty: as the server says it. */
export const otherReasons: Record<string, string> = {};
/** By the server's unit; what is absent is shown as the server says it. */
export const units: Record<string, string> = {
  degrees: "°",
  "of L*": "L*",
  "px between the eyes": "px",
  "in a* and b* beyond the usual white of eyes": "beyond the usual white of eyes",
  "times as much light": "times",
  "ΔE of CIE 1976; L* where only a light colour is asked for": "",
  "times the usual step at block borders, or JPEG quality": "",
  "of the eyes' surroundings that are hidden, or eyes over cheeks in L*": "",
  "standard deviation of colour, CIE L*a*b*": "of colour",
  "share of fine detail": "of fine detail",
};
/** By an authority's name; what is absent is shown as the server says it. */
export const authorities: Record<string, string> = {};
/** By a notice's code, where a finding does not say the same. */
export const notices: Record<string, string> = {};
/** By an error's code: what is wrong, and what to do. */
export const problems: Record<string, string> = {
  unknown_source: "The portrait is no longer on the server",
  no_face: "No face was found in the picture",
  background_unfit: "The background does not meet the rules, and the authority does not allow it to be replaced",
  editing_forbidden: "The authority refuses edited photos",
  unexpected: "The server answered with something that this page does not understand.",
  internal_error: "Something went wrong on the server.",
  unsupported_format: "This is not a picture, or its format is not supported",
  body_cut_off: "Too little of the shoulders is in the picture",
  face_covered: "The eyes or the mouth are covered or too poorly lit to see",
  person_touched: "Another person touches or covers the person in the photo",
  several_faces: "There are {found} faces in the picture",
  image_too_large: "The picture has too many pixels",
  source_expired: "The portrait is no longer stored",
  unknown_task: "This photo is no longer stored",
  too_many_tasks: "Too many tasks are running at once",
  too_many_requests: "Too many requests in a short time",
  item_exists: "The batch already has another portrait of this name",
  sign_in_refused: "The password is wrong, or the link is no longer valid",
  too_many_sign_ins: "There were too many attempts to sign in: try again in {retry_after_s} seconds",
};
export const remedies: Record<string, string> = {
  unknown_source: "Portraits are deleted after a while. Use your photo again.",
  no_such_face: "Choose another face.",
  person_touched: "Use a photo of one person.",
  several_faces: "Choose a face, or use a photo of one person.",
  body_cut_off: "Use a photo taken from further away, so that the shoulders are in it.",
  background_cut_off: "Step back from the camera, or choose another background.",
  background_unfit:
    "Take the photo in front of a plain, evenly lit wall of the required colour. You can also keep this background or replace it, but the authority may then refuse the photo.",
  editing_forbidden: "Leave the edit out: the photo is then only cropped, turned and scaled.",
  specification_violated: "Use a photo with more space around and below the head.",
  framing_conflict: "Reset the position, or use a photo taken from further away.",
  image_too_large: "Make the picture smaller, and try again.",
  cannot_dress: "Use a photo from the front with the hands down, or keep your own clothes.",
  cannot_fit: "Allow a larger file, or choose another format or size.",
  sheet_too_small: "Choose larger paper or a narrower margin.",
  sheet_full: "Print fewer photos, or choose larger paper or a narrower gap.",
  missing_glyph: "Use other characters.",
  unexpected: "Reload the page, and try again.",
  internal_error: "Try again. If it happens again, tell the person who runs this server.",
  no_face: "Use a photo taken from the front, with nothing in front of the face.",
  upload_too_large: "Use a smaller picture.",
  unsupported_format: "Save the picture as JPEG or PNG.",
  bad_image: "Choose the original file again.",
  deadline_exceeded: "Try again, or use a smaller picture.",
  given_up: "Try again, or use a smaller picture.",
  source_expired: "Choose the portrait again.",
  unknown_task: "Choose the portrait again.",
  too_many_tasks: "Wait a moment.",
  too_many_requests: "Wait a moment.",
  too_many_uploads: "Wait a moment.",
  item_exists: "Replace it in the table, or send the portrait under another file name.",
  sign_in_refused: "Ask the person who runs this server for the password or a link of your own.",
  too_many_sign_ins: "Check the password.",
  studio_closed: "Ask the person who runs this server.",
  overloaded: "Wait a moment.",
  not_enough_credits: "Ask the person who runs this server.",
  networks_unavailable: "Ask the person who runs this server.",
  weights_unavailable: "Ask the person who runs this server.",
  storage_unavailable: "Try again in a moment, or ask the person who runs this server.",
  database_unavailable: "Try again in a moment, or ask the person who runs this server.",
  out_of_resources: "Try again in a moment, or ask the person who runs this server.",
};
export const verdicts = { pass: "OK", unsure: "Check", fail: "Not OK", not_assessed: "Not checked" };
