// The list of names that a school keeps: a CSV file with a file's name, a person and a class.
import Papa from "papaparse";

export interface Listed {
  /** The file's name, with or without its suffix; empty if the list has no such column. */
  file: string;
  person: string;
  group: string;
}

const COLUMNS: Record<keyof Listed, RegExp> = {
  file: /^(file|file ?name|photo|picture|image|number|no\.?|id|文件|文件名|照片|学号|编号)$/i,
  person: /^(name|person|student|pupil|full ?name|姓名|名字|学生)$/i,
  group: /^(class|group|form|grade|course|班级|班|年级|分组)$/i,
};

/** The text of a file that a spreadsheet has written: UTF-8 or UTF-16, or in China GB 18030. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** The people of a list. Without a row of headings, the columns are file, person and class. */
export function readNames(text: string): Listed[] {
  const rows = Papa.parse<string[]>(text.trim(), { skipEmptyLines: "greedy" }).data.map((row) =>
    row.map((cell) => cell.trim()),
  );
  const [first, ...rest] = rows;
  if (!first) return [];
  const found = columnsOf(first);
  const places = found ?? { file: 0, person: 1, group: 2 };
  return (found ? rest : rows).map((row) => ({
    file: row[places.file] ?? "",
    person: row[places.person] ?? "",
    group: row[places.group] ?? "",
  }));
}

function columnsOf(headings: string[]): Record<keyof Listed, number> | null {
  const place = (name: keyof Listed) => headings.findIndex((heading) => COLUMNS[name].test(heading));
  const places = { file: place("file"), person: place("person"), group: place("group") };
  return places.file < 0 && places.person < 0 ? null : places;
}

const bare = (text: string) => text.normalize("NFC").toLocaleLowerCase().replace(/\s+/g, " ").trim();
const stem = (name: string) => name.replace(/^.*\//, "").replace(/\.[^.]*$/, "");

/** Finds who is listed for a picture: by its file's name, or by the person's own name. */
export function finder(list: readonly Listed[]): (name: string) => Listed | undefined {
  const known = new Map<string, Listed>();
  for (const each of list) {
    for (const key of [each.person, stem(each.file), each.file]) if (key) known.set(bare(key), each);
  }
  return (name) => known.get(bare(name.replace(/^.*\//, ""))) ?? known.get(bare(stem(name)));
}
