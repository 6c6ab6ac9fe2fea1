// Choosing the document of a batch.
import { useEffect, useId, useRef, useState } from "preact/hooks";

import { ProblemError, answer, http, type Problem, type SpecList, type SpecSummary } from "../api/client";
import { sizeTexts } from "../find/sizes";
import { language, likelyCountry, words } from "../i18n";
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
  const field = useRef<HTMLDivElement>(null);
  const before = useRef(chosen);
  useEffect(() => {
    // what had the focus is gone: the document that was pressed, or the button that changes it
    if (before.current !== chosen) field.current?.querySelector<HTMLElement>("input, button")?.focus();
    before.current = chosen;
  }, [chosen]);
  if (chosen) {
    return (
      <div class={styles.chosen} ref={field}>
        <span>
          <strong>{chosen.title}</strong>
          <span class={styles.quiet}>{factsOf(chosen)}</span>
        </span>
        <Button onClick={() => onChoose(null)}>{school.change}</Button>
      </div>
    );
  }
  return (
    <div class={styles.tight} ref={field}>
      <TextField
        label={school.documentSearch}
        type="search"
        value={text}
        onText={setText}
        autocomplete="off"
        aria-describedby={hint}
      />
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
              <span class={styles.quiet}>{factsOf(spec)}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** What tells one document from another of the same name, and what a school has to know of it. */
function factsOf(spec: SpecSummary): string {
  const facts = sizeTexts(spec, likelyCountry());
  return [...facts, spec.editing_forbidden && words.value.find.noEditing].filter(Boolean).join(" · ");
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
