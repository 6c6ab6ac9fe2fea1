// One batch as the server has it: its counts and items, looked at again while anything is unfinished.
import { signal } from "@preact/signals";

import { ProblemError, answer, http, type Batch, type BatchItem, type BatchItemList, type Problem } from "../api/client";

export type Order = "failures" | "name";

export const batch = signal<Batch | null>(null);
export const items = signal<BatchItem[]>([]);
export const problem = signal<Problem | null>(null);
export const order = signal<Order>("failures");

const PAGE = 200;
const SOON_MS = 1500; // while there is something to wait for
const LATER_MS = 6000;

/** The batch that is open, and how to put its next look off until after the one just had. */
let open: { id: string; plan: () => void } | null = null;

/** All items, page by page. */
export async function allItems(id: string, sorted: Order, abandoned: AbortSignal): Promise<BatchItem[]> {
  const found: BatchItem[] = [];
  let cursor: string | null | undefined;
  do {
    const query = { order: sorted, limit: PAGE, ...(cursor ? { cursor } : {}) };
    const params = { path: { batch_id: id }, query };
    const call = http.GET("/v1/batches/{batch_id}/items", { params, signal: abandoned });
    const page = await answer<BatchItemList>(call);
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

export async function look(id: string, abandoned: AbortSignal): Promise<void> {
  const params = { path: { batch_id: id } };
  const [found, all] = await Promise.all([
    answer<Batch>(http.GET("/v1/batches/{batch_id}", { params, signal: abandoned })),
    allItems(id, order.value, abandoned),
  ]);
  if (abandoned.aborted || open?.id !== id) return;
  batch.value = found;
  items.value = all;
  problem.value = null;
  open.plan();
}

/** Look now and again until the returned function is called; `look` may be called in between. */
export function watch(id: string): () => void {
  const stop = new AbortController();
  batch.value = null;
  items.value = [];
  problem.value = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const plan = () => {
    const { total, unfinished } = batch.value?.counts ?? {};
    clearTimeout(timer);
    timer = setTimeout(() => void again(), total && !unfinished ? LATER_MS : SOON_MS);
  };
  const own = (open = { id, plan });
  const again = async () => {
    try {
      await look(id, stop.signal);
    } catch (error) {
      if (stop.signal.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      problem.value = error.problem;
      if (error.problem.status !== 404) plan();
    }
  };
  void again();
  return () => {
    stop.abort();
    clearTimeout(timer);
    if (open === own) open = null;
  };
}
