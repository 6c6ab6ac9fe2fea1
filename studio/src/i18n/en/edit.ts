export const title = "";
