// Words in the reader's language. English comes with the page; others are fetched when chosen.
import { computed, signal } from "@preact/signals";

import * as en from "./en";

type Worded<English> = English extends string
  ? string
  : English extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { readonly [Name in keyof English]: Worded<English[Name]> };
/** What a language has to provide: the compiler refuses one that lacks a word. */
export type Words = Worded<typeof en>;
export type Language = "en" | "zh";

export const LANGUAGES: Record<Language, { name: string; tag: string; load: () => Promise<Words> }> = {
  en: { name: "English", tag: "en", load: async () => en },
  zh: { name: "简体中文", tag: "zh-Hans", load: () => import("./zh") },
};

const REMEMBERED = "language";

export const language = signal<Language>("en");
export const words = signal<Words>(en);
export const tag = computed(() => LANGUAGES[language.value].tag);

export async function chooseLanguage(wanted: Language): Promise<void> {
  words.value = await LANGUAGES[wanted].load();
  language.value = wanted;
  document.documentElement.lang = tag.value;
  localStorage.setItem(REMEMBERED, wanted);
}

/** The language chosen before, or the first of the browser's that there is. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(REMEMBERED), ...navigator.languages];
  for (const each of wanted) {
    const primary = each?.toLowerCase().split("-")[0];
    if (primary && primary in LANGUAGES) return primary as Language;
  }
  return "en";
}

/** The country of the browser's language, such as US of en-US; null if it names none. */
export function likelyCountry(): string | null {
  for (const each of navigator.languages) {
    const region = new Intl.Locale(each).maximize().region;
    if (region && /^[A-Z]{2}$/.test(region)) return region;
  }
  return null;
}

/** A number with at most `digits` decimals, and at least `least`. */
export function number(value: number, digits = 0, least = 0): string {
  return value.toLocaleString(tag.value, { minimumFractionDigits: least, maximumFractionDigits: digits });
}

export function countryName(code: string): string {
  return new Intl.DisplayNames([tag.value], { type: "region" }).of(code) ?? code;
}

export function fileSize(bytes: number): string {
  const kb = bytes / 1000;
  const unit = words.value.shell.kb;
  return kb < 1000 ? `${number(kb, kb < 10 ? 1 : 0)} ${unit}` : `${number(kb / 1000, 1)} MB`;
}

/** A length of time in words: minutes up to two hours, then hours, then days. */
export function duration(seconds: number): string {
  const minutes = seconds / 60;
  const [value, unit] =
    minutes < 120 ? [minutes, "minute"] : minutes < 48 * 60 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  const options = { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 } as const;
  // Chinese puts no space there, the rest of the page does
  return new Intl.NumberFormat(tag.value, options).format(value).replace(/(\d)(?=\p{Script=Han})/u, "$1 ");
}
