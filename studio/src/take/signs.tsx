// The verdicts on what the camera sees: each by shape, word and number.
import { number, words } from "../i18n";
import { Badge } from "../ui/ui";
import styles from "./booth.module.css";
import type { Sign, SignName } from "./guide";

const NAMES: readonly SignName[] = ["distance", "middle", "straight", "level", "light", "eyes"];

export function Signs({ signs }: { signs: readonly Sign[] }) {
  const { take } = words.value;
  return (
    <ul class={styles.signs} aria-label={take.signs.label}>
      {NAMES.map((name) => {
        const sign = signs.find((each) => each.name === name);
        return (
          <li key={name}>
            <span>{take.signs[name]}</span>
            <small>{sign && valueText(sign)}</small>
            <Badge verdict={sign?.verdict ?? "not_assessed"}>{take.verdicts[sign?.verdict ?? "waiting"]}</Badge>
          </li>
        );
      })}
    </ul>
  );
}

function valueText({ name, value }: Sign): string {
  const { values } = words.value.take;
  if (value === null) return "";
  if (name === "distance") return values.distance(number(value * 100));
  if (name === "middle") return values.middle(number(value * 100));
  if (name === "light") return values.light(number(value));
  return values.degrees(number(Math.abs(value)));
}
