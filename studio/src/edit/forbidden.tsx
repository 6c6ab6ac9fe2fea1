// Why nothing can be edited, and the honest way to do it all the same.
import { words } from "../i18n";
import { change, editingForbidden, options, spec } from "../order/order";
import { Message } from "../ui/ui";
import { NO_EDITS } from "./editing";
import styles from "./edit.module.css";

interface ForbiddenProps {
  id: string;
  what: "background" | "clothes" | "retouch";
}

/** Shown where the authority forbids editing; `id` describes the disabled controls. */
export function Forbidden({ id, what }: ForbiddenProps) {
  const { forbidden } = words.value.edit;
  if (!spec.value?.editing_forbidden) return null;
  const isOn = options.value.edit_anyway === true;
  return (
    <Message tone="unsure">
      <strong>{forbidden.title}</strong>
      <span id={id}>{editingForbidden.value ? forbidden.why(forbidden.what[what]) : forbidden.on}</span>
      <label class={styles.check}>
        <input
          type="checkbox"
          role="switch"
          checked={isOn}
          onChange={(event) => change(event.currentTarget.checked ? { edit_anyway: true } : NO_EDITS)}
        />
        {forbidden.anyway}
      </label>
    </Message>
  );
}
