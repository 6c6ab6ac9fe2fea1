// One batch: its portraits, the verdicts, and what a school takes home.
import { useEffect, useState } from "preact/hooks";

import { ProblemError, answer, http } from "../api/client";
import { address } from "../app/route";
import { words } from "../i18n";
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
  if (deleted || problem.value?.status === 404) {
    return (
      <div class={styles.stack}>
        <Title>{school.title}</Title>
        <Message role="status">{deleted ? school.deleted : school.gone}</Message>
        <div>
          <ButtonLink href={address("/school")}>{school.title}</ButtonLink>
        </div>
      </div>
    );
  }
  if (!now) return problem.value ? <ProblemMessage problem={problem.value} /> : <Waiting />;
  const { total, unfinished } = now.counts;
  return (
    <div class={styles.stack}>
      <div class={styles.tight}>
        <Title>{now.name}</Title>
        <p class={styles.quiet}>
          {now.photo.spec} · {school.keptUntil(moment(now.expires_at))}
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

function DeleteBatch({ id, onDeleted }: { id: string; onDeleted: () => void }) {
  const { school, shell } = words.value;
  const [asked, setAsked] = useState(false);
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
      <div>
        <Button onClick={() => setAsked(true)}>{school.remains}</Button>
      </div>
    );
  }
  return (
    <Message tone="fail" role="alert">
      <span>{school.reallyDelete}</span>
      <div class={styles.row}>
        <Button look="primary" onClick={() => void remove()}>
          {school.yesDelete}
        </Button>
        <Button onClick={() => setAsked(false)}>{shell.cancel}</Button>
      </div>
    </Message>
  );
}
