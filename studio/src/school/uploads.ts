// Sending many pictures: a few at once, again after a pause where the server asks for one.
import { ProblemError, answer, form, http, type BatchItem, type Problem } from "../api/client";
import type { Picture } from "./pictures";

export interface Upload {
  picture: Picture;
  person: string;
  group: string;
}

export interface Refused {
  name: string;
  problem: Problem;
}

const AT_ONCE = 3;
const PATIENCE = 8; // times that an unreachable server is asked again
const PAUSE_S = 2;

/** Send one picture; `replace` puts it in the place of an earlier one of its name. */
export function send(
  batchId: string,
  { picture, person, group }: Upload,
  abandoned: AbortSignal,
  replace = false,
): Promise<BatchItem> {
  const item = JSON.stringify({ name: picture.name, person, group });
  return answer<BatchItem>(
    http.POST("/v1/batches/{batch_id}/items", {
      params: { path: { batch_id: batchId }, query: { replace } },
      body: form({ item, file: picture.file }) as never,
      bodySerializer: (body: unknown) => body as FormData,
      signal: abandoned,
    }),
  );
}

/** Send all of them. Those that the server refuses for good are returned; the others go on. */
export async function sendAll(
  uploads: readonly Upload[],
  sendOne: (upload: Upload) => Promise<unknown>,
  onSent: () => void,
  abandoned: AbortSignal,
  wait: (seconds: number) => Promise<void> = pause,
): Promise<Refused[]> {
  const waiting = [...uploads];
  const refused: Refused[] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next && !abandoned.aborted; next = waiting.shift()) {
      const problem = await patiently(next, sendOne, abandoned, wait);
      if (abandoned.aborted) return;
      if (problem) refused.push({ name: next.picture.name, problem });
      else onSent();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return refused;
}

/** Whole folders are often refused for the same reason, which then is said once. */
export function byReason(refused: readonly Refused[]): { names: string[]; problem: Problem }[] {
  const found = new Map<string, { names: string[]; problem: Problem }>();
  for (const { name, problem } of refused) {
    const same = found.get(problem.detail);
    if (same) same.names.push(name);
    else found.set(problem.detail, { names: [name], problem });
  }
  return [...found.values()];
}

async function patiently(
  upload: Upload,
  sendOne: (upload: Upload) => Promise<unknown>,
  abandoned: AbortSignal,
  wait: (seconds: number) => Promise<void>,
): Promise<Problem | null> {
  for (let tries = 1; !abandoned.aborted; tries++) {
    try {
      await sendOne(upload);
      return null;
    } catch (error) {
      if (abandoned.aborted) return null;
      if (!(error instanceof ProblemError)) throw error;
      const { code, status, details } = error.problem;
      const full = status === 429 || status === 503; // room will be made
      if (!full && !(code === "unreachable" && tries < PATIENCE)) return error.problem;
      await wait(Number(details?.retry_after_s ?? PAUSE_S));
    }
  }
  return null;
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
}
