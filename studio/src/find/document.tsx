// A document's page: what the authority asks, and how the photo will look.
import { useEffect, useState } from "preact/hooks";

import { address, go, query } from "../app/route";
import { ProblemError, type Problem, type SpecDetail } from "../api/client";
import { countryName, language, likelyCountry, tag, words } from "../i18n";
import { customSize } from "../order/custom";
import { chooseSpec, spec as chosen } from "../order/order";
import { Icon, type IconName } from "../ui/icons";
import { Badge, ButtonLink, Message, Title, Waiting } from "../ui/ui";
import { asked, type GroupName, type Row } from "./asked";
import styles from "./document.module.css";
import { Drawing } from "./drawing";
import { NoDocument } from "./missing";
import { Swatch } from "./swatch";

export default function Document() {
  const id = query.value.get("spec");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (!id) return go(address("/"), { replace: true });
    setProblem(null);
    chooseSpec(id).catch((error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      setProblem(error.problem);
    });
  }, [id, language.value, tries]);
  const spec = chosen.value;
  if (problem) return <NoDocument problem={problem} onAgain={() => setTries(tries + 1)} />;
  return spec && spec.id === id ? <Loaded spec={spec} /> : <Waiting />;
}

function Loaded({ spec }: { spec: SpecDetail }) {
  const { document: say } = words.value.find;
  const groups = asked(spec, likelyCountry());
  const next = <Next spec={spec} />;
  return (
    <div class={styles.page}>
      <header class={styles.title}>
        {spec.country && <p>{spec.country_name ?? countryName(spec.country)}</p>}
        <Title>{spec.title}</Title>
      </header>
      <div class={styles.columns}>
        <div class={styles.side}>
          <figure class={styles.figure}>
            <Drawing spec={spec} />
            {!spec.head_height_mm && <figcaption>{say.usualHead}</figcaption>}
          </figure>
          {next}
        </div>
        <div class={styles.rules}>
          {customSize(spec.id) ? <Message>{say.ownHow}</Message> : <Editing spec={spec} />}
          {groups.map(([name, rows]) => (
            <Group key={name} name={name} rows={rows} backgrounds={name === "scene" || !has(groups, "scene") && name === "picture" ? (spec.backgrounds ?? null) : null} />
          ))}
          {spec.note && (
            <section class={styles.group}>
              <h2>
                <Icon name="paste" />
                {say.note}
              </h2>
              <p lang="en">{spec.note}</p>
            </section>
          )}
          {!customSize(spec.id) && <Source spec={spec} />}
        </div>
      </div>
    </div>
  );
}

function has(groups: ReturnType<typeof asked>, wanted: GroupName): boolean {
  return groups.some(([name]) => name === wanted);
}

function Next({ spec }: { spec: SpecDetail }) {
  const { document: say } = words.value.find;
  return (
    <div class={styles.buttons}>
      <ButtonLink look="primary" href={address("/photo", { spec: spec.id })}>
        {say.continue}
        <Icon name="arrow" />
      </ButtonLink>
      <ButtonLink look="plain" href={address("/")}>
        {say.change}
      </ButtonLink>
    </div>
  );
}

/** Whether the photo may be edited, and what that means here. */
function Editing({ spec }: { spec: SpecDetail }) {
  const { editing } = words.value.find.document;
  const forbidden = spec.editing_forbidden ?? null;
  const [tone, icon, title, how] =
    forbidden === null
      ? ([undefined, "question", editing.unknown, editing.unknownHow] as const)
      : forbidden
        ? (["unsure", "lock", editing.forbidden, editing.forbiddenHow] as const)
        : (["pass", "pen", editing.allowed, editing.allowedHow] as const);
  return (
    <Message {...(tone && { tone })}>
      <strong class={styles.editing}>
        <Icon name={icon} />
        {title}
      </strong>
      <span>{how}</span>
    </Message>
  );
}

const ICONS: Record<GroupName, IconName> = { picture: "ruler", person: "person", scene: "light", file: "file", children: "child" };

function Group({ name, rows, backgrounds }: { name: GroupName; rows: readonly Row[]; backgrounds: readonly string[] | null }) {
  const { find } = words.value;
  const labelled = rows.filter((row) => row.label !== null);
  const said = rows.filter((row) => row.label === null);
  return (
    <section class={styles.group}>
      <h2>
        <Icon name={ICONS[name]} />
        {find.document[name]}
      </h2>
      {(labelled.length > 0 || backgrounds) && (
        <dl class={styles.values}>
          {labelled.map((row) => (
            <div key={row.field}>
              <dt>{row.label}</dt>
              <dd>
                {row.texts.map((text) => (
                  <span key={text}>{text}</span>
                ))}
                {row.unchecked && <Unchecked />}
              </dd>
            </div>
          ))}
          {backgrounds && (
            <div>
              <dt>{find.document.background}</dt>
              <dd>
                {backgrounds.length === 0 && <span>{find.anyBackground}</span>}
                {backgrounds.map((colour) => (
                  <Swatch key={colour} colour={colour} />
                ))}
              </dd>
            </div>
          )}
        </dl>
      )}
      {said.length > 0 && (
        <ul class={styles.sentences}>
          {said.flatMap((row) =>
            row.texts.map((text) => (
              <li key={row.field + text}>
                {text} {row.unchecked && <Unchecked />}
              </li>
            )),
          )}
        </ul>
      )}
    </section>
  );
}

function Unchecked() {
  return <Badge verdict="unsure">{words.value.find.document.notChecked}</Badge>;
}

function Source({ spec }: { spec: SpecDetail }) {
  const { document: say } = words.value.find;
  const unverified = spec.unverified ?? [];
  return (
    <section class={styles.group}>
      <h2>
        <Icon name="shield" />
        {say.source}
      </h2>
      {spec.source && (
        <p lang="en" class={styles.source}>
          <Linked text={spec.source} />
        </p>
      )}
      {!spec.country ? (
        <p>{say.commonSize}</p>
      ) : spec.verified && spec.checked ? (
        <p>
          {say.checkedOn(day(spec.checked))}
          {unverified.length > 0 && <> {say.partly}</>}
        </p>
      ) : (
        <Message tone="unsure">{say.neverChecked}</Message>
      )}
    </section>
  );
}

/** A text with its addresses as links. */
function Linked({ text }: { text: string }) {
  return (
    <>
      {text.split(/(https?:\/\/[^\s),;]+)/).map((part, index) =>
        index % 2 ? (
          <a key={index} href={part} target="_blank" rel="noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </>
  );
}

function day(iso: string): string {
  return new Date(`${iso}T12:00:00`).toLocaleDateString(tag.value, { dateStyle: "long" });
}
