import { expect, test } from "vitest";

import { asCode, nameOf, swatches } from "./colours";

test("colours are named by the nearest one", () => {
  expect(["FFFFFF", "438EDB", "D9001B", "E6E6E6", "1A2B6D", "FF0000"].map(nameOf)).toEqual([
    "white",
    "blue",
    "red",
    "lightgrey",
    "darkblue",
    "red",
  ]);
});

test("the document's colours come first and no colour comes twice", () => {
  expect(swatches(["438EDB", "ffffff"])).toEqual({ asked: ["438EDB", "FFFFFF"], others: ["E1141E", "D9D9D9"] });
  expect(swatches([]).others).toHaveLength(4);
});

test("a code is read with or without its sign", () => {
  expect(asCode("#438edb")).toBe("438EDB");
  expect(asCode("blue")).toBeNull();
});
