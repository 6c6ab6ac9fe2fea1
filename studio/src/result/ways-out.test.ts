import { expect, test } from "vitest";

import { waysOut } from "./ways-out";

test("a background that may not be replaced can be kept, or replaced all the same", () => {
  expect(waysOut({ code: "background_unfit", status: 422 }, {}, false)).toEqual(["keepBackground", "editAnyway"]);
});

test("what would change nothing is not offered", () => {
  expect(waysOut({ code: "background_unfit", status: 422 }, { edit_anyway: true }, false)).toEqual(["keepBackground"]);
  expect(waysOut({ code: "framing_conflict", status: 422 }, {}, false)).toEqual([]);
});

test("a server that cannot be reached is asked again, a photo at fault is not", () => {
  expect(waysOut({ code: "unreachable", status: 0 }, {}, true)).toEqual(["again"]);
  expect(waysOut({ code: "no_face", status: 422 }, {}, false)).toEqual([]);
});

test("with a photo made before, the last change can be undone", () => {
  expect(waysOut({ code: "cannot_dress", status: 422 }, { clothes: "man_1" }, true)).toEqual(["undo", "keepClothes"]);
});
