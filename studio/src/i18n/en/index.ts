export * as shell from "./shell";
export * as find from "./find";
export * as take from "./take";
export * as result from "./result";
export * as edit from "./edit";
export * as output from "./output";
export * as school from "./school";
export * as checks from "./checks";
