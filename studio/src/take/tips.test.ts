import { expect, test } from "vitest";

import { customSpec } from "../order/custom";
import { tipsFor } from "./tips";

const spec = customSpec({ width: 35, height: 45, unit: "mm", background: "FFFFFF" });

test("what the authority asks comes in the order of getting ready", () => {
  const requirements = [
    { field: "smile", text: "neutral expression, no smile" },
    { field: "colour", text: "in colour" },
    { field: "glasses", text: "no glasses" },
  ];
  expect(tipsFor({ ...spec, requirements }).asked).toEqual(["No glasses", "Neutral expression, no smile"]);
});

test("where editing is forbidden, the wall has to have the right colour", () => {
  expect(tipsFor({ ...spec, editing_forbidden: true }).advice[0]).toContain("white");
  expect(tipsFor(spec).advice[0]).not.toContain("white");
});
