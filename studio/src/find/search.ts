// What is searched for, and what was found. Kept while other places are visited.
import { computed, effect, signal } from "@preact/signals";

import { ProblemError, answer, http, type Problem, type SpecSummary } from "../api/client";
import { language, likelyCountry } from "../i18n";

export const text = signal("");
/** ISO 3166-1 alpha-2; empty for all countries. */
export const country = signal("");

export interface List {
  items: readonly SpecSummary[];
  total: number;
  cursor: string | null;
}
export interface Found {
  /** Null until the first answer. While another is awaited, the one before. */
  list: List | null;
  problem: Problem | null;
  waiting: boolean;
}
export const found = signal<Found>({ list: null, problem: null, waiting: true });

export const searching = computed(() => text.value.trim() !== "" || country.value !== "");

const PAUSE_MS = 150; // between two keys
const PAGE = 24;
const retried = signal(0);

interface SpecList {
  items: SpecSummary[];
  total: number;
  next_cursor?: string | null;
  countries?: string[];
}

/** Search whenever words, country or language change, until the returned function is called. */
export function keepSearching(): () => void {
  let before: string | null = null;
  return effect(() => {
    void retried.value;
    const wanted = { search: text.value.trim(), country: country.value, language: language.value };
    const typed = before !== null && before !== wanted.search;
    before = wanted.search;
    const abandoned = new AbortController();
    found.value = { ...found.peek(), waiting: true };
    const begun = setTimeout(() => void search(wanted, null, abandoned.signal), typed ? PAUSE_MS : 0);
    return () => {
      clearTimeout(begun);
      abandoned.abort();
    };
  });
}

export function tryAgain(): void {
  retried.value++;
}

/** The best match for what is typed, once the server has answered; null if there is none. */
export function firstFound(): Promise<SpecSummary | null> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      const { list, problem, waiting } = found.value;
      if (waiting) return;
      queueMicrotask(() => stop());
      resolve(problem ? null : (list?.items[0] ?? null));
    });
  });
}

/** Add the next part of a long list. */
export async function showMore(): Promise<void> {
  const { list } = found.value;
  if (!list?.cursor) return;
  found.value = { ...found.value, waiting: true };
  const wanted = { search: text.value.trim(), country: country.value, language: language.value };
  await search(wanted, list, new AbortController().signal);
}

type Wanted = { search: string; country: string; language: "en" | "zh" };

async function search(wanted: Wanted, before: List | null, abandoned: AbortSignal): Promise<void> {
  const query = {
    language: wanted.language,
    limit: PAGE,
    ...(wanted.search && { search: wanted.search }),
    ...(wanted.country ? { country: wanted.country } : near && { near }),
    ...(before?.cursor && { cursor: before.cursor }),
  };
  const list = found.peek().list;
  try {
    const part = await answer<SpecList>(http.GET("/v1/specs", { params: { query }, signal: abandoned }));
    if (abandoned.aborted || (before && before !== found.peek().list)) return;
    if (!countries.peek().length) countries.value = part.countries ?? [];
    const items = before ? [...before.items, ...part.items] : part.items;
    found.value = { list: { items, total: part.total, cursor: part.next_cursor ?? null }, problem: null, waiting: false };
  } catch (error) {
    if (abandoned.aborted) return;
    if (!(error instanceof ProblemError)) throw error;
    found.value = { list, problem: error.problem, waiting: false };
  }
}

/** The reader's country, if the browser names one. */
export const near = likelyCountry();

/** Every country that has documents, for the choice; empty until the first answer. */
export const countries = signal<readonly string[]>([]);
