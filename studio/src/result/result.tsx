// The third step: the finished photo beside the portrait, what a clerk would find, and what to change.
import { useEffect, useState } from "preact/hooks";

import { pictureUrl } from "../api/client";
import { placeOf } from "../app/shell";
import { Edit } from "../edit/edit";
import { words } from "../i18n";
import { latest, making, photo, source, spec } from "../order/order";
import { useOrder } from "../order/use-order";
import { ButtonLink, Card, ProblemMessage, Title, Waiting } from "../ui/ui";
import { Empty } from "./empty";
import { FinishedPhoto } from "./photo";
import { Portrait } from "./portrait";
import { Refused } from "./refused";
import { pointedAt, showsBefore } from "./seen";
import { Verdicts, spokenVerdict } from "./verdicts";
import styles from "./result.module.css";

export default function Result() {
  const { result } = words.value;
  const state = useOrder();
  useEffect(
    () => () => {
      pointedAt.value = null;
      showsBefore.value = false;
    },
    [],
  );
  return (
    <div class={styles.place}>
      <header class={styles.header}>
        <div>
          <Title>{result.title}</Title>
          {spec.value && <p class={styles.document}>{spec.value.title}</p>}
        </div>
        {state.kind === "ready" && latest.value && (
          <div class={styles.next}>
            <ButtonLink look="primary" href={placeOf("/save")}>
              {result.next}
            </ButtonLink>
          </div>
        )}
      </header>
      {state.kind === "resuming" && <Waiting />}
      {state.kind === "empty" && <Empty />}
      {state.kind === "failed" && (
        <ProblemMessage problem={state.problem}>
          <div class={styles.ways}>
            <ButtonLink href={placeOf("/photo")}>{result.refused.another}</ButtonLink>
            <ButtonLink href={placeOf("/")}>{result.refused.document}</ButtonLink>
          </div>
        </ProblemMessage>
      )}
      {state.kind === "ready" && <Made />}
      <p class="visually-hidden" role="status">
        {state.kind === "ready" && spoken()}
      </p>
    </div>
  );
}

/** What a screen reader says when the photo has changed. */
function spoken(): string {
  const { result } = words.value;
  const now = making.value;
  if (now.kind === "making") return now.before ? result.updating : result.making;
  return now.kind === "made" && photo.value ? result.updated(spokenVerdict(photo.value.compliance)) : "";
}

function Made() {
  const { result } = words.value;
  const now = making.value;
  const task = latest.value;
  const made = photo.value;
  const problem = now.kind === "refused" ? now.problem : null;
  const [seen, isSeen] = useSeen();
  if (!source.value) return null;
  if (!task || !made) {
    return (
      <div class={styles.alone}>
        <img class={styles.thumbnail} src={source.value.picture_url} alt={result.portraitAlt} />
        {problem ? (
          <div class={styles.stack}>
            <h2>{result.refused.title}</h2>
            <Refused problem={problem} hasPhoto={false} />
          </div>
        ) : (
          <Waiting>{result.making}</Waiting>
        )}
      </div>
    );
  }
  return (
    <div class={styles.desk}>
      <div class={styles.photoArea} ref={seen}>
        <FinishedPhoto task={task} photo={made} />
      </div>
      {problem && (
        <div class={styles.problem}>
          <Refused problem={problem} hasPhoto />
        </div>
      )}
      <aside class={styles.side}>
        <Card>
          <Verdicts report={made.compliance} notices={made.notices} />
        </Card>
      </aside>
      <div class={styles.portraitArea}>
        <Portrait source={source.value} photo={made} />
      </div>
      <div class={styles.edit}>
        <Edit photo={made} />
      </div>
      {!isSeen && <img class={styles.mini} src={pictureUrl(task)} alt="" />}
    </div>
  );
}

/** Whether an element is in view: on a phone, a small copy of the photo stands in for it elsewhere. */
function useSeen(): [(element: HTMLElement | null) => void, boolean] {
  const [isSeen, setSeen] = useState(true);
  const [element, setElement] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => setSeen(entry!.isIntersecting));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, isSeen];
}
