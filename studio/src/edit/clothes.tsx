// The wardrobe: every garment with its picture, by group.
import { signal } from "@preact/signals";
import { useEffect, useId, useState } from "preact/hooks";

import { ProblemError, answer, http, type Garment, type Problem } from "../api/client";
import { language, words, type Language } from "../i18n";
import { change, editingForbidden, options } from "../order/order";
import { Button, Choices, Message, Waiting } from "../ui/ui";
import { capitalised } from "../ui/wording";
import { withClothes } from "./editing";
import { Forbidden } from "./forbidden";
import styles from "./edit.module.css";

type Group = Garment["group"];
const GROUPS: readonly Group[] = ["woman", "man", "child"];

const wardrobe = signal<{ language: Language; garments: readonly Garment[] } | null>(null);

async function load(inLanguage: Language): Promise<void> {
  if (wardrobe.value?.language === inLanguage) return;
  const params = { query: { language: inLanguage } };
  const { items } = await answer<{ items: Garment[] }>(http.GET("/v1/garments", { params }));
  wardrobe.value = { language: inLanguage, garments: items };
}

export function ClothesPanel() {
  const { edit, shell } = words.value;
  const id = useId();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [group, setGroup] = useState<Group | "all">(groupOf(options.value.clothes) ?? "all");
  const inLanguage = language.value;
  const begin = () => {
    setProblem(null);
    load(inLanguage).catch((error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      setProblem(error.problem);
    });
  };
  useEffect(begin, [inLanguage]);
  const isOff = editingForbidden.value;
  const shown = wardrobe.value?.garments.filter((each) => group === "all" || each.group === group) ?? [];
  const choose = (clothes: string | undefined) => change(withClothes(options.value, clothes));
  return (
    <div class={styles.stack}>
      <Forbidden id={`${id}-off`} what="clothes" />
      <Choices
        legend={edit.clothes.filter}
        hiddenLegend
        value={group}
        choices={[["all", edit.clothes.all], ...GROUPS.map((each) => [each, edit.clothes.groups[each]] as const)]}
        onChoose={(value) => setGroup(value as Group | "all")}
      />
      {problem && (
        <Message tone="fail" role="alert">
          <strong>{edit.clothes.failed}</strong>
          <div>
            <Button onClick={begin}>{shell.again}</Button>
          </div>
        </Message>
      )}
      {!wardrobe.value && !problem && <Waiting />}
      {wardrobe.value && (
        <fieldset class={styles.garments} disabled={isOff} aria-describedby={isOff ? `${id}-off` : undefined}>
          <legend class="visually-hidden">{edit.clothes.legend}</legend>
          <label class={styles.garment}>
            <input type="radio" name={id} checked={!options.value.clothes} onChange={() => choose(undefined)} />
            <span class={styles.noGarment} aria-hidden="true" />
            <span>{edit.clothes.none}</span>
          </label>
          {shown.map((each) => (
            <label key={each.id} class={styles.garment}>
              <input
                type="radio"
                name={id}
                checked={options.value.clothes === each.id}
                onChange={() => choose(each.id)}
              />
              <img src={each.thumbnail_url} alt="" loading="lazy" decoding="async" />
              <span>{capitalised(each.title)}</span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}

function groupOf(garment: string | null | undefined): Group | null {
  return GROUPS.find((each) => garment?.startsWith(`${each}_`)) ?? null;
}
