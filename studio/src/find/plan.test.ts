import { expect, test } from "vitest";

import { heightMm, planOf } from "./plan";

const usual = { size_mm: [35, 45] as [number, number], size_px: [413, 531] as [number, number], dpi: 300 };

test("a file without a print has the height that its resolution gives", () => {
  expect(heightMm({ size_mm: null, size_px: [600, 600], dpi: 300 })).toBeCloseTo(50.8);
});

test("the head has the middle of the height that is allowed", () => {
  const plan = planOf({ ...usual, head_height_mm: { low: 32, high: 36 } });
  expect(plan.chin - plan.crown).toBeCloseTo(34 / 45);
  expect(plan.head).toEqual({ low: 32 / 45, high: 36 / 45 });
});

test("the eyes lie on the line that is asked for, counted from the bottom", () => {
  const plan = planOf({ ...usual, head_height_mm: { low: 25, high: 27 }, eye_line_mm: { low: 20, high: 24 } });
  expect(plan.eyes).toBeCloseTo(1 - 22 / 45);
  expect(plan.eyeLine).toEqual({ low: 1 - 24 / 45, high: 1 - 20 / 45 });
});

test("the crown is as far below the edge as asked", () => {
  const plan = planOf({ ...usual, head_height_mm: { low: 30, high: 34 }, top_margin_mm: { low: 3, high: 5 } });
  expect(plan.crown).toBeCloseTo(4 / 45);
});

test("a range with one end only is a little wide", () => {
  const plan = planOf({ ...usual, head_height_mm: { low: null, high: 36 } });
  expect(plan.head!.high).toBeCloseTo(0.8);
  expect(plan.head!.low).toBeLessThan(0.8);
});

test.each([
  ["nothing", {}],
  ["a head that fills the photo", { head_height_mm: { low: 44, high: 44.9 } }],
  ["eyes near the bottom", { eye_line_mm: { low: 5, high: 8 } }],
  ["eyes near the top", { eye_line_mm: { low: 40, high: 44 } }],
])("with %s asked, crown and chin stay within the photo", (_, asked) => {
  const plan = planOf({ ...usual, ...asked });
  expect(plan.crown).toBeGreaterThanOrEqual(0);
  expect(plan.chin).toBeLessThanOrEqual(1);
  expect(plan.eyes).toBeGreaterThan(plan.crown);
});
