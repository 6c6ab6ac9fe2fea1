// What is measured on the head, beside what the document allows. Lengths in millimetres of print.
import type { PhotoResult } from "../api/client";

/** In the order they are shown. */
const SHOWN = ["face_height", "head_height", "face_width", "eye_line", "head_top", "chin_top", "inter_eye"] as const;
export type MeasureName = (typeof SHOWN)[number];

export interface Measure {
  name: MeasureName;
  mm: number;
  /** What the document allows; null leaves an end open, and null in both is no limit at all. */
  lowMm: number | null;
  highMm: number | null;
  /** Of the photo's height, or of its width for what is measured across. */
  percent: number;
  lowPercent: number | null;
  highPercent: number | null;
  fits: boolean;
}

const ACROSS: readonly MeasureName[] = ["face_width", "inter_eye"];
const ALWAYS: readonly MeasureName[] = ["face_height", "eye_line"];
const GIVE_PX = 0.6; // what is shown is rounded: a limit that is met exactly is met

/**
 * Everything that the document limits; the head's height and the eye line in any case.
 *
 * The eye line counts from the bottom edge, as authorities state it.
 */
export function measuresOf(photo: Pick<PhotoResult, "px" | "mm" | "head" | "limits">): Measure[] {
  const [width, height] = photo.px;
  const [widthMm, heightMm] = photo.mm;
  return SHOWN.flatMap((name): Measure[] => {
    const isEyes = name === "eye_line";
    const found = photo.head.px[isEyes ? "eyes_top" : name];
    const allowed = photo.limits[isEyes ? "eyes_top" : name];
    if (found === undefined || (!allowed && !ALWAYS.includes(name))) return [];
    if (name === "face_height" && !allowed && photo.limits.head_height) return [];
    const whole = ACROSS.includes(name) ? width : height;
    const toMm = ACROSS.includes(name) ? widthMm / width : heightMm / height;
    const turned = (px: number | null | undefined) => (px == null ? null : isEyes ? height - px : px);
    const value = turned(found)!;
    const [low, high] = isEyes
      ? [turned(allowed?.high), turned(allowed?.low)]
      : [turned(allowed?.low), turned(allowed?.high)];
    const mm = (px: number | null) => (px === null ? null : px * toMm);
    const percent = (px: number | null) => (px === null ? null : (100 * px) / whole);
    return [
      {
        name,
        mm: value * toMm,
        lowMm: mm(low),
        highMm: mm(high),
        percent: (100 * value) / whole,
        lowPercent: percent(low),
        highPercent: percent(high),
        fits: (low === null || value >= low - GIVE_PX) && (high === null || value <= high + GIVE_PX),
      },
    ];
  });
}

/**
 * Where a measure and its limits lie on a gauge, 0–1: the allowed range takes its middle half.
 *
 * An end that is open lies at the gauge's own end. null if the document limits nothing.
 */
export function gaugeOf(measure: Pick<Measure, "mm" | "lowMm" | "highMm">): Gauge | null {
  const { mm, lowMm, highMm } = measure;
  if (lowMm === null && highMm === null) return null;
  const low = lowMm ?? highMm! * 0.5;
  const high = highMm ?? lowMm! * 1.5;
  const span = Math.max(high - low, 0.1);
  const place = (value: number) => Math.min(1, Math.max(0, (value - low) / (2 * span) + 0.25));
  return {
    at: place(mm),
    from: lowMm === null ? 0 : place(low),
    to: highMm === null ? 1 : place(high),
  };
}

export interface Gauge {
  at: number;
  from: number;
  to: number;
}
