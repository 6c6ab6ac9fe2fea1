// The background: the document's colours first, then common ones, one's own, and none.
import { useId } from "preact/hooks";
import type { ComponentChildren, CSSProperties } from "preact";

import { words } from "../i18n";
import { change, editingForbidden, options, slide, spec } from "../order/order";
import { asCode, nameOf, swatches } from "./colours";
import { FIRST_GRADIENT, canBeTransparent, groundOf, withGround, type Ground } from "./editing";
import { Forbidden } from "./forbidden";
import styles from "./edit.module.css";

export function BackgroundPanel() {
  const { background: text, colours } = words.value.edit;
  const id = useId();
  const document = spec.value;
  if (!document) return null;
  const isOff = editingForbidden.value;
  const ground = groundOf(document, options.value);
  const choose = (wanted: Ground) => change(withGround(document, options.value, wanted));
  const { asked, others } = swatches(document.backgrounds ?? []);
  const listed = [...asked, ...others].map((code): Ground => `#${code}`);
  const isOwn = ground.startsWith("#") && !listed.includes(ground);
  const own = isOwn ? ground : "#7FB2E5";
  const hasClothes = options.value.clothes != null;
  const clear = canBeTransparent(document);
  const mayDiffer = asked.length > 0 && ground.startsWith("#") && !asked.includes(ground.slice(1));
  const name = (code: string) => colours[nameOf(code)] ?? code;
  const swatch = (wanted: Ground, label: string, look: CSSProperties, isLocked = false, children?: ComponentChildren) => (
    <label key={wanted + label} class={styles.swatch}>
      <input
        type="radio"
        name={id}
        checked={wanted === "#" ? isOwn : ground === wanted}
        disabled={isOff || isLocked}
        aria-describedby={isOff ? `${id}-off` : undefined}
        onChange={() => choose(wanted === "#" ? own : wanted)}
      />
      <i style={look} data-look={wanted.startsWith("#") ? "colour" : wanted} />
      <span>{label}</span>
      {children}
    </label>
  );
  return (
    <div class={styles.stack}>
      <Forbidden id={`${id}-off`} what="background" />
      <fieldset class={styles.swatches}>
        <legend class="visually-hidden">{text.legend}</legend>
        {asked.map((code) => swatch(`#${code}`, text.ofDocument(name(code)), { background: `#${code}` }))}
        {others.map((code) => swatch(`#${code}`, name(code), { background: `#${code}` }))}
        {swatch("#", text.own, { background: own })}
        {swatch("gradient", text.gradient, { background: "linear-gradient(#438EDB, #FFFFFF)" })}
        {swatch("original", text.original, {}, hasClothes)}
        {swatch("transparent", text.transparent, {}, !clear)}
      </fieldset>
      {isOwn && !isOff && (
        <Pick label={text.pick} value={own.slice(1)} onPick={(code) => slide({ background: code })} />
      )}
      {ground === "gradient" && !isOff && <GradientColours />}
      {hasClothes && !isOff && <p class={styles.note}>{text.originalNeeds}</p>}
      {!clear && !isOff && <p class={styles.note}>{text.transparentNeeds}</p>}
      {ground === "transparent" && <p class={styles.note}>{text.transparentPng}</p>}
      {mayDiffer && <p class={styles.note}>{text.notAsked}</p>}
      <label class={styles.check}>
        <input
          type="checkbox"
          checked={options.value.quality === "best"}
          disabled={isOff}
          aria-describedby={isOff ? `${id}-off` : undefined}
          onChange={(event) => change({ quality: event.currentTarget.checked ? "best" : undefined })}
        />
        <span>
          {text.best}
          <small>{text.bestHow}</small>
        </span>
      </label>
    </div>
  );
}

function GradientColours() {
  const { background: text } = words.value.edit;
  const { background } = options.value;
  const { top, bottom } = typeof background === "object" && background ? background : FIRST_GRADIENT;
  return (
    <div class={styles.pair}>
      <Pick label={text.top} value={top} onPick={(code) => slide({ background: { top: code, bottom } })} />
      <Pick label={text.bottom} value={bottom} onPick={(code) => slide({ background: { top, bottom: code } })} />
    </div>
  );
}

function Pick({ label, value, onPick }: { label: string; value: string; onPick: (code: string) => void }) {
  return (
    <label class={styles.pick}>
      <input
        type="color"
        value={`#${asCode(value) ?? "FFFFFF"}`}
        onInput={(event) => {
          const code = asCode(event.currentTarget.value);
          if (code) onPick(code);
        }}
      />
      <span>{label}</span>
      <code>#{value}</code>
    </label>
  );
}
