export const product = "idphoto studio";
export const onePhoto = "One photo";
export const school = "School";
export const language = "Language";
export const signOut = "Sign out";
export const skip = "Skip to content";
export const steps = { label: "Steps", document: "Document", photo: "Photo", result: "Result", save: "Save" };
export const signIn = {
  title: "Sign in to the studio",
  password: "Password",
  submit: "Sign in",
  closed: "The studio is not open to you",
  closedHow: "Ask the person who runs this server for the password or a link of your own.",
  entering: "Signing in…",
};
export const unreachable = "The server cannot be reached. Nothing is lost: try again.";
export const again = "Try again";
export const loading = "Loading…";
export const kb = "kB";
export const close = "Close";
export const cancel = "Cancel";
export const back = "Back";
export const notFound = "There is no such page";
export const home = "Back to the start";
