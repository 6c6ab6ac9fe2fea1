import { expect, test } from "vitest";

import type { Finding } from "../api/client";
import { grouped, passRange, quantity } from "./findings";

const finding = (id: string, verdict: Finding["verdict"]) => ({ id, verdict }) as Finding;

test("findings are grouped by verdict and keep the report's order", () => {
  const groups = grouped([finding("a", "pass"), finding("b", "fail"), finding("c", "fail")]);
  expect(groups.fail.map((each) => each.id)).toEqual(["b", "c"]);
  expect(groups.unsure).toEqual([]);
});

test("the range that passes is the narrower of the limits", () => {
  expect(passRange({ fail_below: null, pass_from: null, pass_to: 0.4, fail_above: 0.6 })).toEqual({ low: null, high: 0.4 });
  expect(passRange(null)).toEqual({ low: null, high: null });
});

test("shares are per cent, lengths keep their unit", () => {
  expect(quantity(0.734, "of a full smile", "of a full smile")).toBe("73% of a full smile");
  expect(quantity(34.12, "mm", "mm")).toBe("34.1 mm");
  expect(quantity(7, "degrees", "°")).toBe("7°");
  expect(quantity(-12.75, "of L*", "L*")).toBe("-12.8 L*");
  expect(quantity(82, "of 100", "of 100")).toBe("82 of 100");
});
