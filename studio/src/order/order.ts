// The photo that is being made: the document, the portrait, the options, and what came of them.
import { computed, effect, signal } from "@preact/signals";

import {
  ProblemError,
  answer,
  http,
  newIdempotencyKey,
  type PhotoOptions,
  type PhotoResult,
  type Problem,
  type Source,
  type SpecDetail,
  type Task,
} from "../api/client";
import { language, type Language } from "../i18n";
import { customSize, customSpec } from "./custom";

export const spec = signal<SpecDetail | null>(null);
export const source = signal<Source | null>(null);
/** What replaces the document's values; `spec` is not among them. */
export const options = signal<PhotoOptions>({});

export type Making =
  | { kind: "nothing" }
  /** `before`: the photo shown meanwhile. */
  | { kind: "making"; before: Task | null }
  | { kind: "made"; task: Task }
  | { kind: "refused"; problem: Problem; before: Task | null };

export const making = signal<Making>({ kind: "nothing" });

/** The latest finished photo, also while another is being made; null if there is none. */
export const latest = computed<Task | null>(() => {
  const now = making.value;
  if (now.kind === "made") return now.task;
  return now.kind === "nothing" ? null : now.before;
});

export const photo = computed<PhotoResult | null>(() => {
  const result = latest.value?.result;
  return result?.kind === "photo" ? result : null;
});

/** Whether the authority refuses edited photos, and nobody has decided to edit all the same. */
export const editingForbidden = computed(
  () => spec.value?.editing_forbidden === true && options.value.edit_anyway !== true,
);

/** Change some options; undefined goes back to the document's value. */
export function change(some: { [Name in keyof PhotoOptions]?: PhotoOptions[Name] | undefined }): void {
  const next: Record<string, unknown> = { ...options.value, ...some };
  for (const [name, value] of Object.entries(next)) if (value === undefined) delete next[name];
  options.value = next as PhotoOptions;
}

/** Choose a document. What was set for another one is forgotten. */
export async function chooseSpec(id: string): Promise<void> {
  if (spec.value?.id === id && spokenIn === language.value) return;
  const query = { language: language.value };
  wanted = id + query.language;
  const found = await findSpec(id, query);
  if (wanted !== id + query.language) return; // another one was chosen meanwhile
  if (spec.value?.id !== found.id) {
    options.value = {};
    making.value = { kind: "nothing" };
  }
  spokenIn = query.language;
  spec.value = found;
}
let spokenIn = "";
let wanted = "";

function findSpec(id: string, query: { language: Language }): Promise<SpecDetail> {
  const own = customSize(id);
  if (own) return Promise.resolve(customSpec(own));
  return answer<SpecDetail>(http.GET("/v1/specs/{spec_id}", { params: { path: { spec_id: id }, query } }));
}

/** Take a portrait up again that was uploaded before, for example after a reload. */
export async function findSource(id: string): Promise<void> {
  if (source.value?.id === id) return;
  const params = { path: { source_id: id } };
  source.value = await answer<Source>(http.GET("/v1/sources/{source_id}", { params }));
}

/** Use another portrait. What was corrected by hand on the last one is forgotten. */
export function useSource(found: Source): void {
  making.value = { kind: "nothing" };
  change({ adjustments: undefined });
  source.value = found;
}

const PAUSE_MS = 250; // between two moves of a slider

/** Make the photo whenever document, portrait or options change, until the returned function is called. */
export function keepMaking(): () => void {
  return effect(() => {
    if (!spec.value || !source.value) return;
    const order = { ...options.value, spec: spec.value.id, source: { id: source.value.id } };
    const before = latest.peek();
    const abandoned = new AbortController();
    const pause = before ? PAUSE_MS : 0;
    const begun = setTimeout(() => void make(order, before, abandoned.signal), pause);
    return () => {
      clearTimeout(begun);
      abandoned.abort();
    };
  });
}

async function make(
  order: PhotoOptions & { spec: string; source: { id: string } },
  before: Task | null,
  abandoned: AbortSignal,
): Promise<void> {
  making.value = { kind: "making", before };
  try {
    const headers = { "Idempotency-Key": newIdempotencyKey() };
    const call = http.POST("/v1/photos", { params: { header: headers }, body: order, signal: abandoned });
    const task = await finished(await answer<Task>(call), abandoned);
    if (!abandoned.aborted) {
      making.value = task.problem
        ? { kind: "refused", problem: task.problem, before }
        : { kind: "made", task };
    }
  } catch (error) {
    if (abandoned.aborted) return;
    if (!(error instanceof ProblemError)) throw error;
    making.value = { kind: "refused", problem: error.problem, before };
  }
}

/** The task once it has ended: a busy server may answer before that. */
export async function finished(task: Task, abandoned: AbortSignal): Promise<Task> {
  let now = task;
  while (now.state !== "done" && now.state !== "failed") {
    const path = { task_id: now.id };
    const params = { path, header: { Prefer: "wait=20" } };
    now = await answer<Task>(http.GET("/v1/tasks/{task_id}", { params, signal: abandoned }));
  }
  return now;
}
