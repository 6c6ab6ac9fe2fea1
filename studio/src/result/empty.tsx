// What a place shows as long as there is no document or no portrait.
import { placeOf } from "../app/shell";
import { words } from "../i18n";
import { spec } from "../order/order";
import { ButtonLink, Message } from "../ui/ui";
import styles from "./result.module.css";

export function Empty() {
  const { empty } = words.value.result;
  return (
    <Message>
      <strong>{empty.title}</strong>
      <span>{spec.value ? empty.noPhoto : empty.noDocument}</span>
      <div class={styles.ways}>
        <ButtonLink look="primary" href={spec.value ? placeOf("/photo") : placeOf("/")}>
          {spec.value ? empty.takePhoto : empty.chooseDocument}
        </ButtonLink>
      </div>
    </Message>
  );
}
