// What the choices of background, clothes and retouching mean as options of a photo.
import type { PhotoOptions, SpecDetail } from "../api/client";

type Document = Pick<SpecDetail, "backgrounds" | "editing_forbidden" | "file_format">;
type Change = { [Name in keyof PhotoOptions]?: PhotoOptions[Name] | undefined };
export type Ground = "original" | "transparent" | "gradient" | `#${string}`;

const WHITE = "FFFFFF";
export const FIRST_GRADIENT = { top: "438EDB", bottom: "FFFFFF" } as const;

/** The background that the photo has, with the document's own where nothing else was chosen. */
export function groundOf(document: Document, options: PhotoOptions): Ground {
  const { background } = options;
  if (background == null) return defaultGround(document, options);
  if (typeof background === "object") return "gradient";
  if (background === "original" || background === "transparent") return background;
  return `#${background.replace(/^#/, "").toUpperCase()}`;
}

function defaultGround(document: Document, options: PhotoOptions): Ground {
  if (document.editing_forbidden && !options.edit_anyway) return "original";
  return `#${(document.backgrounds?.[0] ?? WHITE).toUpperCase()}`;
}

/** What to change for another background: a JPEG file cannot be transparent. */
export function withGround(document: Document, options: PhotoOptions, ground: Ground): Change {
  const format = options.background === "transparent" && options.format === "png" ? undefined : (options.format ?? undefined);
  if (ground === "transparent") {
    return { background: "transparent", format: !options.format || options.format === "jpeg" ? "png" : options.format };
  }
  if (ground === "original") return { background: "original", clothes: undefined, format };
  if (ground === "gradient") return { background: FIRST_GRADIENT, format };
  const isDefault = ground === defaultGround(document, options);
  return { background: isDefault ? undefined : ground.slice(1), format };
}

/** Whether the document's file format allows transparency. */
export function canBeTransparent(document: Document): boolean {
  return document.file_format !== "jpeg";
}

/** What to change for other clothes: what is behind one's own was never photographed. */
export function withClothes(options: PhotoOptions, clothes: string | undefined): Change {
  return clothes && options.background === "original" ? { clothes, background: undefined } : { clothes };
}

/** The same photo without anything that changes pixels, to compare with. */
export function unedited(options: PhotoOptions): PhotoOptions {
  const { retouch: _, clothes: __, edit_anyway: ___, min_bytes: ____, max_bytes: _____, label: ______, ...rest } = options;
  return { ...rest, background: "original", format: "jpeg" };
}

/** Go back to a photo that is only cropped, turned and scaled. */
export const NO_EDITS: Change = { edit_anyway: undefined, background: undefined, clothes: undefined, retouch: undefined };

export const RETOUCHES = ["bright", "smooth", "sharp", "thin_face"] as const;
export type RetouchName = (typeof RETOUCHES)[number];
export type Strengths = Record<RetouchName, number>;
export const NO_RETOUCH: Strengths = { bright: 0, smooth: 0, sharp: 0, thin_face: 0 };
/** As the library's own usual retouching: everything that leaves the face's shape as it is. */
export const USUAL_RETOUCH: Strengths = { bright: 0.5, smooth: 0.5, sharp: 0.5, thin_face: 0 };

export function strengthsOf(options: PhotoOptions): Strengths {
  return { ...NO_RETOUCH, ...options.retouch };
}

export function withRetouch(strengths: Strengths): Change {
  return { retouch: Object.values(strengths).some((each) => each > 0) ? strengths : undefined };
}
