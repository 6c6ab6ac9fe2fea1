// The options of a photo, kept through reloads of this tab. They hold numbers, never a picture.
import type { PhotoOptions } from "../api/client";

const name = (specId: string, sourceId: string) => `options:${specId}:${sourceId}`;

export function keepOptions(specId: string, sourceId: string, options: PhotoOptions): void {
  sessionStorage.setItem(name(specId, sourceId), JSON.stringify(options));
}

export function keptOptions(specId: string, sourceId: string): PhotoOptions | null {
  const kept = sessionStorage.getItem(name(specId, sourceId));
  return kept === null ? null : (JSON.parse(kept) as PhotoOptions);
}
