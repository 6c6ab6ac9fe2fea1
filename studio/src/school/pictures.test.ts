import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";

import { isPicture, picturesOf, withoutCommonFolder } from "./pictures";

const file = (name: string, content: BlobPart = "x") => new File([content], name);

test("hidden files and files of other kinds are no pictures", () => {
  expect(["a.jpg", "b/c.HEIC", ".a.jpg", "b/.c.png", "__MACOSX/a.jpg", "names.csv"].filter(isPicture)).toEqual([
    "a.jpg",
    "b/c.HEIC",
  ]);
});

test("the folder that holds everything is left out", () => {
  expect(withoutCommonFolder(["School/3a/1.jpg", "School/3b/2.jpg"])).toEqual(["3a/1.jpg", "3b/2.jpg"]);
  expect(withoutCommonFolder(["3a/1.jpg", "2.jpg"])).toEqual(["3a/1.jpg", "2.jpg"]);
});

test("pictures are sorted as people count", async () => {
  const found = await picturesOf([file("10.jpg"), file("9.jpg"), file("list.csv")]);
  expect(found.map((each) => each.name)).toEqual(["9.jpg", "10.jpg"]);
});

test("an archive's folders are groups", async () => {
  const archive = zipSync({ "Class 3/3a/1.jpg": strToU8("one"), "Class 3/3b/2.jpg": strToU8("two") });
  const found = await picturesOf([file("all.zip", archive as Uint8Array<ArrayBuffer>)]);
  expect(found.map(({ name, folder }) => [name, folder])).toEqual([
    ["3a/1.jpg", "3a"],
    ["3b/2.jpg", "3b"],
  ]);
  expect(await found[1]!.file.text()).toBe("two");
});

test("an archive that cannot be read is refused", async () => {
  await expect(picturesOf([file("all.zip", "no archive")])).rejects.toThrow();
});
