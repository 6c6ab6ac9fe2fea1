import { expect, test } from "vitest";

import type { Face, Sign } from "./guide";
import { SILENT, WATCHING, look, say, secondsLeft, type Release } from "./release";

const face = (x: number): Face => ({
  left_eye: [x - 30, 100],
  right_eye: [x + 30, 100],
  chin: [x, 200],
  roll_deg: 0,
  yaw_deg: 0,
  pitch_deg: 0,
  lid_gap: 0.1,
  brightness: 50,
});
const view = (x = 320) => ({ px: [640, 480] as const, faces: [face(x)] });
const well: Sign[] = [{ name: "level", verdict: "unsure", hint: "tilt_left", value: 6 }];
const wrong = (name: Sign["name"]): Sign[] => [{ name, verdict: "fail", hint: null, value: null }];

function run(looks: readonly (readonly [now: number, signs?: Sign[], x?: number])[], from: Release = WATCHING): Release {
  return looks.reduce((release, [now, signs = well, x]) => look(release, view(x), signs, now, true), from);
}
const counting: Release = { phase: "counting", began_ms: 0 };

test("what is well for a second starts the count", () => {
  expect(run([[0], [400], [900]]).phase).toBe("watching");
  expect(run([[0], [400], [1000]])).toEqual({ phase: "counting", began_ms: 1000 });
});

test("a moment that is wrong begins the second anew", () => {
  expect(run([[0], [600], [700, wrong("light")], [800], [1500]]).phase).toBe("watching");
});

test("a head that moves is waited for", () => {
  expect(run([[0], [600, well, 360], [1100, well, 400]]).phase).toBe("watching");
});

test("the count ends in the release", () => {
  expect(run([[1000], [2000]], counting).phase).toBe("counting");
  expect(run([[3000]], counting).phase).toBe("released");
});

test("the count is broken off when the head turns away", () => {
  expect(run([[1500, wrong("straight")]], counting)).toEqual(WATCHING);
});

test("a blink does not break off the count, and the release waits for open eyes", () => {
  expect(run([[1500, wrong("eyes")]], counting).phase).toBe("counting");
  expect(run([[3100, wrong("eyes")]], counting).phase).toBe("counting");
  expect(run([[3100, wrong("eyes")], [3400]], counting).phase).toBe("released");
});

test("without the automatic release nothing is counted, and a count is broken off", () => {
  expect(look(counting, view(), well, 100, false)).toEqual(WATCHING);
  expect([0, 1500].reduce((release, now) => look(release, view(), well, now, false), WATCHING)).toEqual(WATCHING);
});

test("what is released stays released", () => {
  expect(look({ phase: "released" }, view(), wrong("face"), 0, true).phase).toBe("released");
});

test.each([
  [0, 3],
  [999, 3],
  [1000, 2],
  [2999, 1],
  [3000, 0],
  [9000, 0],
])("after %s ms, %s is left", (now, left) => expect(secondsLeft({ began_ms: 0 }, now)).toBe(left));

test("the first hint is said at once", () => {
  expect(say(SILENT, "closer", 0).hint).toBe("closer");
});

test("another hint is said when it has lasted and the last one was heard", () => {
  let said = say(SILENT, "closer", 0);
  said = say(said, "tilt_left", 300);
  said = say(said, "tilt_left", 900);
  expect(said.hint).toBe("closer");
  expect(say(said, "tilt_left", 1500).hint).toBe("tilt_left");
});

test("a hint that flickers is not said", () => {
  let said = say(SILENT, "closer", 0);
  for (const [now, hint] of [[1600, "tilt_left"], [1900, "closer"], [2200, "tilt_left"]] as const) said = say(said, hint, now);
  expect(said.hint).toBe("closer");
});
