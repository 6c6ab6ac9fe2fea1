// What the server says of a photo, in the reader's language.
import type { Finding, Problem } from "../api/client";
import { number, words } from "../i18n";

export function capitalised(text: string): string {
  return text && text[0]!.toLocaleUpperCase() + text.slice(1);
}

/** What is wrong, and what to do. */
export function problemInWords({ code, detail, remedy, details }: Problem): { what: string; todo: string } {
  const { checks, shell } = words.value;
  if (code === "unreachable") return { what: shell.unreachable, todo: "" };
  const known = checks.problems[code];
  return {
    what: known ? filledIn(known, details ?? {}) : capitalised(detail),
    todo: checks.remedies[code] ?? capitalised(remedy ?? ""),
  };
}

function filledIn(text: string, values: Record<string, unknown>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : String(value ?? "");
  });
}

/** A check's title, what was found, and what to do where that is called for. */
export function findingInWords(finding: Finding): { title: string; reason: string; advice: string } {
  const { checks } = words.value;
  const calls = finding.verdict === "fail" || finding.verdict === "unsure";
  return {
    title: checks.titles[finding.id] ?? finding.title,
    reason: reasonOf(finding),
    advice: calls ? (checks.advice[finding.id] ?? capitalised(finding.advice ?? "")) : "",
  };
}

function reasonOf(finding: Finding): string {
  const { measured, units, notAssessed } = words.value.checks;
  if (!measured) return capitalised(finding.reason ?? "");
  if (finding.verdict === "not_assessed") return notAssessed;
  if (typeof finding.value !== "number") return "";
  const unit = units[finding.unit ?? ""] ?? "";
  return measured(`${number(finding.value, 3)} ${unit}`.trim(), allowedRange(finding));
}

/** What passes, as numbers; empty if there are no limits. */
export function allowedRange({ limits }: Finding): string {
  const { range } = words.value.checks;
  const low = limits?.["pass_from"];
  const high = limits?.["pass_to"];
  if (typeof low === "number" && typeof high === "number") return range.between(number(low, 3), number(high, 3));
  if (typeof low === "number") return range.least(number(low, 3));
  return typeof high === "number" ? range.most(number(high, 3)) : "";
}
