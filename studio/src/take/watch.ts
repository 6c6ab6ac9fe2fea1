// Looks through the camera again and again, and asks the server for the faces.
import { ProblemError, answer, type Problem } from "../api/client";
import { session } from "../app/session";
import { lookThrough } from "./camera";
import type { View } from "./guide";

const EVERY_MS = 333;
const AFTER_TROUBLE_MS = 2000;

/** Watch until `left` is aborted. `seen`: the time is the one of the look, not of the answer. */
export async function watch(
  video: HTMLVideoElement,
  left: AbortSignal,
  seen: (view: View, now_ms: number) => void,
  failed: (problem: Problem) => void,
): Promise<void> {
  while (!left.aborted) {
    const began = performance.now();
    let pause = EVERY_MS;
    try {
      const picture = document.hidden ? null : await lookThrough(video);
      if (picture) {
        const view = await findFaces(picture, left);
        if (!left.aborted) seen(view, began);
      }
    } catch (error) {
      if (left.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      failed(error.problem);
      pause = AFTER_TROUBLE_MS;
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, pause - (performance.now() - began))));
  }
}

function findFaces(picture: Blob, signal: AbortSignal): Promise<View> {
  const headers = { "Content-Type": "image/jpeg", "X-CSRF-Token": session.value?.csrf_token ?? "" };
  const asked = fetch("/v1/faces", { method: "POST", headers, body: picture, signal });
  return answer<View>(
    asked.then(async (response) => {
      const body: unknown = await response.json().catch(() => null);
      return { data: body, error: body, response };
    }),
  );
}
