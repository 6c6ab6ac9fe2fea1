// Judges what the camera sees: signs for each thing that matters, and the one hint that helps most. Sees no pixels.
import type { Plan } from "../find/plan";

export interface Point {
  x: number;
  y: number;
}
type Pair = readonly [number, number];

/** A face as the server finds it, in pixels of the picture; angles in degrees. */
export interface Face {
  left_eye: Pair;
  right_eye: Pair;
  chin: Pair;
  roll_deg: number;
  /** Positive towards the picture's right, which is the person's left. */
  yaw_deg: number;
  /** Positive upwards. */
  pitch_deg: number;
  lid_gap: number;
  /** CIE L*, 0–100. */
  brightness: number;
  side_light?: number | null;
}
export interface View {
  px: Pair;
  faces: readonly Face[];
}

/** Where the photo and the head belong in the picture, all in its pixels. */
export interface Target {
  left: number;
  top: number;
  width: number;
  height: number;
  crown: number;
  eyes: number;
  chin: number;
}

export type SignName = "face" | "distance" | "middle" | "straight" | "level" | "light" | "eyes";
export type Hint =
  | "hold"
  | "no_face"
  | "several"
  | "closer"
  | "further"
  | "go_left"
  | "go_right"
  | "camera_up"
  | "camera_down"
  | "turn_left"
  | "turn_right"
  | "chin_up"
  | "chin_down"
  | "tilt_left"
  | "tilt_right"
  | "darker"
  | "brighter"
  | "even_light"
  | "open_eyes";

export interface Sign {
  name: SignName;
  /** unsure does not stop the release. */
  verdict: "pass" | "unsure" | "fail";
  /** What to do; null if all is well. */
  hint: Hint | null;
  /** What was measured; null if it has no number. */
  value: number | null;
}

/** How large a part of the picture the photo takes: the rest is room for the crop and for hair. */
const FILLS = { height: 0.84, width: 0.94 };
const ABOVE = 0.4; // of the room above and below

/** Where the photo of a document lies in a picture of this size. */
export function targetOf(plan: Plan, [width_px, height_px]: Pair): Target {
  const height = Math.min(FILLS.height * height_px, (FILLS.width * width_px) / plan.aspect);
  const width = height * plan.aspect;
  const top = (height_px - height) * ABOVE;
  const at = (share: number) => top + share * height;
  return { left: (width_px - width) / 2, top, width, height, crown: at(plan.crown), eyes: at(plan.eyes), chin: at(plan.chin) };
}

// The eyes lie half-way between crown and chin: the live view does not look for hair.
const HEADS_PER_CHIN = 2;

/** The head's height over the one wanted. */
export const DISTANCE = { pass: [0.8, 1.12], fail: [0.68, 1.22] } as const;
/** How far the eyes are from their place, over the wanted head's height. */
const MIDDLE = { pass: 0.14, fail: 0.24 };
// The studio levels the photo, and people who look straight ahead are measured up to 9° up or down.
export const YAW_DEG = { pass: 8, fail: 12 };
export const PITCH_DEG = { pass: 10, fail: 15 };
export const ROLL_DEG = { pass: 5, fail: 9 };
// As the server's checks: eyes_closed and side_light. Dark skin in good light has an L* of 26 and more.
const LIDS = { pass: 0.034, fail: 0.03 };
const SIDE = { pass: 1.7, fail: 2.6 };
const LIGHT = { pass: [24, 86], fail: [17, 92] } as const;

/** The signs in the order of their weight: what comes first is to be put right first. */
export function judge(view: View, target: Target): Sign[] {
  const { faces } = view;
  if (faces.length !== 1) {
    return [{ name: "face", verdict: "fail", hint: faces.length ? "several" : "no_face", value: faces.length }];
  }
  const face = faces[0]!;
  return [
    { name: "face", verdict: "pass", hint: null, value: 1 },
    distance(face, target),
    middle(face, target),
    straight(face),
    within("level", face.roll_deg, ROLL_DEG, "tilt_right", "tilt_left"),
    light(face),
    eyes(face),
  ];
}

/** What to say: the first thing that is wrong, then the first that is doubtful. */
export function hintOf(signs: readonly Sign[]): Hint {
  const of = (verdict: Sign["verdict"]) => signs.find((sign) => sign.verdict === verdict)?.hint;
  return of("fail") ?? of("unsure") ?? "hold";
}

export function eyesOf({ left_eye, right_eye }: Face): Point {
  return { x: (left_eye[0] + right_eye[0]) / 2, y: (left_eye[1] + right_eye[1]) / 2 };
}

export function headHeight(face: Face): number {
  const eyes = eyesOf(face);
  return HEADS_PER_CHIN * Math.hypot(face.chin[0] - eyes.x, face.chin[1] - eyes.y);
}

function distance(face: Face, target: Target): Sign {
  const value = headHeight(face) / (target.chin - target.crown);
  const verdict = inside(value, DISTANCE.pass) ? "pass" : inside(value, DISTANCE.fail) ? "unsure" : "fail";
  const hint = verdict === "pass" ? null : value < 1 ? "closer" : "further";
  return { name: "distance", verdict, hint, value };
}

function middle(face: Face, target: Target): Sign {
  const eyes = eyesOf(face);
  const head = target.chin - target.crown;
  const x = (eyes.x - (target.left + target.width / 2)) / head;
  const y = (eyes.y - target.eyes) / head;
  const sideways = Math.abs(x) >= Math.abs(y);
  const value = Math.max(Math.abs(x), Math.abs(y));
  const verdict = value <= MIDDLE.pass ? "pass" : value <= MIDDLE.fail ? "unsure" : "fail";
  // at the picture's left is the person's right: who stands there goes to their left
  const towards: Hint = sideways ? (x < 0 ? "go_left" : "go_right") : y < 0 ? "camera_up" : "camera_down";
  return { name: "middle", verdict, hint: verdict === "pass" ? null : towards, value };
}

function straight(face: Face): Sign {
  const yaw = within("straight", face.yaw_deg, YAW_DEG, "turn_right", "turn_left");
  const pitch = within("straight", face.pitch_deg, PITCH_DEG, "chin_down", "chin_up");
  return WEIGHT[pitch.verdict] > WEIGHT[yaw.verdict] ? pitch : yaw;
}
const WEIGHT = { pass: 0, unsure: 1, fail: 2 };

function light(face: Face): Sign {
  const { brightness: value } = face;
  const side = face.side_light ?? 1;
  if (!inside(value, LIGHT.fail)) return { name: "light", verdict: "fail", hint: value < 50 ? "brighter" : "darker", value };
  if (side > SIDE.fail) return { name: "light", verdict: "fail", hint: "even_light", value };
  if (!inside(value, LIGHT.pass)) return { name: "light", verdict: "unsure", hint: value < 50 ? "brighter" : "darker", value };
  if (side > SIDE.pass) return { name: "light", verdict: "unsure", hint: "even_light", value };
  return { name: "light", verdict: "pass", hint: null, value };
}

function eyes(face: Face): Sign {
  const verdict = face.lid_gap >= LIDS.pass ? "pass" : face.lid_gap >= LIDS.fail ? "unsure" : "fail";
  return { name: "eyes", verdict, hint: verdict === "pass" ? null : "open_eyes", value: null };
}

function within(name: SignName, value: number, limits: { pass: number; fail: number }, over: Hint, under: Hint): Sign {
  const size = Math.abs(value);
  const verdict = size <= limits.pass ? "pass" : size <= limits.fail ? "unsure" : "fail";
  return { name, verdict, hint: verdict === "pass" ? null : value > 0 ? over : under, value };
}

function inside(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}
