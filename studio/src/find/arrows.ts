// The arrow keys between the search field and the links below it.
import { nextPlace } from "./keys";

/** Move the focus by a key. The field and the links are marked with data-arrows. */
export function followArrows(event: KeyboardEvent, within: HTMLElement): void {
  if (event.isComposing) return; // the keys belong to the input method
  const links = [...within.querySelectorAll<HTMLAnchorElement>("[data-arrows=link]")];
  const field = within.querySelector<HTMLInputElement>("[data-arrows=field]");
  const target = event.target as HTMLElement;
  const at = links.indexOf(target as HTMLAnchorElement);
  if (at < 0 && target !== field) return;
  const next = nextPlace(event.key, at, links.length);
  if (next === null) return;
  event.preventDefault();
  (next < 0 ? field : links[next])?.focus();
}

/** Letters typed where nothing takes them go to the field, until the returned function is called. */
export function typingLeadsTo(field: HTMLInputElement): () => void {
  const take = (event: KeyboardEvent) => {
    const isFree = event.target === document.body || (event.target as Element).matches("h1, main");
    const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isFree && isLetter) field.focus();
  };
  addEventListener("keydown", take);
  return () => removeEventListener("keydown", take);
}
