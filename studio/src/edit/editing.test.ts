import { expect, test } from "vitest";

import { NO_RETOUCH, groundOf, unedited, withClothes, withGround, withRetouch } from "./editing";

const blue = { backgrounds: ["438EDB"], editing_forbidden: false, file_format: null };
const untouched = { backgrounds: ["FFFFFF"], editing_forbidden: true, file_format: null };

test("without a choice the background is the document's, or the portrait's own where editing is forbidden", () => {
  expect(groundOf(blue, {})).toBe("#438EDB");
  expect(groundOf({ ...blue, backgrounds: [] }, {})).toBe("#FFFFFF");
  expect(groundOf(untouched, {})).toBe("original");
  expect(groundOf(untouched, { edit_anyway: true })).toBe("#FFFFFF");
});

test("a transparent background is saved as PNG, and another one as the document asks again", () => {
  const clear = withGround(blue, {}, "transparent");
  expect(clear).toEqual({ background: "transparent", format: "png" });
  expect(withGround(blue, { background: "transparent", format: "png" }, "#FF0000")).toEqual({
    background: "FF0000",
    format: undefined,
  });
});

test("choosing the document's own colour leaves the choice to the document", () => {
  expect(withGround(blue, { background: "FF0000" }, "#438EDB").background).toBeUndefined();
});

test("other clothes do not keep the original background, and the other way round", () => {
  expect(withClothes({ background: "original" }, "man_1")).toEqual({ clothes: "man_1", background: undefined });
  expect(withGround(blue, { clothes: "man_1" }, "original")).toMatchObject({ clothes: undefined });
});

test("what is compared with has the same crop and no edits", () => {
  const adjustments = { zoom: 0.5, shift: 0, rotate_deg: 0 };
  const options = { adjustments, clothes: "man_1", background: "FF0000", edit_anyway: true, max_bytes: 9 };
  expect(unedited(options)).toEqual({ adjustments, background: "original", format: "jpeg" });
});

test("no strength at all is no retouching", () => {
  expect(withRetouch(NO_RETOUCH)).toEqual({ retouch: undefined });
});
