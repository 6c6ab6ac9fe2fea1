import { expect, test } from "vitest";

import { fits, maxBytes, maxKb, minBytes, minKb, photoName, sheetName } from "./names";

test("files are named after document and size", () => {
  expect(photoName("us-passport", [600, 600], "jpeg")).toBe("us-passport-600x600.jpg");
  expect(sheetName("us-passport", "6inch", "pdf")).toBe("us-passport-sheet-6inch.pdf");
});

test("kilobytes keep within the limit whichever are meant", () => {
  expect(maxBytes(240)).toBe(240_000);
  expect(minBytes(54)).toBe(55_296);
  expect(maxKb(maxBytes(240))).toBe(240);
  expect(minKb(minBytes(54))).toBe(54);
  expect(maxBytes(null)).toBeUndefined();
});

test("a file fits a window whose ends may be open", () => {
  expect(fits(100, { low: null, high: 99 })).toBe(false);
  expect(fits(100, { low: 100, high: null })).toBe(true);
  expect(fits(100, null)).toBe(true);
});
