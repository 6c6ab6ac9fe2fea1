// A number that is taken when the field is left or Enter is pressed, not at each keystroke.
import { useEffect, useId, useState } from "preact/hooks";

import { Field } from "../ui/ui";
import ui from "../ui/ui.module.css";

interface NumberFieldProps {
  label: string;
  value: number | null;
  min: number;
  max: number;
  step?: number;
  /** What an empty field means. */
  placeholder?: string;
  onNumber: (value: number | null) => void;
}

export function NumberField({ label, value, min, max, step = 1, placeholder, onNumber }: NumberFieldProps) {
  const shown = value === null ? "" : String(Math.round(value * 100) / 100);
  const [text, setText] = useState(shown);
  const id = useId();
  useEffect(() => setText(shown), [shown]);
  const take = () => {
    const wanted = text.trim() === "" ? null : Number(text.replace(",", "."));
    if (wanted === null || Number.isNaN(wanted)) {
      setText(wanted === null ? "" : shown);
      if (wanted === null && value !== null) onNumber(null);
      return;
    }
    const within = Math.min(max, Math.max(min, Math.round(wanted / step) * step));
    setText(String(Math.round(within * 100) / 100));
    if (within !== value) onNumber(within);
  };
  return (
    <Field label={label}>
      <input
        id={id}
        class={ui.input}
        type="text"
        inputMode={step < 1 ? "decimal" : "numeric"}
        value={text}
        placeholder={placeholder}
        onInput={(event) => setText(event.currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === "Enter" && take()}
      />
    </Field>
  );
}
