// Opening a batch, and the way back to earlier ones.
import { useState } from "preact/hooks";

import { ProblemError, answer, http, type Batch, type Problem, type SpecSummary } from "../api/client";
import { address, go } from "../app/route";
import { tag, words } from "../i18n";
import { Button, Card, ProblemMessage, TextField, Title } from "../ui/ui";
import { DocumentField } from "./document";
import { forget, remember, remembered } from "./remembered";
import styles from "./school.module.css";

export function Begin() {
  const { school } = words.value;
  return (
    <div class={styles.stack}>
      <div class={styles.tight}>
        <Title>{school.title}</Title>
        <p class={styles.lead}>{school.intro}</p>
      </div>
      <Card label={school.begin}>
        <div class={styles.tight}>
          <h2>{school.begin}</h2>
          <NewBatch />
        </div>
      </Card>
      <Earlier />
    </div>
  );
}

function NewBatch() {
  const { edit, school } = words.value;
  const [name, setName] = useState("");
  const [editAnyway, setEditAnyway] = useState(false);
  const [spec, setSpec] = useState<SpecSummary | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const open = async (event: Event) => {
    event.preventDefault();
    if (!spec || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const photo = { spec: spec.id, ...(editAnyway && spec.editing_forbidden && { edit_anyway: true }) };
      const body = { name: name.trim(), photo };
      const opened = await answer<Batch>(http.POST("/v1/batches", { body }));
      remember({ id: opened.id, name: opened.name, spec: spec.title, expires_at: opened.expires_at });
      go(address(`/school/${opened.id}`));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setProblem(error.problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class={styles.form} onSubmit={open}>
      <TextField label={school.name} value={name} onText={setName} placeholder={school.nameExample} required />
      <DocumentField chosen={spec} onChoose={setSpec} />
      {spec?.editing_forbidden && (
        <label class={styles.check}>
          <input type="checkbox" checked={editAnyway} onChange={() => setEditAnyway(!editAnyway)} />
          <span>
            {school.ownWalls}
            <br />
            <span class={styles.quiet}>{edit.forbidden.anyway}</span>
          </span>
        </label>
      )}
      {problem && <ProblemMessage problem={problem} />}
      <div>
        <Button type="submit" look="primary" disabled={!name.trim() || !spec || busy}>
          {school.open}
        </Button>
      </div>
    </form>
  );
}

function Earlier() {
  const { school } = words.value;
  return (
    <section class={styles.tight}>
      <h2>{school.earlier}</h2>
      {remembered.value.length === 0 && <p class={styles.quiet}>{school.noneYet}</p>}
      <ul class={styles.list}>
        {remembered.value.map((each) => (
          <li key={each.id}>
            <a href={address(`/school/${each.id}`)}>{each.name}</a>
            <span class={styles.quiet}>{each.spec}</span>
            <span class={styles.quiet}>{school.keptUntil(moment(each.expires_at))}</span>
            <Button look="plain" onClick={() => forget(each.id)}>
              {school.forget}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function moment(when: string): string {
  return new Date(when).toLocaleString(tag.value, { dateStyle: "medium", timeStyle: "short" });
}
