import { expect, test } from "vitest";

import { customId, customSize, customSpec, isSide, orderFor } from "./custom";

const small = { width: 35, height: 45.5, unit: "mm", background: "438EDB" } as const;

test("a size survives its way through an address", () => {
  expect(customSize(customId(small))).toEqual(small);
});

test.each(["us-passport", "own-35x45mm", "own-35x45in-FFFFFF", "own-0x45mm-FFFFFF", "own-35.5x45px-FFFFFF", "own-9999x45px-FFFFFF"])(
  "%s is no size of one's own",
  (id) => expect(customSize(id)).toBeNull(),
);

test.each([
  [35, "mm", true],
  [35.5, "mm", true],
  [35.55, "mm", false],
  [9, "mm", false],
  [301, "mm", false],
  [600, "px", true],
  [600.5, "px", false],
  [31, "px", false],
  [Number.NaN, "mm", false],
] as const)("%s %s can be a side: %s", (value, unit, expected) => expect(isSide(value, unit)).toBe(expected));

test("millimetres are printed at 300 dpi", () => {
  expect(customSpec({ ...small, height: 45 }).size_px).toEqual([413, 531]);
});

test("pixels have no size in print", () => {
  const spec = customSpec({ width: 600, height: 800, unit: "px", background: "FFFFFF" });
  expect([spec.size_mm, spec.size_px, spec.title]).toEqual([null, [600, 800], "600 × 800 px"]);
});

test("a document of the catalogue is ordered by its id", () => {
  expect(orderFor("us-passport", { format: "png" })).toEqual({ spec: "us-passport", format: "png" });
});

test("a size of one's own is ordered without a document, and options go before its values", () => {
  const order = orderFor(customId(small), { background: "FFFFFF" });
  expect(order).toEqual({ dpi: 300, size_mm: [35, 45.5], background: "FFFFFF" });
});
