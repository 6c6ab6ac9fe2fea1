// What is kept and for how long, and deleting all of it.
import { useId, useState } from "preact/hooks";

import { ProblemError, type Problem } from "../api/client";
import { address } from "../app/route";
import { session } from "../app/session";
import { duration, tag, words } from "../i18n";
import { deleteEverything } from "../order/mine";
import { forgetPhoto, source } from "../order/order";
import { Button, ButtonLink, Message, ProblemMessage } from "../ui/ui";
import styles from "./output.module.css";

export function PrivacyCard({ onDeleted }: { onDeleted: () => void }) {
  const { output, shell } = words.value;
  const { privacy } = output;
  const id = useId();
  const [isAsking, setAsking] = useState(false);
  const [hasCancelled, setCancelled] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const until = source.value?.expires_at;
  const remove = async () => {
    setProblem(null);
    try {
      await deleteEverything(source.value?.id ?? null);
      forgetPhoto();
      onDeleted();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setProblem(error.problem);
    }
  };
  return (
    <section class={styles.card} aria-labelledby={id}>
      <h2 id={id}>{privacy.title}</h2>
      <p class={styles.note}>
        {privacy.kept(duration(session.value?.keep_s ?? 0))}
        {until && privacy.until(new Date(until).toLocaleString(tag.value, { dateStyle: "medium", timeStyle: "short" }))}
      </p>
      {isAsking ? (
        <div class={styles.sure} role="group" aria-label={privacy.sure}>
          <p>{privacy.sure}</p>
          <div class={styles.buttons}>
            <Button class={styles.danger} onClick={() => void remove()}>
              {privacy.yes}
            </Button>
            <Button
              ref={focused}
              onClick={() => {
                setCancelled(true);
                setAsking(false);
              }}
            >
              {shell.cancel}
            </Button>
          </div>
        </div>
      ) : (
        <Button ref={hasCancelled ? focused : null} class={styles.danger} onClick={() => setAsking(true)}>
          {privacy.delete}
        </Button>
      )}
      {problem && <ProblemMessage problem={problem} />}
    </section>
  );
}

/** Takes the focus when it appears: what was pressed has gone. */
function focused(element: HTMLElement | null): void {
  element?.focus();
}

export function Deleted() {
  const { privacy } = words.value.output;
  return (
    <Message tone="pass">
      <h2 ref={focused} tabIndex={-1} class={styles.deleted}>
        {privacy.deleted}
      </h2>
      <span>{privacy.deletedHow}</span>
      <div>
        <ButtonLink href={address("/")}>{privacy.again}</ButtonLink>
      </div>
    </Message>
  );
}
