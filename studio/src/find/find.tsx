// The first step: which document the photo is for.
import { useEffect, useRef } from "preact/hooks";

import { address, go, path } from "../app/route";
import { countryName, tag, words } from "../i18n";
import { Icon } from "../ui/icons";
import { Button, Select, Title } from "../ui/ui";
import { followArrows, typingLeadsTo } from "./arrows";
import styles from "./find.module.css";
import { OwnSize } from "./own";
import { Results } from "./results";
import { countries, country, firstFound, keepSearching, near, searching, text } from "./search";

export function Find() {
  const { find } = words.value;
  const place = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(keepSearching, []);
  useEffect(() => field.current ? typingLeadsTo(field.current) : undefined, []);
  return (
    <div class={styles.find}>
      <Title>{find.title}</Title>
      <div ref={place} onKeyDown={(event) => place.current && followArrows(event, place.current)} class={styles.find}>
        <search class={styles.bar}>
          <label class={styles.search}>
            <span class="visually-hidden">{find.searchLabel}</span>
            <Icon name="search" />
            <input
              ref={field}
              type="search"
              value={text.value}
              placeholder={find.placeholder}
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              enterkeyhint="search"
              data-arrows="field"
              onKeyDown={(event) => event.key === "Enter" && !event.isComposing && void openFirst()}
              onInput={(event) => (text.value = event.currentTarget.value)}
            />
            {text.value && (
              <button
                type="button"
                class={styles.clear}
                aria-label={find.clear}
                onClick={() => {
                  text.value = "";
                  field.current?.focus();
                }}
              >
                <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                  <path d="M4 4l8 8m0-8l-8 8" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
                </svg>
              </button>
            )}
          </label>
          <div class={styles.country}>
            <Select
              label={find.countryLabel}
              value={country.value}
              choices={[["", find.allCountries], ...sorted(countries.value)]}
              onChoose={(code) => (country.value = code)}
            />
          </div>
        </search>
        {!searching.value && (
          <div class={styles.examples}>
            <span>{find.examples}</span>
            {find.exampleQueries.map((each) => (
              <Button
                key={each}
                class={styles.example}
                onClick={() => {
                  text.value = each;
                  field.current?.focus();
                }}
              >
                {each}
              </Button>
            ))}
          </div>
        )}
        <Results />
      </div>
      <OwnSize />
    </div>
  );
}

async function openFirst(): Promise<void> {
  const first = await firstFound();
  if (first && path.value === "/") go(address("/document", { spec: first.id }));
}

/** The countries by their names in the reader's language, the reader's own first. */
function sorted(codes: readonly string[]): [code: string, name: string][] {
  const { compare } = new Intl.Collator(tag.value);
  const named = codes.map((code): [string, string] => [code, countryName(code)]);
  return named.sort(([a, first], [b, second]) => Number(b === near) - Number(a === near) || compare(first, second));
}
