// For places that need a document and a portrait: both from the address, then the photo is kept made.
import { useEffect, useState } from "preact/hooks";

import { ProblemError, type Problem } from "../api/client";
import { query } from "../app/route";
import { language } from "../i18n";
import { keepMaking, resume, source, spec } from "./order";

export type Resuming = { kind: "resuming" } | { kind: "empty" } | { kind: "failed"; problem: Problem } | { kind: "ready" };

/** Take up what the address names, and make the photo as long as the place is open. */
export function useOrder(): Resuming {
  const specId = query.value.get("spec") ?? spec.value?.id;
  const sourceId = query.value.get("source") ?? source.value?.id;
  const inLanguage = language.value;
  const [state, setState] = useState<Resuming>({ kind: "resuming" });
  useEffect(() => {
    if (!specId || !sourceId) {
      setState({ kind: "empty" });
      return;
    }
    let isOpen = true;
    let stop = () => {};
    resume(specId, sourceId)
      .then(() => {
        if (!isOpen) return;
        stop = keepMaking();
        setState({ kind: "ready" });
      })
      .catch((error: unknown) => {
        if (!(error instanceof ProblemError)) throw error;
        if (isOpen) setState({ kind: "failed", problem: error.problem });
      });
    return () => {
      isOpen = false;
      stop();
    };
  }, [specId, sourceId, inLanguage]);
  return state;
}
