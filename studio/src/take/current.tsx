// The portrait in use, upright as the server reads it.
import { address } from "../app/route";
import { fileSize, words } from "../i18n";
import { pair } from "../find/sizes";
import { source, spec } from "../order/order";
import { Icon } from "../ui/icons";
import { ButtonLink } from "../ui/ui";
import styles from "./take.module.css";

export function Current() {
  const { take, find } = words.value;
  const now = source.value!;
  const facts = take.currentFacts(pair(now.px, find.units.px, 0), fileSize(now.bytes), now.format.toUpperCase());
  return (
    <section class={styles.current} aria-label={take.current}>
      <img src={`/v1/sources/${now.id}/picture`} alt={take.currentAlt} width={now.px[0]} height={now.px[1]} />
      <div>
        <h2>{take.current}</h2>
        <p>{facts}</p>
        <div>
          <ButtonLink look="primary" href={address("/result", { spec: spec.value?.id, source: now.id })}>
            {take.use}
            <Icon name="arrow" />
          </ButtonLink>
        </div>
      </div>
    </section>
  );
}
