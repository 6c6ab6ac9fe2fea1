// A background colour, to look at and by name.
import { words } from "../i18n";
import styles from "./find.module.css";

export function Swatch({ colour }: { colour: string }) {
  return (
    <span class={styles.swatch}>
      <span style={{ backgroundColor: `#${colour}` }} />
      {words.value.find.colours[colour] ?? `#${colour}`}
    </span>
  );
}
