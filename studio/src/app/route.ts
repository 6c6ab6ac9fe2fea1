// Where the page is. Addresses are real ones: each can be reloaded, shared and gone back to.
import { computed, signal } from "@preact/signals";

const ROOT = "/studio";
const here = () => ({ path: location.pathname.slice(ROOT.length) || "/", query: location.search });

export const place = signal(here());
export const path = computed(() => place.value.path);
export const query = computed(() => new URLSearchParams(place.value.query));

addEventListener("popstate", () => (place.value = here()));

/** The address of a place within the studio, with its query; empty values are left out. */
export function address(to: string, parameters: Record<string, string | null | undefined> = {}): string {
  const wanted = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value) wanted.set(name, value);
  const text = wanted.toString();
  return ROOT + (to === "/" ? "" : to) + (text ? `?${text}` : "");
}

/** Go to an address of the studio. */
export function go(to: string, { replace = false } = {}): void {
  if (to === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", to);
  place.value = here();
  if (!replace) scrollTo(0, 0);
}

/** Let ordinary links move within the page. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = (event.target as Element | null)?.closest?.("a");
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.pathname !== ROOT && !link.pathname.startsWith(`${ROOT}/`)) return;
  if (link.pathname === location.pathname && link.hash) return;
  event.preventDefault();
  go(link.pathname + link.search);
}
