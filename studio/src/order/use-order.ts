// For places that need a document and a portrait: both from the address, then the photo is kept made.
import { useEffect, useState } from "preact/hooks";

import { ProblemError, type Problem } from "../api/client";
import { query } from "../app/route";
import { language } from "../i18n";
import { chooseSpec, keepMaking, resume, source, spec } from "./order";

export type Resuming = { kind: "resuming" } | { kind: "empty" } | { kind: "failed"; problem: Problem } | { kind: "ready" };

/** Take up what the address names, and make the photo as long as the place is open. */
export function useOrder(): Resuming {
  const specId = query.value.get("spec") ?? spec.value?.id;
  const sourceId = query.value.get("source") ?? source.value?.id;
  const inLanguage = language.value;
  const [state, setState] = useState<Resuming>({ kind: "resuming" });
  useEffect(() => {
    let isOpen = true;
    let stop = () => {};
    if (!specId || !sourceId) {
      // the document of the address is kept, even though there is no portrait yet
      const known = specId ? chooseSpec(specId).catch(() => {}) : Promise.resolve();
      void known.then(() => isOpen && setState({ kind: "empty" }));
      return () => void (isOpen = false);
    }
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
