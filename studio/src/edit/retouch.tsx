// How far the person is made to look better.
import { useId } from "preact/hooks";

import { words } from "../i18n";
import { change, editingForbidden, options, slide } from "../order/order";
import { Button, Slider } from "../ui/ui";
import { NO_RETOUCH, RETOUCHES, USUAL_RETOUCH, strengthsOf, withRetouch, type Strengths } from "./editing";
import { Forbidden } from "./forbidden";
import styles from "./edit.module.css";

export function RetouchPanel() {
  const { retouch } = words.value.edit;
  const id = useId();
  const isOff = editingForbidden.value;
  const strengths = strengthsOf(options.value);
  const set = (wanted: Strengths) => change(withRetouch(wanted));
  return (
    <div class={styles.stack}>
      <Forbidden id={`${id}-off`} what="retouch" />
      <div class={styles.presets} role="group" aria-label={retouch.preset}>
        <Button disabled={isOff} aria-pressed={same(strengths, NO_RETOUCH)} onClick={() => set(NO_RETOUCH)}>
          {retouch.none}
        </Button>
        <Button disabled={isOff} aria-pressed={same(strengths, USUAL_RETOUCH)} onClick={() => set(USUAL_RETOUCH)}>
          {retouch.usual}
        </Button>
      </div>
      <div class={styles.sliders}>
        {RETOUCHES.map((name) => (
          <div key={name}>
            <Slider
              label={retouch[name]}
              value={strengths[name]}
              text={retouch.strength(Math.round(100 * strengths[name]))}
              disabled={isOff}
              describedBy={isOff ? `${id}-off` : name === "thin_face" ? `${id}-thin` : undefined}
              onSlide={(value) => slide(withRetouch({ ...strengths, [name]: value }))}
            />
            {name === "thin_face" && (
              <p class={styles.note} id={`${id}-thin`}>
                {retouch.thinWarning}
              </p>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

function same(one: Strengths, other: Strengths): boolean {
  return RETOUCHES.every((name) => one[name] === other[name]);
}
