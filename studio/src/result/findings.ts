// The findings in the order a reader needs them, and their numbers in words.
import type { Finding, Report } from "../api/client";
import { number } from "../i18n";

export interface Groups {
  fail: Finding[];
  unsure: Finding[];
  pass: Finding[];
  not_assessed: Finding[];
}

export function grouped(findings: readonly Finding[]): Groups {
  const groups: Groups = { fail: [], unsure: [], pass: [], not_assessed: [] };
  for (const each of findings) groups[each.verdict].push(each);
  return groups;
}

/** Between these a value passes; null leaves an end open. */
export function passRange(limits: Finding["limits"]): { low: number | null; high: number | null } {
  return {
    low: limits?.pass_from ?? limits?.fail_below ?? null,
    high: limits?.pass_to ?? limits?.fail_above ?? null,
  };
}

/** Most of the server's units that begin with "of" are shares; these are not. */
const NO_SHARES = ["of 100", "of L*"];
const isShare = (unit: string) =>
  (unit.startsWith("of ") && !NO_SHARES.includes(unit)) || unit === "share of fine detail";

/** A number with its unit: shares in per cent. `unit` as the server says it, `word` as it is shown. */
export function quantity(value: number, unit: string, word: string): string {
  if (isShare(unit)) return `${number(100 * value, Math.abs(value) < 0.1 ? 1 : 0)}% ${word}`.trim().replace(/ (?=（)/, "");
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${number(value, digits)}${unit === "degrees" ? "" : " "}${word}`.trim().replace(/ (?=（)/, "");
}

/** The checks that do not pass, by verdict, and how many were made at all. */
export function tally(report: Report): { fails: number; unsures: number; assessed: number } {
  const count = (verdict: Finding["verdict"]) => report.counts[verdict] ?? 0;
  return {
    fails: count("fail"),
    unsures: count("unsure"),
    assessed: count("fail") + count("unsure") + count("pass"),
  };
}
