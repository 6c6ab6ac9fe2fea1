// The pictures in what somebody chose or dropped: files, folders, ZIP archives.
import { unzip } from "fflate";

export interface Picture {
  /** The file's path without the folder that was chosen: unique, and stable between two choices. */
  name: string;
  /** The folder it lies in, which is often a class; empty at the top. */
  folder: string;
  file: Blob;
}

const PICTURE = /\.(jpe?g|png|webp|heic|heif|avif|tiff?|bmp|gif|dng|cr2|cr3|nef|arw|raf|orf|rw2)$/i;
const HIDDEN = /(^|\/)(\.|__MACOSX\/)/;

export const isPicture = (path: string) => PICTURE.test(path) && !HIDDEN.test(path);

/** A path's place below the one folder that holds everything, if there is one. */
export function withoutCommonFolder(paths: readonly string[]): string[] {
  const first = paths[0]?.split("/") ?? [];
  const common = first.length > 1 && paths.every((path) => path.startsWith(`${first[0]}/`));
  return common ? withoutCommonFolder(paths.map((path) => path.slice(first[0]!.length + 1))) : [...paths];
}

/** Every picture, in the order of names. Rejects if an archive cannot be read. */
export async function picturesOf(files: readonly File[]): Promise<Picture[]> {
  const found: [path: string, file: Blob][] = [];
  for (const file of files) {
    const path = file.webkitRelativePath || file.name;
    if (/\.zip$/i.test(file.name)) found.push(...(await unpacked(file)));
    else if (isPicture(path)) found.push([path, file]);
  }
  const names = withoutCommonFolder(found.map(([path]) => path));
  return found
    .map(([, file], index) => {
      const name = names[index]!;
      return { name, folder: name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : "", file };
    })
    .sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
}

async function unpacked(archive: File): Promise<[string, Blob][]> {
  const bytes = new Uint8Array(await archive.arrayBuffer());
  const entries = await new Promise<Record<string, Uint8Array>>((resolve, reject) =>
    unzip(bytes, { filter: ({ name }) => isPicture(name) }, (error, data) => (error ? reject(error) : resolve(data))),
  );
  return Object.entries(entries).map(([path, data]) => [path, new Blob([data as Uint8Array<ArrayBuffer>])]);
}

/** Everything in what was dropped, folders included. */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (!entries.length) return [...data.files];
  return (await Promise.all(entries.map((entry) => filesIn(entry, "")))).flat();
}

async function filesIn(entry: FileSystemEntry, folder: string): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    Object.defineProperty(file, "webkitRelativePath", { value: folder + file.name });
    return [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  for (;;) {
    // a browser gives at most a hundred at a time
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) break;
    inside.push(...some);
  }
  return (await Promise.all(inside.map((each) => filesIn(each, `${folder}${entry.name}/`)))).flat();
}
