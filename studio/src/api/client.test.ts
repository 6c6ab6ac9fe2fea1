import { expect, test, vi } from "vitest";

vi.stubGlobal("location", { origin: "http://studio.test" });
const { pictureUrl } = await import("./client");

const task = (data: string | null) =>
  ({ id: "t1", files: [{ name: "image", format: "jpeg", media_type: "image/jpeg", bytes: 3, url: "https://elsewhere.test/1", data }] }) as never;

test("a picture that came with the answer is not asked for again", () => {
  expect(pictureUrl(task("YWJj"))).toBe("data:image/jpeg;base64,YWJj");
});

test("a picture that did not is asked for at this server, wherever it is stored", () => {
  expect(pictureUrl(task(null))).toBe("/v1/tasks/t1/files/image");
});
