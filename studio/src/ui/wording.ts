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
  return {
    title: checks.titles[finding.id] ?? finding.title,
    reason:
      checks.reasons[finding.id]?.[finding.verdict] ??
      checks.otherReasons[finding.verdict] ??
      capitalised(finding.reason ?? ""),
    advice: finding.advice ? (checks.advice[finding.id] ?? `${capitalised(finding.advice)}.`) : "",
  };
}
