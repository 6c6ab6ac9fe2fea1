import { expect, test } from "vitest";

import { decodeText, finder, readNames } from "./names";

test("columns are found by their headings, in any order", () => {
  expect(readNames("Class,Name,File\n3b,Ada Lovelace,17.jpg\n")).toEqual([
    { file: "17.jpg", person: "Ada Lovelace", group: "3b" },
  ]);
});

test("Chinese headings are known", () => {
  expect(readNames("学号,姓名,班级\n2101,张三,一班")).toEqual([{ file: "2101", person: "张三", group: "一班" }]);
});

test("without headings the columns are file, person and class", () => {
  expect(readNames("17.jpg;Ada Lovelace;3b")).toEqual([{ file: "17.jpg", person: "Ada Lovelace", group: "3b" }]);
});

test("quoted commas and empty lines are read as spreadsheets write them", () => {
  expect(readNames('name,class\n"Lovelace, Ada",3b\n\n')).toEqual([
    { file: "", person: "Lovelace, Ada", group: "3b" },
  ]);
});

test("an empty list names nobody", () => {
  expect(readNames(" \n")).toEqual([]);
});

test("a list in GB 18030 is read as Chinese", () => {
  expect(decodeText(Uint8Array.from([0xd5, 0xc5, 0xc8, 0xfd]))).toBe("张三");
});

test("a byte order mark is no part of the first heading", () => {
  const bytes = new TextEncoder().encode("\ufeffname,class\nAda,3b");
  expect(readNames(decodeText(bytes))[0]?.person).toBe("Ada");
});

test("a picture is found by its name with and without a suffix, and by the person", () => {
  const find = finder([
    { file: "17.jpg", person: "Ada Lovelace", group: "3b" },
    { file: "18", person: "Zoë", group: "3b" },
  ]);
  expect(find("3b/17.JPG")?.person).toBe("Ada Lovelace");
  expect(find("18.heic")?.person).toBe("Zoë");
  expect(find("ada lovelace.png")?.person).toBe("Ada Lovelace");
  expect(find("19.jpg")).toBeUndefined();
});
