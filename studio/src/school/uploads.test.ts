import { expect, test, vi } from "vitest";

vi.stubGlobal("location", { origin: "http://localhost" });
const { ProblemError } = await import("../api/client");
const { byReason, sendAll } = await import("./uploads");

const upload = (name: string) => ({ picture: { name, folder: "", file: new Blob() }, person: "", group: "" });
const problem = (code: string, status: number, details = {}) =>
  new ProblemError({ type: "", title: "", status, detail: "", code, details } as never);
const going = new AbortController().signal;

test("every picture is sent once", async () => {
  const sent: string[] = [];
  const refused = await sendAll(
    ["1", "2", "3", "4", "5"].map(upload),
    async ({ picture }) => sent.push(picture.name),
    () => undefined,
    going,
  );
  expect([sent.sort(), refused]).toEqual([["1", "2", "3", "4", "5"], []]);
});

test("a full server is waited for as long as it says", async () => {
  const waits: number[] = [];
  let tries = 0;
  const refused = await sendAll(
    [upload("1")],
    async () => {
      if (++tries < 4) throw problem("too_many_tasks", 429, { retry_after_s: 5 });
    },
    () => undefined,
    going,
    async (seconds) => void waits.push(seconds),
  );
  expect([waits, refused]).toEqual([[5, 5, 5], []]);
});

test("a refused picture does not stop the others", async () => {
  let sent = 0;
  const refused = await sendAll(
    ["1", "2", "3"].map(upload),
    async ({ picture }) => {
      if (picture.name === "2") throw problem("image_too_large", 413);
    },
    () => sent++,
    going,
  );
  expect(sent).toBe(2);
  expect(refused.map(({ name, problem: { code } }) => [name, code])).toEqual([["2", "image_too_large"]]);
});

test("a server that stays away is given up in the end", async () => {
  const refused = await sendAll(
    [upload("1")],
    async () => {
      throw problem("unreachable", 0);
    },
    () => undefined,
    going,
    async () => undefined,
  );
  expect(refused[0]?.problem.code).toBe("unreachable");
});

test("nothing more is sent once it is abandoned", async () => {
  const stop = new AbortController();
  const sent: string[] = [];
  await sendAll(
    ["1", "2", "3", "4", "5", "6", "7"].map(upload),
    async ({ picture }) => {
      sent.push(picture.name);
      stop.abort();
    },
    () => undefined,
    stop.signal,
  );
  expect(sent.length).toBeLessThan(4);
});

test("what is refused for the same reason is said once", () => {
  const refused = (name: string, detail: string) => ({ name, problem: { detail } as never });
  expect(byReason([refused("1", "too large"), refused("2", "full"), refused("3", "too large")])).toEqual([
    { names: ["1", "3"], problem: { detail: "too large" } },
    { names: ["2"], problem: { detail: "full" } },
  ]);
});
