import { expect, test } from "vitest";

import { nextPlace } from "./keys";

test.each([
  ["ArrowDown", -1, 3, 0],
  ["ArrowDown", 2, 3, 2],
  ["ArrowUp", 0, 3, -1],
  ["ArrowUp", -1, 3, null],
  ["Home", 2, 3, 0],
  ["Home", -1, 3, null],
  ["End", 0, 3, 2],
  ["ArrowDown", -1, 0, null],
  ["a", 0, 3, null],
])("%s at %s of %s leads to %s", (key, at, count, expected) => expect(nextPlace(key, at, count)).toBe(expected));
