import { number } from "..";

const photos = (count: number) => `${number(count)} ${count === 1 ? "photo" : "photos"}`;

export const title = "Photos for a school";
export const intro =
  "Choose a folder of portraits. Every photo is made and checked, and those that need another look come first.";
export const begin = "New batch";
export const name = "Name";
export const nameExample = "Spring portraits";
export const document = "Document";
export const documentSearch = "Search for a document";
export const documentHint = "For example: student card, 一寸, 35x45, US passport";
export const noDocument = "No document found. Try another word or a size such as 35x45.";
export const change = "Change";
export const ownWalls = "Replace the walls behind the pupils by the colour that is asked for";
export const open = "Open the batch";
export const earlier = "Batches opened in this browser";
export const noneYet = "Batches that you open appear here.";
export const keptUntil = (when: string) => `Kept until ${when}`;
export const forget = "Remove from the list";

export const addTitle = "Portraits";
export const chooseFolder = "Choose a folder";
export const chooseFiles = "Choose files or a ZIP";
export const drop = "or drop them here";
export const chooseNames = "Add a list of names (CSV)";
export const namesHint =
  "The list is optional. Its columns: file, name, class. Without one, folders are classes and file names are names.";
export const namesRead = (count: number) => `${number(count)} ${count === 1 ? "name is" : "names are"} in the list. Now choose the portraits.`;
export const namesFound = (matched: number, total: number) => `${number(matched)} of ${number(total)} portraits are in the list`;
export const noPictures = "There are no pictures in what you chose.";
export const badArchive = "This ZIP archive cannot be read.";
export const badNames = "There are no names in this file.";
export const upload = (count: number) => `Make ${photos(count)}`;
export const rename = (count: number) => `Note ${number(count)} ${count === 1 ? "name" : "names"}`;
export const already = (count: number) => `${number(count)} of these ${count === 1 ? "photos is" : "photos are"} in the batch already and will not be sent again.`;
export const uploading = (sent: number, total: number) => `Sending ${number(sent)} of ${number(total)}`;
export const stop = "Stop";
export const resume = "To go on later or after an interruption, choose the same folder again: nothing is sent twice.";
export const notSent = (count: number) => `${photos(count)} could not be sent`;
export const privacy = (kept: string) =>
  `Pictures go to this server only and are deleted after ${kept}, or at once with “Delete the batch”.`;

export const progress = (done: number, total: number) => `${number(done)} of ${number(total)} made`;
export const counts = { failed: "Not OK", unsure: "Check", passed: "OK", unfinished: "In progress" };
export const showOnly = "Show only";
export const allGroups = "All classes";
export const noGroup = "No class";
export const group = "Class";
export const order = { label: "Order", failures: "Failures first", name: "By name" };
export const columns = { portrait: "Portrait", photo: "Photo", person: "Name", group: "Class", verdict: "Verdict", todo: "What to do", actions: "Actions" };
export const portraitOf = (who: string) => `Portrait of ${who}`;
export const photoOf = (who: string) => `Photo of ${who}`;
export const inWork = "In progress";
export const noPhoto = "No photo";
export const allWell = "Nothing to do";
/** By an error's code, where one photo alone has ways out that a batch has not. */
export const remedies: Record<string, string> = {
  background_unfit: "Take the photo before a plain, evenly lit wall of the colour that is asked for.",
  several_faces: "Use a photo of one person.",
};
export const retake = "Replace";
export const retakeOf = (who: string) => `Replace the portrait of ${who}`;
export const remove = "Remove";
export const yesRemove = "Remove now";
export const removeOf = (who: string) => `Remove ${who}`;
export const empty = "No portraits yet.";
export const nothingShown = "No photos to show.";
export const more = "Show more";

export const outputs = "Downloads";
export const withFailed = "Photos that are not OK are included. Replace or remove them first to leave them out.";
export const report = "Report (CSV)";
export const archive = "All photos (ZIP)";
export const sheets = "Print sheets (PDF)";
export const paper = "Paper";
export const copies = "Copies of each photo";
export const makeSheets = "Make the sheets";
export const sheetOf = (what: string) => `Download the sheets: ${what}`;
export const making = "Making…";

export const back = "All batches";
export const remains = "Delete the batch";
export const reallyDelete = "Delete all portraits and photos of this batch now?";
export const yesDelete = "Delete everything";
export const deleted = "Everything of this batch is deleted.";
export const gone = "This batch does not exist, or it has expired.";
