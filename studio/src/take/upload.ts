// Sends a portrait to the server and keeps track of how far it is.
import { signal } from "@preact/signals";

import { ProblemError, answer, newIdempotencyKey, type Problem, type Source } from "../api/client";
import { session } from "../app/session";
import { deleteEverything } from "../order/mine";
import { making, source, useSource } from "../order/order";

export type Upload =
  | { kind: "none" }
  /** `share`: 0–1 of the bytes; 1 while the server reads the picture. */
  | { kind: "sending"; name: string; bytes: number; share: number; abandon: () => void }
  | { kind: "failed"; problem: Problem; file: Blob; name: string };

export const upload = signal<Upload>({ kind: "none" });

/** Said without asking the server, which takes a file without bytes for a missing one. */
const EMPTY: Problem = { type: "urn:idphoto:error:bad_image", title: "Bad image", status: 422, code: "bad_image", detail: "the file is empty" };

/** Send a portrait. Resolves to whether it is now the one in use; a failure is shown by `upload`. */
export async function send(file: Blob, name: string): Promise<boolean> {
  if (upload.peek().kind === "sending") return false;
  if (file.size === 0) {
    upload.value = { kind: "failed", problem: EMPTY, file, name };
    return false;
  }
  const abandoned = new AbortController();
  const sending = { kind: "sending", name, bytes: file.size, abandon: () => abandoned.abort() } as const;
  upload.value = { ...sending, share: 0 };
  try {
    const found = await post(file, name, abandoned.signal, (share) => (upload.value = { ...sending, share }));
    useSource(found);
    upload.value = { kind: "none" };
    return true;
  } catch (error) {
    if (abandoned.signal.aborted) {
      upload.value = { kind: "none" };
      return false;
    }
    if (!(error instanceof ProblemError)) throw error;
    upload.value = { kind: "failed", problem: error.problem, file, name };
    return false;
  }
}

/** As fetch does it, but with progress, which fetch does not report. */
function post(file: Blob, name: string, abandoned: AbortSignal, progress: (share: number) => void): Promise<Source> {
  const body = new FormData();
  body.append("file", file, name);
  const request = new XMLHttpRequest();
  const sent = new Promise<Response>((resolve, reject) => {
    request.open("POST", "/v1/sources");
    request.setRequestHeader("X-CSRF-Token", session.value?.csrf_token ?? "");
    request.setRequestHeader("Idempotency-Key", newIdempotencyKey());
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.upload.onload = () => progress(1);
    request.onload = () => resolve(new Response(request.response as string, { status: request.status }));
    request.onerror = () => reject(new TypeError("the server cannot be reached"));
    request.onabort = () => reject(new DOMException("abandoned", "AbortError"));
    abandoned.addEventListener("abort", () => request.abort());
    request.send(body);
  });
  return answer<Source>(
    sent.then(async (response) => {
      const read: unknown = await response.json().catch(() => null);
      return { data: read, error: read, response };
    }),
  );
}

/** Delete the portrait and all that was made of it. Throws a ProblemError. */
export async function deleteNow(): Promise<void> {
  await deleteEverything(source.value?.id ?? null);
  making.value = { kind: "nothing" };
  source.value = null;
}
