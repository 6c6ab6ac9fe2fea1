// Buttons, fields and marks that all rooms share.
import type { ButtonHTMLAttributes, ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

import type { Problem, Report } from "../api/client";
import { words } from "../i18n";
import styles from "./ui.module.css";
import { problemInWords } from "./wording";

export type Verdict = Report["verdict"];
type Look = "primary" | "plain";

export function join(...classes: (string | false | null | undefined)[]): string {
  return classes.filter(Boolean).join(" ");
}

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "class"> {
  look?: Look;
  class?: string | undefined;
}

export function Button({ look, class: more, type = "button", ...rest }: ButtonProps) {
  return <button type={type} class={join(styles.button, look && styles[look], more)} {...rest} />;
}

interface LinkProps {
  href: string;
  look?: Look;
  /** The name to save a file under; of a place, nothing. */
  download?: string;
  target?: string;
  children: ComponentChildren;
}

export function ButtonLink({ look, ...rest }: LinkProps) {
  return <a class={join(styles.button, look && styles[look])} {...rest} />;
}

export function Field({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <label class={styles.field}>
      <span>{label}</span>
      {children}
    </label>
  );
}

interface TextFieldProps {
  label: string;
  value: string;
  onText: (value: string) => void;
  type?: "text" | "password" | "search" | "number";
  placeholder?: string;
  autocomplete?: string;
  inputMode?: "decimal" | "numeric";
  required?: boolean;
  disabled?: boolean;
  "aria-describedby"?: string;
}

export function TextField({ label, onText, ...rest }: TextFieldProps) {
  return (
    <Field label={label}>
      <input class={styles.input} {...(rest as object)} onInput={(event) => onText(event.currentTarget.value)} />
    </Field>
  );
}

interface SelectProps {
  label: string;
  value: string;
  choices: readonly (readonly [value: string, label: string])[];
  onChoose: (value: string) => void;
  disabled?: boolean;
}

export function Select({ label, value, choices, onChoose, disabled = false }: SelectProps) {
  return (
    <Field label={label}>
      <select
        class={styles.select}
        value={value}
        disabled={disabled}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {choices.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface SliderProps {
  label: string;
  value: number;
  min?: number;
  max?: number;
  step?: number;
  /** The value in words, for eyes and for screen readers. */
  text: string;
  disabled?: boolean;
  describedBy?: string | undefined;
  onSlide: (value: number) => void;
}

export function Slider({ label, value, min = 0, max = 1, step = 0.05, text, onSlide, ...rest }: SliderProps) {
  const id = useId();
  return (
    <div class={styles.slider}>
      <label for={id}>{label}</label>
      <output for={id}>{text}</output>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={rest.disabled}
        aria-valuetext={text}
        aria-describedby={rest.describedBy}
        onInput={(event) => onSlide(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}

interface ChoicesProps {
  legend: string;
  value: string;
  choices: readonly (readonly [value: string, label: ComponentChildren])[];
  onChoose: (value: string) => void;
  disabled?: boolean;
  hiddenLegend?: boolean;
}

/** One of several, all of them in view. */
export function Choices({ legend, value, choices, onChoose, disabled = false, hiddenLegend }: ChoicesProps) {
  const name = useId();
  return (
    <fieldset class={styles.choices} disabled={disabled}>
      <legend class={hiddenLegend ? "visually-hidden" : styles.legend}>{legend}</legend>
      {choices.map(([each, label]) => (
        <label key={each}>
          <input type="radio" name={name} value={each} checked={each === value} onChange={() => onChoose(each)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

export function Card({ children, label }: { children: ComponentChildren; label?: string }) {
  return (
    <section class={styles.card} aria-label={label}>
      {children}
    </section>
  );
}

interface MessageProps {
  tone?: "fail" | "unsure" | "pass";
  /** alert is read out at once, status when there is a pause. */
  role?: "alert" | "status";
  children: ComponentChildren;
}

export function Message({ tone, role, children }: MessageProps) {
  return (
    <div class={join(styles.message, tone && styles[tone])} role={role}>
      {children}
    </div>
  );
}

/** What is wrong and what to do, in the reader's language as far as there are words for it. */
export function ProblemMessage({ problem, children }: { problem: Problem; children?: ComponentChildren }) {
  const { what, todo } = problemInWords(problem);
  return (
    <Message tone="fail" role="alert">
      <strong>{what}</strong>
      {todo && <span>{todo}</span>}
      {children}
    </Message>
  );
}

const SHAPES: Record<Verdict, string> = {
  pass: "M3 8.5l3.5 3.5L13 5",
  unsure: "M6 6a2 2 0 1 1 3 1.7c-.7.4-1 .8-1 1.6M8 12v.5",
  fail: "M4.5 4.5l7 7m0-7l-7 7",
  not_assessed: "M4 8h8",
};

/** A verdict by shape, word and colour. */
export function Badge({ verdict, children }: { verdict: Verdict; children?: ComponentChildren }) {
  return (
    <span class={join(styles.badge, styles[verdict])}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d={SHAPES[verdict]} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
      </svg>
      {children ?? words.value.checks.verdicts[verdict]}
    </span>
  );
}

export function Waiting({ children }: { children?: ComponentChildren }) {
  return (
    <div class={styles.waiting} role="status">
      <span class={styles.spinner} aria-hidden="true" />
      {children ?? words.value.shell.loading}
    </div>
  );
}

/** The heading of a place. It takes the focus when the place is entered, and names the document. */
export function Title({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${children} · ${words.value.shell.product}`;
  }, [children]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
