// Names of files, and lengths of files in the units that authorities use.
import type { Bounds } from "../api/client";

const ENDINGS: Record<string, string> = { jpeg: "jpg" };

/** Such as `us-passport-600x600.jpg`. */
export function photoName(specId: string, [width, height]: readonly number[], format: string): string {
  return `${specId}-${width}x${height}.${ending(format)}`;
}

export function sheetName(specId: string, paper: string, format: string): string {
  return `${specId}-sheet-${paper}.${ending(format)}`;
}

function ending(format: string): string {
  return ENDINGS[format] ?? format;
}

// A kilobyte is 1000 bytes or 1024, depending on who asks. These keep within the limit for both.
const MOST = 1000;
const LEAST = 1024;

export function maxBytes(kb: number | null): number | undefined {
  return kb === null ? undefined : Math.round(kb * MOST);
}

export function minBytes(kb: number | null): number | undefined {
  return kb === null ? undefined : Math.round(kb * LEAST);
}

export function maxKb(bytes: number | null | undefined): number | null {
  return bytes == null ? null : bytes / MOST;
}

export function minKb(bytes: number | null | undefined): number | null {
  return bytes == null ? null : bytes / LEAST;
}

/** Whether a file's size is what the document accepts. */
export function fits(bytes: number, window: Bounds | null | undefined): boolean {
  return (window?.low == null || bytes >= window.low) && (window?.high == null || bytes <= window.high);
}
