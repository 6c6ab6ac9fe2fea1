// One batch: its portraits, the verdicts, and what a school takes home.
import { useEffect, useRef, useState } from "preact/hooks";

import { ProblemError, answer, http, type SpecDetail } from "../api/client";
import { address } from "../app/route";
import { sizeTexts } from "../find/sizes";
import { language, likelyCountry, words } from "../i18n";
import { Button, ButtonLink, Message, ProblemMessage, Title, Waiting } from "../ui/ui";
import { AddPortraits } from "./add";
import { batch, items, problem, watch } from "./batch";
import { moment } from "./begin";
import { Outputs } from "./outputs";
import { forget } from "./remembered";
import styles from "./school.module.css";
import { People } from "./table";

export function BatchPlace({ id }: { id: string }) {
  const { school } = words.value;
  const [deleted, setDeleted] = useState(false);
  useEffect(() => watch(id), [id]);
  const now = batch.value;
  const document = useDocument(now?.photo.spec);
  if (deleted || problem.value?.status === 404) {
    return (
      <div class={styles.stack}>
        <Title>{school.title}</Title>
        <Message role="status">{deleted ? school.deleted : school.gone}</Message>
        <div>
          <ButtonLink href={address("/school")}>{school.back}</ButtonLink>
        </div>
      </div>
    );
  }
  if (!now) {
    if (!problem.value) return <Waiting />;
    return (
      <div class={styles.stack}>
        <Title>{school.title}</Title>
        <ProblemMessage problem={problem.value} />
      </div>
    );
  }
  const { total, unfinished } = now.counts;
  return (
    <div class={styles.stack}>
      <div class={styles.tight}>
        <Title>{now.name}</Title>
        <p class={styles.quiet}>
          {document && `${[document.title, sizeTexts(document, likelyCountry())[0]].join(" · ")} · `}
          {school.keptUntil(moment(now.expires_at))}
        </p>
      </div>
      {problem.value && <ProblemMessage problem={problem.value} />}
      <AddPortraits id={id} />
      {total! > 0 && (
        <div class={styles.tight} role="status">
          <span>{school.progress(total! - unfinished!, total!)}</span>
          {unfinished! > 0 && (
            <progress class={styles.bar} aria-label={school.inWork} value={total! - unfinished!} max={total} />
          )}
        </div>
      )}
      <People id={id} />
      {items.value.some((item) => item.photo_url) && <Outputs id={id} />}
      <DeleteBatch id={id} onDeleted={() => setDeleted(true)} />
    </div>
  );
}

/** The document, in the reader's language; null until it is known. */
function useDocument(id: string | null | undefined): SpecDetail | null {
  const [found, setFound] = useState<SpecDetail | null>(null);
  const spoken = language.value;
  useEffect(() => {
    if (!id) return;
    const abandoned = new AbortController();
    const params = { path: { spec_id: id }, query: { language: spoken } };
    // the batch can be used without its title
    answer<SpecDetail>(http.GET("/v1/specs/{spec_id}", { params, signal: abandoned.signal })).then(setFound, () => undefined);
    return () => abandoned.abort();
  }, [id, spoken]);
  return found;
}

function DeleteBatch({ id, onDeleted }: { id: string; onDeleted: () => void }) {
  const { school, shell } = words.value;
  const [asked, setAsked] = useState(false);
  const buttons = useRef<HTMLDivElement>(null);
  const before = useRef(asked);
  useEffect(() => {
    // the button that was pressed is gone; of the new ones, the last changes nothing
    if (before.current !== asked) buttons.current?.querySelector<HTMLElement>("button:last-child")?.focus();
    before.current = asked;
  }, [asked]);
  const remove = async () => {
    try {
      await answer(http.DELETE("/v1/batches/{batch_id}", { params: { path: { batch_id: id } } }));
      forget(id);
      onDeleted();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problem.value = error.problem;
    }
  };
  if (!asked) {
    return (
      <div ref={buttons}>
        <Button onClick={() => setAsked(true)}>{school.remains}</Button>
      </div>
    );
  }
  return (
    <Message tone="fail" role="alert">
      <span>{school.reallyDelete}</span>
      <div class={styles.row} ref={buttons}>
        <Button look="primary" onClick={() => void remove()}>
          {school.yesDelete}
        </Button>
        <Button onClick={() => setAsked(false)}>{shell.cancel}</Button>
      </div>
    </Message>
  );
}
