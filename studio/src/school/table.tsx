// The people of a batch with their verdicts, failures first.
import { useState } from "preact/hooks";

import { ProblemError, answer, http, type BatchItem, type Problem } from "../api/client";
import { number, words } from "../i18n";
import { Badge, Button, ProblemMessage, Select, join } from "../ui/ui";
import { findingInWords, problemInWords } from "../ui/wording";
import { Pick } from "./add";
import { batch, items, look, order, type Order } from "./batch";
import styles from "./school.module.css";
import { send } from "./uploads";

export type Kind = "failed" | "unsure" | "passed" | "unfinished";
const KINDS: Kind[] = ["failed", "unsure", "passed", "unfinished"];
const AT_FIRST = 100;

export function kindOf(item: BatchItem): Kind {
  if (item.state === "failed" || item.problem) return "failed";
  if (item.state !== "done") return "unfinished";
  return item.verdict === "fail" ? "failed" : item.verdict === "unsure" ? "unsure" : "passed";
}

export function People({ id }: { id: string }) {
  const { school } = words.value;
  const [kind, setKind] = useState<Kind | null>(null);
  const [group, setGroup] = useState("");
  const [most, setMost] = useState(AT_FIRST);
  const groups = [...new Set(items.value.map((item) => item.group ?? ""))].sort();
  const shown = items.value.filter(
    (item) => (!kind || kindOf(item) === kind) && (!group || (item.group || school.noGroup) === group),
  );
  const sort = (wanted: string) => {
    order.value = wanted as Order;
    void look(id, new AbortController().signal).catch(() => undefined); // else the watch does
  };
  if (!items.value.length) return <p class={styles.quiet}>{school.empty}</p>;
  return (
    <section class={styles.tight}>
      <div class={styles.counts} role="group" aria-label={school.showOnly}>
        {KINDS.map((each) => (
          <button
            type="button"
            key={each}
            aria-pressed={kind === each}
            onClick={() => setKind(kind === each ? null : each)}
          >
            <b>{number(batch.value?.counts[each] ?? 0)}</b>
            <KindBadge kind={each} />
          </button>
        ))}
      </div>
      <div class={styles.filters}>
        <Select
          label={school.order.label}
          value={order.value}
          choices={[
            ["failures", school.order.failures],
            ["name", school.order.name],
          ]}
          onChoose={sort}
        />
        {groups.length > 1 && (
          <Select
            label={school.group}
            value={group}
            choices={[["", school.allGroups], ...groups.map((each) => [each || school.noGroup, each || school.noGroup] as const)]}
            onChoose={setGroup}
          />
        )}
      </div>
      {shown.length === 0 ? (
        <p class={styles.quiet}>{school.nothingShown}</p>
      ) : (
        <div class={styles.frame}>
          <table class={styles.table}>
            <thead>
              <tr>
                <th scope="col">{school.columns.portrait}</th>
                <th scope="col">{school.columns.photo}</th>
                <th scope="col">{school.columns.person}</th>
                <th scope="col">{school.columns.verdict}</th>
                <th scope="col">{school.columns.todo}</th>
                <th scope="col">
                  <span class="visually-hidden">{school.columns.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.slice(0, most).map((item) => (
                <Person key={item.name} id={id} item={item} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length > most && (
        <div>
          <Button onClick={() => setMost(most + AT_FIRST)}>{school.more}</Button>
        </div>
      )}
    </section>
  );
}

function KindBadge({ kind }: { kind: Kind }) {
  const { counts } = words.value.school;
  const verdict = { failed: "fail", unsure: "unsure", passed: "pass", unfinished: "not_assessed" } as const;
  return <Badge verdict={verdict[kind]}>{counts[kind]}</Badge>;
}

function Person({ id, item }: { id: string; item: BatchItem }) {
  const { school, shell } = words.value;
  const [problem, setProblem] = useState<Problem | null>(null);
  const [asked, setAsked] = useState(false);
  const who = item.person || item.name;
  const attempt = async (doing: Promise<unknown>) => {
    setProblem(null);
    try {
      await doing;
      await look(id, new AbortController().signal);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setProblem(error.problem);
    }
  };
  const retake = ([file]: File[]) => {
    if (!file) return;
    const picture = { name: item.name, folder: item.group ?? "", file };
    const upload = { picture, person: item.person ?? "", group: item.group ?? "" };
    void attempt(send(id, upload, new AbortController().signal, true));
  };
  const remove = () => {
    const params = { path: { batch_id: id, name: item.name } };
    void attempt(answer(http.DELETE("/v1/batches/{batch_id}/items/{name}", { params })));
  };
  return (
    <tr>
      <td>
        <Thumbnail url={item.source_url} text={school.portraitOf(who)} absent="" />
      </td>
      <td>
        <Thumbnail
          url={item.photo_url}
          text={school.photoOf(who)}
          absent={kindOf(item) === "unfinished" ? school.inWork : school.noPhoto}
        />
      </td>
      <td class={styles.who}>
        <strong>{who}</strong>
        {item.group && <span class={styles.quiet}>{item.group}</span>}
        {item.person && item.person !== item.name && <span class={styles.quiet}>{item.name}</span>}
      </td>
      <td class={styles.wide}>
        <KindBadge kind={kindOf(item)} />
      </td>
      <td class={styles.wide}>
        <ToDo item={item} />
        {problem && <ProblemMessage problem={problem} />}
      </td>
      <td class={styles.wide}>
        {asked ? (
          <div class={styles.actions}>
            <Button aria-label={school.removeOf(who)} onClick={remove}>
              {school.yesRemove}
            </Button>
            <Button look="plain" onClick={() => setAsked(false)}>
              {shell.cancel}
            </Button>
          </div>
        ) : (
          <div class={styles.actions}>
            <Pick small label={school.retake} accept="image/*,.heic,.heif" onFiles={retake} />
            <Button look="plain" aria-label={school.removeOf(who)} onClick={() => setAsked(true)}>
              {school.remove}
            </Button>
          </div>
        )}
      </td>
    </tr>
  );
}

function Thumbnail({ url, text, absent }: { url?: string | null | undefined; text: string; absent: string }) {
  return (
    <div class={join(styles.thumb, !url && styles.blank)}>
      {url ? <img src={url} alt={text} loading="lazy" decoding="async" /> : absent}
    </div>
  );
}

function ToDo({ item }: { item: BatchItem }) {
  const { school } = words.value;
  if (item.problem) {
    const { what, todo } = problemInWords(item.problem);
    return (
      <div class={styles.todo}>
        <strong>{what}</strong>
        <span>{school.remedies[item.problem.code] ?? todo}</span>
      </div>
    );
  }
  if (kindOf(item) === "unfinished") return null;
  if (!item.findings?.length) return <span class={styles.quiet}>{school.allWell}</span>;
  return (
    <div class={styles.todo}>
      {item.findings.slice(0, 3).map((finding) => {
        const { title, reason, advice } = findingInWords(finding);
        return (
          <div key={finding.id}>
            <strong>{title}</strong>
            <span>{advice || reason}</span>
          </div>
        );
      })}
    </div>
  );
}
