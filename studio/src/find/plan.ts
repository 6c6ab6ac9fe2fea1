// Where head and eyes lie in a document's photo. Solved here in shares of its height; drawn elsewhere.
import type { SpecDetail } from "../api/client";

export interface Span {
  low: number;
  high: number;
}

/** All but `aspect` in shares of the photo's height, from its top edge down. */
export interface Plan {
  /** Width over height. */
  aspect: number;
  crown: number;
  eyes: number;
  chin: number;
  /** How high the head may be; null if nothing is asked. */
  head: Span | null;
  /** Where the eyes may be; null if nothing is asked. */
  eyeLine: Span | null;
}

type Sizes = Pick<SpecDetail, "size_px" | "dpi" | "size_mm" | "head_height_mm" | "eye_line_mm" | "top_margin_mm">;

const MM_PER_INCH = 25.4;
// Without a rule the head is drawn as most authorities want it: large in upright photos, smaller in square ones.
const USUAL_HEAD = { upright: 0.72, square: 0.6 };
const ABOVE_HEAD = 0.4; // of the free height; the rest is below the chin
const EYES_IN_HEAD = 0.5; // pupils lie half-way between crown and chin
const LEAST_MARGIN = 0.03; // above the head and below the chin
const OPEN_END = 0.06; // how far inside an open range its middle is taken to be

/** A length in millimetres: of the print, or of the file at its own resolution. */
export function heightMm({ size_mm, size_px, dpi }: Pick<Sizes, "size_mm" | "size_px" | "dpi">): number {
  return size_mm ? size_mm[1] : (size_px[1] / dpi) * MM_PER_INCH;
}

export function planOf(spec: Sizes): Plan {
  const height = heightMm(spec);
  const [width_px, height_px] = spec.size_px;
  const aspect = width_px / height_px;
  const head = share(spec.head_height_mm, height);
  const eyeSpan = share(spec.eye_line_mm, height);
  const size = head ? middle(head) : USUAL_HEAD[aspect > 0.9 ? "square" : "upright"];
  const crown = crownOf(spec, height, size);
  return {
    aspect,
    crown,
    eyes: crown + size * EYES_IN_HEAD,
    chin: crown + size,
    head,
    eyeLine: eyeSpan && { low: 1 - eyeSpan.high, high: 1 - eyeSpan.low },
  };
}

function crownOf(spec: Sizes, height: number, size: number): number {
  const eyes = share(spec.eye_line_mm, height);
  const top = share(spec.top_margin_mm, height);
  const wanted = eyes
    ? 1 - middle(eyes) - size * EYES_IN_HEAD
    : top
      ? middle(top)
      : (1 - size) * ABOVE_HEAD;
  const least = Math.min(LEAST_MARGIN, (1 - size) / 2);
  return Math.min(Math.max(wanted, least), 1 - size - least);
}

type Range = SpecDetail["head_height_mm"];

/** A range of millimetres as shares of the height; an open end lies a little beyond the other. */
function share(range: Range, height: number): Span | null {
  const low = range?.low ?? null;
  const high = range?.high ?? null;
  if (low === null && high === null) return null;
  return {
    low: (low ?? high! * (1 - 2 * OPEN_END)) / height,
    high: (high ?? low! * (1 + 2 * OPEN_END)) / height,
  };
}

function middle(span: Span): number {
  return (span.low + span.high) / 2;
}
