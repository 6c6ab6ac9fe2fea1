import { expect, test } from "vitest";

import { gaugeOf, measuresOf } from "./measures";

const photo = {
  px: [350, 450] as [number, number],
  mm: [35, 45] as [number, number],
  head: {
    px: { face_height: 340, head_height: 370, eyes_top: 200, face_width: 180, head_top: 30 },
    mm: {},
    yaw_deg: 0,
    pitch_deg: 0,
    source_roll_deg: 0,
  },
  limits: {},
};

test("without limits the head's height and the eye line are shown all the same", () => {
  const found = measuresOf(photo);
  expect(found.map((each) => each.name)).toEqual(["face_height", "eye_line"]);
  expect(found[0]).toMatchObject({ mm: 34, lowMm: null, highMm: null, fits: true });
});

test("the eye line counts from the bottom edge, and its limits change ends with it", () => {
  const limits = { eyes_top: { low: 160, high: 220 } };
  const eyes = measuresOf({ ...photo, limits }).find((each) => each.name === "eye_line")!;
  expect(eyes.mm).toBeCloseTo(25);
  expect(eyes.lowMm).toBeCloseTo(23);
  expect(eyes.highMm).toBeCloseTo(29);
});

test("a head beyond what is allowed does not fit, one at the limit does", () => {
  const fits = (high: number) => measuresOf({ ...photo, limits: { face_height: { low: null, high } } })[0]!.fits;
  expect(fits(340)).toBe(true);
  expect(fits(330)).toBe(false);
});

test("where the head is measured to the hair, the skull's height is left out", () => {
  const limits = { head_height: { low: 300, high: 380 } };
  expect(measuresOf({ ...photo, limits }).map((each) => each.name)).toEqual(["head_height", "eye_line"]);
});

test("widths are shares of the photo's width", () => {
  const limits = { face_width: { low: 175, high: 210 } };
  const width = measuresOf({ ...photo, limits }).find((each) => each.name === "face_width")!;
  expect(width.lowPercent).toBeCloseTo(50);
});

test("the allowed range takes the middle half of a gauge", () => {
  expect(gaugeOf({ mm: 34, lowMm: 32, highMm: 36 })).toEqual({ at: 0.5, from: 0.25, to: 0.75 });
  expect(gaugeOf({ mm: 60, lowMm: 32, highMm: 36 })?.at).toBe(1);
});

test("an open end of a range reaches the gauge's end", () => {
  expect(gaugeOf({ mm: 3, lowMm: 2, highMm: null })).toMatchObject({ from: 0.25, to: 1 });
  expect(gaugeOf({ mm: 3, lowMm: null, highMm: null })).toBeNull();
});
