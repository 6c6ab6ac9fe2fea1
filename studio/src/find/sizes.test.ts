import { expect, test } from "vitest";

import { inches, rangeText, sizeTexts } from "./sizes";

test.each([
  [[51, 51], null, [2, 2]],
  [[50.8, 50.8], "DE", [2, 2]],
  [[35, 45], "DE", null],
  [[33, 48], null, null],
] as const)("%j mm for a reader in %s are %j inches", (size, country, expected) => {
  expect(inches([...size], country)).toEqual(expected);
});

test("a reader in the United States sees inches of any size", () => {
  const found = inches([35, 45], "US")!;
  expect(found.map((side) => side.toFixed(2))).toEqual(["1.38", "1.77"]);
});

test("a print has its millimetres first and its pixels last", () => {
  expect(sizeTexts({ size_mm: [51, 51], size_px: [602, 602] }, null)).toEqual(["51 × 51 mm", "2 × 2 in", "602 × 602 px"]);
});

test("a file alone has pixels alone", () => {
  expect(sizeTexts({ size_mm: null, size_px: [354, 472] }, "US")).toEqual(["354 × 472 px"]);
});

test.each([
  [{ low: 32, high: 36 }, "32–36 mm"],
  [{ low: 32, high: 32 }, "32 mm"],
  [{ low: 32, high: null }, "at least 32 mm"],
  [{ low: null, high: 36.5 }, "at most 36.5 mm"],
  [{ low: null, high: null }, null],
  [null, null],
])("the range %j reads %s", (range, expected) => expect(rangeText(range, "mm")).toBe(expected));
