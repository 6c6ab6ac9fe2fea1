// All files as one ZIP, packed in the browser.
import { zipSync, type Zippable } from "fflate";

/** What is to be packed: a name, and where the bytes come from. */
export interface Packed {
  name: string;
  url?: string;
  text?: string;
}

/** The archive's bytes. Nothing is compressed: pictures are already. Throws if a file is missing. */
export async function archive(files: readonly Packed[]): Promise<Blob> {
  const entries = await Promise.all(files.map(async (each) => [each.name, await bytesOf(each)] as const));
  const zipped = zipSync(Object.fromEntries(entries) as Zippable, { level: 0 });
  return new Blob([zipped as Uint8Array<ArrayBuffer>], { type: "application/zip" });
}

async function bytesOf({ name, url, text }: Packed): Promise<Uint8Array> {
  if (text !== undefined) return new TextEncoder().encode(text);
  const response = await fetch(url!);
  if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
