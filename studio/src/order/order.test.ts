import { beforeEach, expect, test, vi } from "vitest";

interface Asked {
  body: { background?: string };
  answer: (state?: object) => void;
}

const kept = new Map<string, string>();
const storage = {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => void kept.set(name, value),
  removeItem: (name: string) => void kept.delete(name),
};
let asked: Asked[] = [];

vi.stubGlobal("location", { origin: "http://studio.test" });
vi.stubGlobal("sessionStorage", storage);
vi.stubGlobal("localStorage", storage);
vi.stubGlobal("fetch", async (request: Request) => {
  const body = (await request.json()) as Asked["body"];
  return new Promise<Response>((resolve) => {
    const id = `task${asked.length + 1}`;
    const answer = (more: object = {}) => resolve(Response.json({ id, state: "done", problem: null, ...more }));
    asked.push({ body, answer });
  });
});
vi.useFakeTimers();

const order = await import("./order");
const passed = () => vi.advanceTimersByTimeAsync(500);

beforeEach(() => {
  asked = [];
  kept.clear();
  order.options.value = {};
  order.making.value = { kind: "nothing" };
  order.spec.value = { id: "jp-visa" } as never;
  order.source.value = { id: "me" } as never;
});

test("one photo is made at a time, and then only what was wanted last", async () => {
  const stop = order.keepMaking();
  await passed();
  expect(asked).toHaveLength(1);
  order.change({ background: "AA0000" });
  order.change({ background: "BB0000" });
  await passed();
  expect(asked).toHaveLength(1);
  asked[0]!.answer();
  await passed();
  expect(asked.map((each) => each.body.background)).toEqual([undefined, "BB0000"]);
  asked[1]!.answer();
  await passed();
  expect(order.latest.value?.id).toBe("task2");
  stop();
});

test("what is pressed is made at once, what is dragged after a rest", async () => {
  const stop = order.keepMaking();
  await passed();
  asked[0]!.answer();
  await passed();
  const soon = () => vi.advanceTimersByTimeAsync(10);
  order.change({ background: "AA0000" });
  await soon();
  expect(asked.map((each) => each.body.background)).toEqual([undefined, "AA0000"]);
  asked[1]!.answer();
  await soon();
  order.slide({ background: "BB0000" });
  await soon();
  order.slide({ background: "CC0000" });
  expect(asked).toHaveLength(2);
  await passed();
  expect(asked.map((each) => each.body.background)).toEqual([undefined, "AA0000", "CC0000"]);
  asked[2]!.answer();
  await passed();
  stop();
});

test("entering another place does not make the same photo again", async () => {
  const leave = order.keepMaking();
  await passed();
  asked[0]!.answer();
  await passed();
  leave();
  const stop = order.keepMaking();
  await passed();
  expect(asked).toHaveLength(1);
  stop();
});

test("a refusal keeps the photo made before, and the options that it was made with", async () => {
  const stop = order.keepMaking();
  await passed();
  asked[0]!.answer();
  await passed();
  order.change({ clothes: "man_1" });
  await passed();
  asked[1]!.answer({ state: "failed", problem: { code: "cannot_dress" } });
  await passed();
  expect(order.making.value).toMatchObject({ kind: "refused", problem: { code: "cannot_dress" }, before: { id: "task1" } });
  expect(order.madeWith.value).toEqual({});
  stop();
});

test("options outlive a reload of the page, other portraits' do not apply", async () => {
  const { keepOptions, keptOptions } = await import("./kept");
  keepOptions("jp-visa", "me", { background: "AA0000" });
  expect(keptOptions("jp-visa", "me")).toEqual({ background: "AA0000" });
  expect(keptOptions("jp-visa", "you")).toBeNull();
});

test("after the portrait was deleted nothing is made of it", async () => {
  const stop = order.keepMaking();
  order.change({ adjustments: { zoom: 1, shift: 0, rotate_deg: 0 } });
  await passed();
  asked[0]!.answer();
  await passed();
  const before = asked.length;
  order.forgetPhoto();
  await passed();
  expect(asked).toHaveLength(before);
  expect(order.photo.value).toBeNull();
  stop();
});
