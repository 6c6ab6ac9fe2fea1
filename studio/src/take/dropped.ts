// Files that are dropped on the page or pasted into it.

/** The first file of a drop or of a clipboard; null if there is none. */
export function fileOf(data: DataTransfer | null): File | null {
  return data?.files[0] ?? null;
}

/** Take files dropped or pasted anywhere on the page, until the returned function is called. */
export function takeDropped(take: (file: File) => void, hovering: (over: boolean) => void): () => void {
  const left = new AbortController();
  const listen = <Type extends keyof WindowEventMap>(type: Type, act: (event: WindowEventMap[Type]) => void) =>
    addEventListener(type, act, { signal: left.signal });
  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  listen("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault(); // else the browser opens the file in place of the page
    hovering(true);
  });
  listen("dragleave", (event) => {
    if (event.relatedTarget === null) hovering(false);
  });
  listen("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    hovering(false);
    const file = fileOf(event.dataTransfer);
    if (file) take(file);
  });
  listen("paste", (event) => {
    const file = fileOf(event.clipboardData);
    if (file) take(file);
  });
  return () => left.abort();
}
