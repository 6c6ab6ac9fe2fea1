// When the camera releases by itself: all is well and holds for a second, then three are counted. No clock in here.
import { eyesOf, headHeight, type Hint, type Point, type Sign, type View } from "./guide";

export const HOLD_MS = 1000;
export const COUNT_MS = 3000;
const STILL = 0.06; // of the head's height, between two looks

export type Release =
  /** `since_ms`: from when all has been well; null if it is not. */
  | { phase: "watching"; since_ms: number | null; at: Point | null }
  | { phase: "counting"; began_ms: number }
  | { phase: "released" };

export const WATCHING: Release = { phase: "watching", since_ms: null, at: null };

/** The release after another look. `automatic`: whether it may happen by itself. */
export function look(before: Release, view: View, signs: readonly Sign[], now_ms: number, automatic: boolean): Release {
  if (before.phase === "released") return before;
  const wrong = signs.filter((sign) => sign.verdict === "fail");
  if (before.phase === "counting") {
    // people blink: only what cannot pass within the count ends it
    if (!automatic || wrong.some((sign) => sign.name !== "eyes")) return WATCHING;
    if (secondsLeft(before, now_ms) > 0 || wrong.length) return before;
    return { phase: "released" };
  }
  const face = view.faces[0];
  if (wrong.length || !face || !automatic) return WATCHING;
  const at = eyesOf(face);
  const still = before.at && Math.hypot(at.x - before.at.x, at.y - before.at.y) <= STILL * headHeight(face);
  const since_ms = still && before.since_ms !== null ? before.since_ms : now_ms;
  if (now_ms - since_ms >= HOLD_MS) return { phase: "counting", began_ms: now_ms };
  return { phase: "watching", since_ms, at };
}

/** What is left to count: 3, 2, 1, then 0. */
export function secondsLeft({ began_ms }: { began_ms: number }, now_ms: number): number {
  return Math.max(0, Math.ceil((began_ms + COUNT_MS - now_ms) / 1000));
}

/** The hint that is shown, and the one that may follow it. */
export interface Said {
  hint: Hint | null;
  since_ms: number;
  next: Hint | null;
  next_since_ms: number;
}
export const SILENT: Said = { hint: null, since_ms: 0, next: null, next_since_ms: 0 };
const SAY_MS = 1500; // as long as it takes to hear a hint
const SURE_MS = 500; // a hint that flickers is not said

/** The hint to show now: it changes only when another one has lasted, and the last one was heard. */
export function say(before: Said, hint: Hint, now_ms: number): Said {
  if (before.hint === null) return { hint, since_ms: now_ms, next: null, next_since_ms: now_ms };
  if (hint === before.hint) return { ...before, next: null };
  if (hint !== before.next) return { ...before, next: hint, next_since_ms: now_ms };
  if (now_ms - before.next_since_ms < SURE_MS || now_ms - before.since_ms < SAY_MS) return before;
  return { hint, since_ms: now_ms, next: null, next_since_ms: now_ms };
}
