import { expect, test } from "vitest";

import type { SpecDetail } from "../api/client";
import { asked } from "./asked";

const passport: SpecDetail = {
  id: "xx-passport",
  title: "Passport",
  category: "Passport",
  size_mm: [35, 45],
  size_px: [413, 531],
  dpi: 300,
  verified: true,
  head_height_mm: { low: 32, high: 36 },
  head_measured_to: "crown",
  file_bytes: { low: null, high: 240_000 },
  file_format: "jpeg",
  requirements: [
    { field: "glasses", text: "no glasses" },
    { field: "even_light", text: "even light, no shadows on the face" },
    { field: "children", text: "below 1 year: the eyes may be closed; below 6 years: the mouth may be open" },
    { field: "background_delta_e", text: "our tolerance" },
  ],
  unverified: ["file_bytes"],
};

const rows = (spec: SpecDetail) => new Map(asked(spec, null).flatMap(([, found]) => found.map((row) => [row.field, row])));

test("what is asked is grouped in the order people look at a photo", () => {
  expect(asked(passport, null).map(([name]) => name)).toEqual(["picture", "person", "scene", "file", "children"]);
});

test("a head has millimetres and a share of the height", () => {
  expect(rows(passport).get("head_height_mm")?.texts).toEqual(["32–36 mm", "71–80% of the height"]);
});

test("lengths of a file alone are pixels", () => {
  const file = { ...passport, size_mm: null, size_px: [600, 600] as [number, number] };
  expect(rows(file).get("head_height_mm")?.texts[0]).toBe("378–425 px");
});

test("a value that nobody compared is marked, and it alone", () => {
  const marked = [...rows(passport).values()].filter((row) => row.unchecked).map((row) => row.field);
  expect(marked).toEqual(["file_bytes"]);
});

test("of a document that nobody compared, no single value is marked", () => {
  const values = [...rows({ ...passport, unverified: ["all"] }).values()];
  expect(values.some((row) => row.unchecked)).toBe(false);
});

test("each age of children has a sentence", () => {
  expect(rows(passport).get("children")?.texts).toEqual([
    "Below 1 year: the eyes may be closed",
    "Below 6 years: the mouth may be open",
  ]);
});

test("our own tolerance is no rule of the authority", () => {
  expect(rows(passport).has("background_delta_e")).toBe(false);
});

test("the bytes of a file are written as people know them", () => {
  expect(rows(passport).get("file_bytes")?.texts).toEqual(["at most 240 kB"]);
});
