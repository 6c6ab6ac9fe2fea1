// The handles on the portrait, and how they move. Points are pixels of the upright portrait.
import type { Adjustments, PhotoResult } from "../api/client";

export type Pair = [number, number];
export const HANDLES = ["left_eye", "right_eye", "crown", "chin"] as const;
export type HandleName = (typeof HANDLES)[number];

/** A part of the portrait: left, top, width and height in its pixels. */
export interface View {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Where a handle is: where it was put, or else where the head was found. */
export function placeOf(
  name: HandleName,
  adjustments: Adjustments | null | undefined,
  found: PhotoResult["head_on_source"],
): Pair {
  return (adjustments?.[name] ?? found[name]) as Pair;
}

export function within([x, y]: Pair, [width, height]: Pair): Pair {
  return [Math.min(width - 1, Math.max(0, x)), Math.min(height - 1, Math.max(0, y))];
}

const STEPS: Record<string, Pair> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The point after a key: arrows move it by a pixel, with Shift by ten; null for any other key. */
export function movedByKey([x, y]: Pair, key: string, isFast: boolean): Pair | null {
  const step = STEPS[key];
  const by = isFast ? 10 : 1;
  return step ? [Math.round(x + by * step[0]), Math.round(y + by * step[1])] : null;
}

type Affine = PhotoResult["to_photo"];

/** A point of the photo, on the portrait. */
export function onSource(to_photo: Affine, [x, y]: Pair): Pair {
  const [[a, b, c], [d, e, f]] = to_photo;
  const area = a * e - b * d;
  return [(e * (x - c) - b * (y - f)) / area, (a * (y - f) - d * (x - c)) / area];
}

/** The photo's corners on the portrait, clockwise from the top left. */
export function cornersOf(photo: Pick<PhotoResult, "px" | "to_photo">): Pair[] {
  const [width, height] = photo.px;
  const corners: Pair[] = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
  return corners.map((corner) => onSource(photo.to_photo, corner));
}

const MARGIN = 0.12; // of the photo's longer side, around it

/** The part of the portrait worth showing: the photo's frame with some room, within the portrait. */
export function viewAround(corners: readonly Pair[], [width, height]: Pair): View {
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const room = MARGIN * Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  const left = Math.max(0, Math.min(...xs) - room);
  const top = Math.max(0, Math.min(...ys) - room);
  const right = Math.min(width, Math.max(...xs) + room);
  const bottom = Math.min(height, Math.max(...ys) + room);
  return { left, top, width: right - left, height: bottom - top };
}

/** Whether a view still shows all of the frame that lies on the portrait, and not far too much. */
export function stillSuits(view: View, corners: readonly Pair[], whole: Pair): boolean {
  const needed = viewAround(corners, whole);
  const slack = 2; // px
  const xs = corners.map(([x]) => Math.min(whole[0], Math.max(0, x)));
  const ys = corners.map(([, y]) => Math.min(whole[1], Math.max(0, y)));
  const shows =
    Math.min(...xs) >= view.left - slack &&
    Math.max(...xs) <= view.left + view.width + slack &&
    Math.min(...ys) >= view.top - slack &&
    Math.max(...ys) <= view.top + view.height + slack;
  return shows && view.height < 1.6 * needed.height;
}

/** A length or place across a view, as CSS has it. */
export function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(3)}%`;
}
