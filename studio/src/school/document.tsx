// Choosing the document of a batch.
import { useEffect, useId, useState } from "preact/hooks";

import { ProblemError, answer, http, type Problem, type SpecList, type SpecSummary } from "../api/client";
import { language, likelyCountry, number, words } from "../i18n";
import { Button, ProblemMessage, TextField, Waiting } from "../ui/ui";
import styles from "./school.module.css";

const PAUSE_MS = 200;
const SHOWN = 20;

interface DocumentFieldProps {
  chosen: SpecSummary | null;
  onChoose: (spec: SpecSummary | null) => void;
}

export function DocumentField({ chosen, onChoose }: DocumentFieldProps) {
  const { school } = words.value;
  const [text, setText] = useState("");
  const { found, problem } = useSearch(text);
  const hint = useId();
  if (chosen) {
    return (
      <div class={styles.chosen}>
        <span>
          <strong>{chosen.title}</strong> · {sizeOf(chosen)}
        </span>
        <Button onClick={() => onChoose(null)}>{school.change}</Button>
      </div>
    );
  }
  return (
    <div class={styles.tight}>
      <TextField label={school.documentSearch} type="search" value={text} onText={setText} autocomplete="off" />
      <p id={hint} class={styles.quiet}>
        {school.documentHint}
      </p>
      {problem && <ProblemMessage problem={problem} />}
      {found === undefined && <Waiting />}
      <div role="status" class={found?.length === 0 ? undefined : "visually-hidden"}>
        {found?.length === 0 && school.noDocument}
      </div>
      {found && found.length > 0 && (
        <div class={styles.options}>
          {found.map((spec) => (
            <button type="button" key={spec.id} onClick={() => onChoose(spec)}>
              <span>{spec.title}</span>
              <span class={styles.quiet}>{sizeOf(spec)}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

export function sizeOf(spec: SpecSummary): string {
  const [pair, unit] = spec.size_mm ? [spec.size_mm, "mm"] : [spec.size_px, "px"];
  return `${pair.map((side) => number(side ?? 0, 1)).join(" × ")} ${unit}`;
}

/** What matches: undefined while it is being looked for, null before anything is typed. */
function useSearch(text: string): { found: SpecSummary[] | null | undefined; problem: Problem | null } {
  const [state, setState] = useState<{ found: SpecSummary[] | null | undefined; problem: Problem | null }>({
    found: null,
    problem: null,
  });
  useEffect(() => {
    if (!text.trim()) return setState({ found: null, problem: null });
    setState({ found: undefined, problem: null });
    const abandoned = new AbortController();
    const begun = setTimeout(async () => {
      const near = likelyCountry();
      const query = { search: text, language: language.value, limit: SHOWN, ...(near ? { near } : {}) };
      try {
        const call = http.GET("/v1/specs", { params: { query }, signal: abandoned.signal });
        const { items } = await answer<SpecList>(call);
        setState({ found: items, problem: null });
      } catch (error) {
        if (error instanceof ProblemError) setState({ found: null, problem: error.problem });
        else if (!abandoned.signal.aborted) throw error;
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(begun);
      abandoned.abort();
    };
  }, [text]);
  return state;
}
