// What a school takes home: the report, all photos, and a sheet for each class.
import { useEffect, useState } from "preact/hooks";

import { ProblemError, answer, fileUrl, http, type Paper, type Problem, type Task } from "../api/client";
import { words } from "../i18n";
import { finished } from "../order/order";
import { Button, ButtonLink, Card, ProblemMessage, Select, TextField, Waiting } from "../ui/ui";
import { batch } from "./batch";
import styles from "./school.module.css";

export function Outputs({ id }: { id: string }) {
  const { school } = words.value;
  return (
    <section class={styles.tight}>
      <div>
        <h2>{school.outputs}</h2>
        {batch.value!.counts.failed! > 0 && <p class={styles.quiet}>{school.withFailed}</p>}
      </div>
      <div class={styles.outputs}>
        <Card label={school.archive}>
          <div class={styles.tight}>
            <ButtonLink look="primary" href={`/v1/batches/${id}/archive.zip`} download="">
              {school.archive}
            </ButtonLink>
            <ButtonLink href={`/v1/batches/${id}/report.csv`} download="">
              {school.report}
            </ButtonLink>
          </div>
        </Card>
        <Card label={school.sheets}>
          <Sheets id={id} />
        </Card>
      </div>
    </section>
  );
}

const MOST_COPIES = 100;
const isCount = (copies: number) => Number.isInteger(copies) && copies >= 1 && copies <= MOST_COPIES;

interface Made {
  group: string;
  task: Task | null;
  problem: Problem | null;
}

function Sheets({ id }: { id: string }) {
  const { school } = words.value;
  const [papers, setPapers] = useState<Paper[]>([]);
  const [paper, setPaper] = useState("A4");
  const [copies, setCopies] = useState("1");
  const [made, setMade] = useState<Made[]>([]);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    answer<{ items: Paper[] }>(http.GET("/v1/papers")).then(({ items }) => setPapers(items), () => undefined);
  }, []);
  const make = async () => {
    setBusy(true);
    setMade([]);
    for (const group of batch.value?.groups?.length ? batch.value.groups : [""]) {
      const one: Made = { group, task: null, problem: null };
      try {
        const body = { paper, count: Number(copies), ...(group ? { group } : {}) };
        const params = { path: { batch_id: id } };
        const going = new AbortController().signal;
        const begun = await answer<Task>(http.POST("/v1/batches/{batch_id}/sheets", { params, body }));
        one.task = await finished(begun, going);
        one.problem = one.task.problem ?? null;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        one.problem = error.problem;
      }
      setMade((before) => [...before, one]);
    }
    setBusy(false);
  };
  const names = papers.length ? papers.map(({ name }) => name) : [paper];
  return (
    <div class={styles.tight}>
      <h3>{school.sheets}</h3>
      <Select label={school.paper} value={paper} choices={names.map((name) => [name, name] as const)} onChoose={setPaper} />
      <TextField label={school.copies} type="number" inputMode="numeric" value={copies} onText={setCopies} />
      <Button onClick={() => void make()} disabled={busy || !isCount(Number(copies))}>
        {school.makeSheets}
      </Button>
      {busy && <Waiting>{school.making}</Waiting>}
      {made.map(({ group, task, problem }) => (
        <div key={group} class={styles.tight}>
          {problem && <ProblemMessage problem={problem} />}
          {task && !problem && (
            <ButtonLink href={fileUrl(task, task.files?.[0]?.name ?? "image", true)} download="">
              {school.sheetOf(group || batch.value?.name || "")}
            </ButtonLink>
          )}
        </div>
      ))}
    </div>
  );
}
