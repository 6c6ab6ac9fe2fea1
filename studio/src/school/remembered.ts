// The batches that this browser has opened: the server lists a key's batches to nobody's page.
import { signal } from "@preact/signals";

export interface Remembered {
  id: string;
  name: string;
  spec: string;
  expires_at: string;
}

const WHERE = "batches";

function read(): Remembered[] {
  try {
    const stored = JSON.parse(localStorage.getItem(WHERE) ?? "[]") as Remembered[];
    return stored.filter((each) => Date.parse(each.expires_at) > Date.now());
  } catch {
    return []; // written by another version, or by hand
  }
}

export const remembered = signal(read());

function keep(batches: Remembered[]): void {
  remembered.value = batches;
  localStorage.setItem(WHERE, JSON.stringify(batches));
}

export function remember(batch: Remembered): void {
  keep([batch, ...read().filter((each) => each.id !== batch.id)]);
}

export function forget(id: string): void {
  keep(read().filter((each) => each.id !== id));
}
