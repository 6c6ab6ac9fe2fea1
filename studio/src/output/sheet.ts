// The print sheet of the latest photo, laid out by the server whenever anything about it changes.
import { computed, effect, signal } from "@preact/signals";

import { ProblemError, answer, fileUrl, http, newIdempotencyKey, type Problem, type SheetResult, type Task } from "../api/client";
import { finished, latest } from "../order/order";
import { rememberTask } from "../order/mine";
import { choice, sheetOf } from "./sheet-options";

type Laid = { kind: "laying" } | { kind: "laid" } | { kind: "refused"; problem: Problem };

export const laid = signal<Laid>({ kind: "laying" });
/** The latest sheet, a JPEG file; shown also while another is laid out. */
export const preview = signal<Task | null>(null);
export const sheet = computed<SheetResult | null>(() => {
  const result = preview.value?.result;
  return result?.kind === "sheet" ? result : null;
});

const PAUSE_MS = 200;

/** Lay the sheet out anew whenever photo or choice change, until the returned function is called. */
export function keepLayingOut(): () => void {
  return effect(() => {
    const task = latest.value;
    const chosen = choice.value;
    if (!task) return;
    const abandoned = new AbortController();
    const begun = setTimeout(() => {
      laid.value = { kind: "laying" };
      layOut(task.id, "jpeg", chosen, abandoned.signal)
        .then((found) => {
          preview.value = found;
          laid.value = { kind: "laid" };
        })
        .catch((error: unknown) => {
          if (abandoned.signal.aborted) return;
          if (!(error instanceof ProblemError)) throw error;
          laid.value = { kind: "refused", problem: error.problem };
        });
    }, PAUSE_MS);
    return () => {
      clearTimeout(begun);
      abandoned.abort();
    };
  });
}

/** One sheet as a file. Throws a ProblemError. */
export async function layOut(
  photoTask: string,
  format: "jpeg" | "png" | "pdf",
  chosen = choice.value,
  abandoned = new AbortController().signal,
): Promise<Task> {
  const headers = { "Idempotency-Key": newIdempotencyKey() };
  const body = sheetOf(photoTask, chosen, format);
  const call = http.POST("/v1/sheets", { params: { header: headers }, body, signal: abandoned });
  const accepted = await answer<Task>(call);
  rememberTask(accepted.id);
  const task = await finished(accepted, abandoned);
  if (task.problem) throw new ProblemError(task.problem);
  return task;
}

/** Where a sheet's only file is. */
export function sheetUrl(task: Task): string {
  return fileUrl(task, task.files?.[0]?.name ?? "sheet");
}
