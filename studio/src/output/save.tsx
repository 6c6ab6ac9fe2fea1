// The last step: the file, the print sheet, everything at once, and deleting it all.
import { useState } from "preact/hooks";

import { placeOf } from "../app/shell";
import { words } from "../i18n";
import { latest, making, photo, spec } from "../order/order";
import { useOrder } from "../order/use-order";
import { Empty } from "../result/empty";
import { Refused } from "../result/refused";
import { Badge, ButtonLink, ProblemMessage, Title, Waiting } from "../ui/ui";
import { AllCard } from "./all-card";
import { FileCard } from "./file-card";
import { Deleted, PrivacyCard } from "./privacy-card";
import { SheetCard } from "./sheet-card";
import styles from "./output.module.css";

export default function Save() {
  const { output, result } = words.value;
  const [isDeleted, setDeleted] = useState(false);
  const state = useOrder();
  const task = latest.value;
  const made = photo.value;
  const problem = making.value.kind === "refused" ? making.value.problem : null;
  return (
    <div class={styles.place}>
      <header class={styles.header}>
        <div>
          <Title>{output.title}</Title>
          {spec.value && <p class={styles.document}>{spec.value.title}</p>}
        </div>
        {made && !isDeleted && (
          <div class={styles.verdict}>
            <Badge verdict={made.compliance.verdict} />
            <ButtonLink href={placeOf("/result")}>{output.verdict}</ButtonLink>
          </div>
        )}
      </header>
      {isDeleted ? (
        <Deleted />
      ) : (
        <>
          {state.kind === "resuming" && <Waiting />}
          {state.kind === "empty" && <Empty />}
          {state.kind === "failed" && (
            <ProblemMessage problem={state.problem}>
              <div>
                <ButtonLink href={placeOf("/photo")}>{result.refused.another}</ButtonLink>
              </div>
            </ProblemMessage>
          )}
          {state.kind === "ready" && problem && <Refused problem={problem} hasPhoto={made !== null} />}
          {state.kind === "ready" && !made && !problem && <Waiting>{output.making}</Waiting>}
          {state.kind === "ready" && task && made && (
            <div class={styles.desk}>
              <FileCard task={task} photo={made} />
              <SheetCard task={task} photo={made} />
              <AllCard task={task} photo={made} />
              <PrivacyCard onDeleted={() => setDeleted(true)} />
            </div>
          )}
        </>
      )}
    </div>
  );
}
