// A document that is not in the catalogue: a size and a background of one's own. It has an id like any other, so that
// it can stand in an address.
import type { PhotoOptions, SpecDetail } from "../api/client";

export type Unit = "mm" | "px";

export interface CustomSize {
  width: number;
  height: number;
  unit: Unit;
  /** RRGGBB. */
  background: string;
}

export const DPI = 300;
/** What the server makes: sides of 32 to 4096 px. */
export const SIDE_LIMITS: Record<Unit, readonly [low: number, high: number]> = { mm: [10, 300], px: [32, 4096] };

const ID = /^own-(\d{1,4}(?:\.\d)?)x(\d{1,4}(?:\.\d)?)(mm|px)-([0-9A-F]{6})$/;

export function customId({ width, height, unit, background }: CustomSize): string {
  return `own-${width}x${height}${unit}-${background}`;
}

/** The size that an id stands for; null if it is another document's, or out of range. */
export function customSize(id: string): CustomSize | null {
  const parts = ID.exec(id);
  if (!parts) return null;
  const unit = parts[3] as Unit;
  const size = { width: Number(parts[1]), height: Number(parts[2]), unit, background: parts[4]! };
  return isSide(size.width, unit) && isSide(size.height, unit) ? size : null;
}

/** Whether photos can have a side of this length. Millimetres have at most one decimal; pixels, none. */
export function isSide(value: number, unit: Unit): boolean {
  const [low, high] = SIDE_LIMITS[unit];
  const steps = unit === "px" ? value : value * 10;
  return value >= low && value <= high && Math.abs(steps - Math.round(steps)) < 1e-6;
}

/** The size as a document without an authority: nothing is known to be forbidden. */
export function customSpec(size: CustomSize): SpecDetail {
  const { width, height, unit, background } = size;
  const px = (side: number) => (unit === "px" ? side : Math.round((side / 25.4) * DPI));
  return {
    id: customId(size),
    title: `${width} × ${height} ${unit}`,
    category: "custom",
    country: null,
    country_name: null,
    size_mm: unit === "mm" ? [width, height] : null,
    size_px: [px(width), px(height)],
    dpi: DPI,
    editing_forbidden: false,
    verified: false,
    backgrounds: [background],
    requirements: [],
    unverified: [],
  };
}

/** How a photo for this document is ordered: by the document's id, or by a size of one's own. */
export function orderFor(id: string, options: PhotoOptions): PhotoOptions {
  const size = customSize(id);
  if (!size) return { ...options, spec: id };
  const { width, height, unit, background } = size;
  const pair: [number, number] = [width, height];
  return { dpi: DPI, background, ...(unit === "mm" ? { size_mm: pair } : { size_px: pair }), ...options };
}
