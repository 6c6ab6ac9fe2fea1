// What was found; before anything is typed, what the reader probably looks for.
import type { ComponentChildren } from "preact";

import { address } from "../app/route";
import type { SpecSummary } from "../api/client";
import { countryName, likelyCountry, words } from "../i18n";
import { Button, ProblemMessage, Waiting, join } from "../ui/ui";
import styles from "./find.module.css";
import { country, found, near, searching, showMore, text, tryAgain, type List } from "./search";
import { sizeTexts } from "./sizes";
import { Tag } from "./tag";
import { Thumb } from "./thumb";

export function Results() {
  const { find, shell } = words.value;
  const { list, problem, waiting } = found.value;
  return (
    <section aria-label={find.title} aria-busy={waiting} class={styles.results}>
      <p class={searching.value && list?.total ? styles.count : "visually-hidden"} role="status">
        {list && !waiting && !problem ? find.found(list.total) : " "}
      </p>
      {problem ? (
        <ProblemMessage problem={problem}>
          <span>
            <Button onClick={tryAgain}>{shell.again}</Button>
          </span>
        </ProblemMessage>
      ) : list === null ? (
        <Waiting />
      ) : (
        <Documents list={list} waiting={waiting} />
      )}
    </section>
  );
}

function Documents({ list, waiting }: { list: List; waiting: boolean }) {
  const { find } = words.value;
  if (list.items.length === 0) return waiting ? <Waiting /> : <None />;
  const groups = searching.value ? [{ name: "", items: list.items }] : grouped(list.items);
  return (
    <div class={join(styles.groups, waiting && styles.stale)}>
      {groups.map(({ name, items }) => (
        <Group key={name} name={name}>
          {items.map((each) => (
            <Document key={each.id} spec={each} />
          ))}
        </Group>
      ))}
      {list.cursor && (
        <Button class={styles.more} disabled={waiting} onClick={() => void showMore()}>
          {find.showMore}
        </Button>
      )}
    </div>
  );
}

/** Without a search: the reader's country, sizes of no country, the rest. */
function grouped(items: readonly SpecSummary[]): { name: string; items: SpecSummary[] }[] {
  const { find } = words.value;
  const groups = [
    { name: near ? find.inCountry(countryName(near)) : "", items: items.filter((each) => each.country === near) },
    { name: find.common, items: items.filter((each) => !each.country) },
    { name: find.others, items: items.filter((each) => each.country && each.country !== near) },
  ];
  return groups.filter((group) => group.items.length > 0);
}

function Group({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class={styles.group}>
      {name && <h2>{name}</h2>}
      <ul class={styles.list}>{children}</ul>
    </div>
  );
}

function Document({ spec }: { spec: SpecSummary }) {
  const { find } = words.value;
  const country = spec.country ? (spec.country_name ?? countryName(spec.country)) : null;
  // said already by the title or by the group
  const isKnown = country === null || spec.title.startsWith(country) || (!searching.value && spec.country === near);
  return (
    <li>
      <a class={styles.result} href={address("/document", { spec: spec.id })} data-arrows="link">
        <Thumb spec={spec} />
        <span class={styles.about}>
          <strong>{spec.title}</strong>
          <span class={styles.facts}>
            {[isKnown ? null : country, ...sizeTexts(spec, likelyCountry())].filter(Boolean).map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
          </span>
          <span class={styles.tags}>
            {spec.editing_forbidden && <Tag tone="unsure" icon="lock" text={find.noEditing} />}
            {spec.verified ? (
              <Tag tone="pass" icon="tick" text={find.verified} />
            ) : (
              // a common size has no authority to compare it with
              spec.country && <Tag icon="question" text={find.unverified} />
            )}
          </span>
        </span>
      </a>
    </li>
  );
}

function None() {
  const { find } = words.value;
  const query = text.value.trim();
  const where = country.value;
  return (
    <div class={styles.none}>
      <h2>{where ? find.noneInCountry(query, countryName(where)) : find.noneTitle(query)}</h2>
      <p>{find.noneHow}</p>
      {where && (
        <div>
          <Button onClick={() => (country.value = "")}>{find.everywhere}</Button>
        </div>
      )}
    </div>
  );
}
