// What happens to the photo, in one line; and deleting it at once.
import { useEffect, useRef, useState } from "preact/hooks";

import { address, go } from "../app/route";
import { ProblemError, type Problem } from "../api/client";
import { session } from "../app/session";
import { duration, words } from "../i18n";
import { source, spec } from "../order/order";
import { Icon } from "../ui/icons";
import { Button, Message, ProblemMessage } from "../ui/ui";
import styles from "./take.module.css";
import { deleteNow } from "./upload";

type State = "kept" | "deleting" | "deleted";

export function Privacy() {
  const { privacy } = words.value.take;
  const [state, setState] = useState<State>("kept");
  const [problem, setProblem] = useState<Problem | null>(null);
  const status = useRef<HTMLDivElement>(null);
  const there = source.value !== null;
  useEffect(() => {
    if (there) setState("kept");
  }, [there]);
  const remove = async () => {
    setState("deleting");
    setProblem(null);
    try {
      await deleteNow();
      setState("deleted");
      status.current?.focus(); // the button is gone
      go(address("/photo", { spec: spec.value?.id }), { replace: true });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setState("kept");
      setProblem(error.problem);
    }
  };
  const kept = duration(session.value?.keep_s ?? 0);
  return (
    <div class={styles.privacy}>
      <p>
        <Icon name="shield" />
        <span>{there ? privacy.after(kept) : privacy.before(kept)}</span>
      </p>
      {there && (
        <Button disabled={state === "deleting"} onClick={() => void remove()}>
          <Icon name="bin" />
          {state === "deleting" ? privacy.deleting : privacy.delete}
        </Button>
      )}
      {problem && <ProblemMessage problem={problem} />}
      <div ref={status} tabIndex={-1} role="status">{state === "deleted" && !there && <Message tone="pass">{privacy.deleted}</Message>}</div>
    </div>
  );
}
