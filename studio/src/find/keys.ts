// Arrows lead from the search field through the list below it, and back.

/**
 * The place that an arrow leads to. -1 is the search field, 0 the first link.
 * `at`: where the focus is; `count`: the links; null if the key leads nowhere.
 */
export function nextPlace(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === "ArrowDown") return Math.min(at + 1, count - 1);
  if (key === "ArrowUp") return at < 0 ? null : at - 1;
  if (key === "Home" && at >= 0) return 0;
  if (key === "End" && at >= 0) return count - 1;
  return null;
}
