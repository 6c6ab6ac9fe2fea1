import { expect, test } from "vitest";

import { planOf } from "../find/plan";
import { hintOf, judge, targetOf, type Face, type Sign } from "./guide";

const plan = planOf({ size_mm: [35, 45], size_px: [413, 531], dpi: 300, head_height_mm: { low: 32, high: 36 } });
const px = [640, 480] as const;
const target = targetOf(plan, px);
const half = (target.chin - target.crown) / 2;
const x = target.left + target.width / 2;
const good: Face = {
  left_eye: [x - 30, target.eyes],
  right_eye: [x + 30, target.eyes],
  chin: [x, target.eyes + half],
  roll_deg: 0,
  yaw_deg: 0,
  pitch_deg: 0,
  lid_gap: 0.08,
  brightness: 60,
  side_light: 1.1,
};
const scaled = (by: number): Face => ({ ...good, chin: [x, target.eyes + half * by] });
const moved = (dx: number, dy: number): Face => ({
  ...good,
  left_eye: [x - 30 + dx, target.eyes + dy],
  right_eye: [x + 30 + dx, target.eyes + dy],
  chin: [x + dx, target.eyes + half + dy],
});
const sign = (signs: Sign[], name: Sign["name"]) => signs.find((each) => each.name === name)!;
const judged = (face: Face) => judge({ px, faces: [face] }, target);

test("the photo lies within the picture, with room around it", () => {
  expect(target.top).toBeGreaterThan(0);
  expect(target.top + target.height).toBeLessThan(480);
  expect(target.left + target.width / 2).toBe(320);
  expect(target.width / target.height).toBeCloseTo(413 / 531);
});

test("in an upright picture the width is what limits the photo", () => {
  const upright = targetOf(plan, [480, 1280]);
  expect(upright.width).toBeCloseTo(0.94 * 480);
});

test("a face in its place passes everything, and the hint is to hold still", () => {
  const signs = judged(good);
  expect(signs.map((each) => each.verdict)).toEqual(Array(7).fill("pass"));
  expect(hintOf(signs)).toBe("hold");
});

test.each([
  [[], "no_face"],
  [[good, good], "several"],
] as const)("without exactly one face nothing else is judged", (faces, hint) => {
  const signs = judge({ px, faces }, target);
  expect(signs).toHaveLength(1);
  expect(hintOf(signs)).toBe(hint);
});

test.each([
  ["a small head", scaled(0.5), "distance", "fail", "closer"],
  ["a rather small head", scaled(0.75), "distance", "unsure", "closer"],
  ["a large head", scaled(1.4), "distance", "fail", "further"],
  ["a head at the picture's left", moved(-100, 0), "middle", "fail", "go_left"],
  ["a head at the picture's right", moved(100, 0), "middle", "fail", "go_right"],
  ["a head that is too high", moved(0, -90), "middle", "fail", "camera_up"],
  ["a head that is too low", moved(0, 60), "middle", "unsure", "camera_down"],
  ["a face turned to the picture's right", { ...good, yaw_deg: 20 }, "straight", "fail", "turn_right"],
  ["a face turned to the picture's left", { ...good, yaw_deg: -9 }, "straight", "unsure", "turn_left"],
  ["a raised chin", { ...good, pitch_deg: 18 }, "straight", "fail", "chin_down"],
  ["a lowered chin", { ...good, pitch_deg: -18 }, "straight", "fail", "chin_up"],
  ["a head tilted clockwise", { ...good, roll_deg: 12 }, "level", "fail", "tilt_right"],
  ["a head tilted the other way", { ...good, roll_deg: -7 }, "level", "unsure", "tilt_left"],
  ["a dark face", { ...good, brightness: 10 }, "light", "fail", "brighter"],
  ["a glaring face", { ...good, brightness: 97 }, "light", "fail", "darker"],
  ["light from one side", { ...good, side_light: 4 }, "light", "fail", "even_light"],
  ["light rather from one side", { ...good, side_light: 2 }, "light", "unsure", "even_light"],
  ["closed eyes", { ...good, lid_gap: 0.01 }, "eyes", "fail", "open_eyes"],
] as const)("%s", (_, face, name, verdict, hint) => {
  const signs = judged(face as Face);
  expect([sign(signs, name).verdict, sign(signs, name).hint]).toEqual([verdict, hint]);
  expect(hintOf(signs)).toBe(hint);
});

test("a light that could not be measured on both sides is not held against the face", () => {
  expect(sign(judged({ ...good, side_light: null }), "light").verdict).toBe("pass");
});

test("what is wrong is said before what is doubtful, and the weightiest first", () => {
  expect(hintOf(judged({ ...scaled(0.75), lid_gap: 0.01 }))).toBe("open_eyes");
  expect(hintOf(judged({ ...scaled(0.5), lid_gap: 0.01 }))).toBe("closer");
});
