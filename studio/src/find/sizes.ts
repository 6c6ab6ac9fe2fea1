// Sizes as people know them: millimetres, inches, pixels.
import type { SpecDetail, SpecSummary } from "../api/client";
import { number, words } from "../i18n";

const MM_PER_INCH = 25.4;
const COUNTRIES_WITH_INCHES = new Set(["US", "LR", "MM"]);
const NEAR_EIGHTH = 0.012; // inches: 51 mm is 2.008

/** The inches of a size, if the sides are whole eighths or the reader's country measures in inches; else null. */
export function inches(size_mm: readonly [number, number], country: string | null): [number, number] | null {
  const sides = size_mm.map((side) => side / MM_PER_INCH) as [number, number];
  const eighths = sides.map((side) => Math.round(side * 8) / 8) as [number, number];
  if (sides.every((side, index) => Math.abs(side - eighths[index]!) <= NEAR_EIGHTH)) return eighths;
  return country !== null && COUNTRIES_WITH_INCHES.has(country) ? sides : null;
}

/** A document's size in every unit that helps, the print's first. */
export function sizeTexts(spec: Pick<SpecSummary, "size_mm" | "size_px">, country: string | null): string[] {
  const { mm, inch, px } = words.value.find.units;
  const texts = [pair(spec.size_px, px, 0)];
  if (!spec.size_mm) return texts;
  const asInches = inches(spec.size_mm, country);
  if (asInches) texts.unshift(pair(asInches, inch, 2));
  return [pair(spec.size_mm, mm, 1), ...texts];
}

export function pair(sides: readonly [number, number], unit: string, digits: number): string {
  return `${number(sides[0], digits)} × ${number(sides[1], digits)} ${unit}`;
}

/** A range such as 32–36 mm; null if both ends are open. `write`: a value with its unit. */
export function rangeText(
  range: SpecDetail["head_height_mm"],
  unit: string,
  write: (value: number) => string = (value) => number(value, 1),
): string | null {
  const { atLeast, atMost } = words.value.find;
  const low = range?.low ?? null;
  const high = range?.high ?? null;
  const suffix = unit ? ` ${unit}` : "";
  if (low !== null && high !== null) {
    return low === high ? write(low) + suffix : `${write(low)}–${write(high)}${suffix}`;
  }
  if (low !== null) return atLeast(write(low) + suffix);
  return high === null ? null : atMost(write(high) + suffix);
}
