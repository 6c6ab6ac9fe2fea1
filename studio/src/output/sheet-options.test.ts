import { beforeAll, expect, test, vi } from "vitest";

const kept = new Map<string, string>();
beforeAll(() => {
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  });
});

test("a paper of one's own is asked for by its millimetres", async () => {
  const { OWN, USUAL, sheetOf } = await import("./sheet-options");
  expect(sheetOf("t", { ...USUAL, paper: OWN, own_mm: [100, 148] }, "pdf")).toMatchObject({
    paper: "100x148",
    format: "pdf",
    photos: [{ task: "t", count: null }],
  });
});

test("the paper is remembered, the count is not", async () => {
  const { choose } = await import("./sheet-options");
  choose({ paper: "A4", count: 3 });
  expect(JSON.parse(kept.get("sheet")!)).toMatchObject({ paper: "A4", count: null });
});
