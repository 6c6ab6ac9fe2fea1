// The photo that is being made: the document, the portrait, the options, and what came of them.
import { batch, computed, effect, signal } from "@preact/signals";

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
import { customSize, customSpec, orderFor } from "./custom";
import { keepOptions, keptOptions } from "./kept";
import { rememberTask } from "./mine";

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

/** Whether the photo shown is the one that was asked for last. */
export const isUpToDate = computed(() => making.value.kind === "made");

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

/** As `change`, for what is dragged: the photo is made once it has rested a moment. */
export function slide(some: Parameters<typeof change>[0]): void {
  isSliding = true;
  change(some);
}
let isSliding = false;

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

/** Document, portrait and options as the address names them, after a reload. Throws a ProblemError. */
export async function resume(specId: string, sourceId: string): Promise<void> {
  const isFresh = source.value === null;
  await Promise.all([chooseSpec(specId), findSource(sourceId)]);
  const kept = isFresh ? keptOptions(specId, sourceId) : null;
  if (kept) options.value = kept;
}

type Order = PhotoOptions & { spec: string; source: { id: string } };

/** After the portrait was deleted: nothing of it is left in the page either. */
export function forgetPhoto(): void {
  batch(() => {
    source.value = null;
    making.value = { kind: "nothing" };
    madeWith.value = null;
    change({ adjustments: undefined });
  });
}

const PAUSE_MS = 120; // gathers the moves of a slider
const again = signal(0);
let madeOf = "";
/** The options of the latest finished photo, to go back to when others are refused. */
export const madeWith = signal<PhotoOptions | null>(null);

/** Make the photo once more, for example when the server could not be reached. */
export function tryAgain(): void {
  again.value++;
}

/**
 * Make the photo whenever document, portrait or options change, until the returned function is called.
 *
 * One photo is made at a time, and then one of what was wanted last: what is dragged is followed,
 * and the server makes nothing that nobody waits for.
 */
export function keepMaking(): () => void {
  const left = new AbortController();
  let wanted: Order | null = null;
  let isBusy = false;
  const work = async () => {
    isBusy = true;
    while (wanted && !left.signal.aborted) {
      if (isSliding && latest.peek()) await new Promise((done) => setTimeout(done, PAUSE_MS));
      isSliding = false;
      const order: Order = wanted;
      wanted = null;
      await make(order, latest.peek(), left.signal);
    }
    isBusy = false;
  };
  const stop = effect(() => {
    void again.value;
    if (!spec.value || !source.value) return;
    const order = { ...options.value, spec: spec.value.id, source: { id: source.value.id } };
    keepOptions(order.spec, order.source.id, options.value);
    const isMade = making.peek().kind === "made" && JSON.stringify(order) === madeOf;
    wanted = isMade && !isBusy ? null : order;
    if (!wanted) return;
    // at once, and not after the pause: nobody may take the last photo for the one that is wanted
    making.value = { kind: "making", before: latest.peek() };
    if (!isBusy) void work();
  });
  return () => {
    stop();
    left.abort();
  };
}

async function make(order: Order, before: Task | null, left: AbortSignal): Promise<void> {
  if (left.aborted) return;
  making.value = { kind: "making", before };
  try {
    const task = await makePhoto(order, left);
    if (left.aborted) return;
    madeOf = JSON.stringify(order);
    if (task.problem) {
      making.value = { kind: "refused", problem: task.problem, before };
      return;
    }
    const { spec: _, source: __, ...made } = order;
    madeWith.value = made;
    making.value = { kind: "made", task };
  } catch (error) {
    if (left.aborted) return;
    if (!(error instanceof ProblemError)) throw error;
    making.value = { kind: "refused", problem: error.problem, before };
  }
}

/** Make one photo. Throws a ProblemError, or the AbortError of an abandoned request. */
export async function makePhoto(order: Order, abandoned: AbortSignal): Promise<Task> {
  const headers = { "Idempotency-Key": newIdempotencyKey() };
  const { spec: id, source: portrait, ...some } = order;
  // the picture comes with the answer, which saves a request before it can be shown
  const body = { ...orderFor(id, some), source: portrait, inline: true };
  const call = http.POST("/v1/photos", { params: { header: headers }, body, signal: abandoned });
  const accepted = await answer<Task>(call);
  rememberTask(accepted.id);
  return finished(accepted, abandoned);
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
