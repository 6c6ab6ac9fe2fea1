// What a reader can do about a refusal without another photo.
import type { PhotoOptions, Problem } from "../api/client";

export type WayOut =
  | "again"
  | "undo"
  | "keepBackground"
  | "editAnyway"
  | "resetPosition"
  | "leaveEdits"
  | "keepClothes"
  | "documentFile"
  | "largestFace"
  | "leftFace"
  | "rightFace";

const BY_CODE: Record<string, readonly WayOut[]> = {
  background_unfit: ["keepBackground", "editAnyway"],
  background_cut_off: ["editAnyway"],
  editing_forbidden: ["leaveEdits", "editAnyway"],
  cannot_dress: ["keepClothes"],
  body_cut_off: ["keepClothes"],
  unknown_garment: ["keepClothes"],
  cannot_fit: ["documentFile"],
  framing_conflict: ["resetPosition"],
  specification_violated: ["resetPosition"],
  face_too_small: ["resetPosition"],
  several_faces: ["largestFace", "leftFace", "rightFace"],
  no_such_face: ["largestFace"],
};

/** The ways out of a problem, the most useful first; only those that would change something. */
export function waysOut(problem: Pick<Problem, "code" | "status">, options: PhotoOptions, canUndo: boolean): WayOut[] {
  const isPassing = problem.status === 0 || problem.status === 429 || problem.status >= 500;
  const ways: WayOut[] = isPassing ? ["again"] : canUndo ? ["undo"] : [];
  return [...ways, ...(BY_CODE[problem.code] ?? [])].filter((way) => helps(way, options));
}

function helps(way: WayOut, options: PhotoOptions): boolean {
  switch (way) {
    case "resetPosition":
      return options.adjustments != null;
    case "keepClothes":
      return options.clothes != null;
    case "editAnyway":
      return options.edit_anyway !== true;
    case "keepBackground":
      return options.background !== "original";
    case "documentFile":
      return [options.min_bytes, options.max_bytes, options.format, options.size_px, options.dpi].some((each) => each != null);
    default:
      return true;
  }
}
