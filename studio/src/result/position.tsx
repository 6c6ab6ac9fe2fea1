// Size, height and rotation of the head within what the document allows, and what came of it.
import type { PhotoResult } from "../api/client";
import { number, words } from "../i18n";
import { change, options, slide } from "../order/order";
import { Button, Slider } from "../ui/ui";
import { gaugeOf, measuresOf, type Measure } from "./measures";
import styles from "./result.module.css";

export function Position() {
  const { position } = words.value.result;
  const { adjustments } = options.value;
  const { zoom = 0, shift = 0, rotate_deg = 0 } = adjustments ?? {};
  const set = (some: object) => slide({ adjustments: { ...adjustments, zoom, shift, rotate_deg, ...some } });
  return (
    <div class={styles.stack}>
      <Slider
        label={position.zoom}
        value={zoom}
        min={-1}
        max={1}
        text={position.zoomText(Math.round(100 * zoom))}
        onSlide={(value) => set({ zoom: value })}
      />
      <Slider
        label={position.shift}
        value={shift}
        min={-1}
        max={1}
        text={position.shiftText(Math.round(100 * shift))}
        onSlide={(value) => set({ shift: value })}
      />
      <Slider
        label={position.rotate}
        value={rotate_deg}
        min={-15}
        max={15}
        step={0.5}
        text={position.rotateText(number(Math.abs(rotate_deg), 1), rotate_deg > 0, rotate_deg === 0)}
        onSlide={(value) => set({ rotate_deg: value })}
      />
      <p class={styles.facts}>{position.keeps}</p>
      <div>
        <Button disabled={!adjustments} onClick={() => change({ adjustments: undefined })}>
          {position.reset}
        </Button>
      </div>
    </div>
  );
}

export function Measures({ photo }: { photo: PhotoResult }) {
  const { measures } = words.value.result;
  return (
    <section class={styles.stack} aria-label={measures.title}>
      <h3>{measures.title}</h3>
      <ul class={styles.measures}>
        {measuresOf(photo).map((measure) => (
          <OneMeasure key={measure.name} measure={measure} />
        ))}
      </ul>
    </section>
  );
}

function OneMeasure({ measure }: { measure: Measure }) {
  const { measures } = words.value.result;
  const gauge = gaugeOf(measure);
  const of = ["face_width", "inter_eye"].includes(measure.name) ? measures.width : measures.height;
  return (
    <li data-beyond={!measure.fits || undefined}>
      <div class={styles.measure}>
        <span>{measures[measure.name]}</span>
        <strong>{measures.value(number(measure.mm, 1, 1))}</strong>
      </div>
      {gauge && (
        <div class={styles.gauge} aria-hidden="true">
          <i style={{ left: `${100 * gauge.from}%`, right: `${100 - 100 * gauge.to}%` }} />
          <b style={{ left: `${100 * gauge.at}%` }} />
        </div>
      )}
      <span class={styles.facts}>
        {gauge
          ? `${measures.allowed(inWords(measure.lowMm, measure.highMm, 1), inWords(measure.lowPercent, measure.highPercent, 0), of)} · ${measure.fits ? measures.fits : measures.beyond}`
          : measures.free}
      </span>
    </li>
  );
}

/** A range in words; an end that is open is left out. */
export function inWords(low: number | null, high: number | null, digits: number): string {
  const { range } = words.value.result;
  const text = (value: number) => number(value, digits);
  if (low === null) return high === null ? "" : range.atMost(text(high));
  if (high === null) return range.atLeast(text(low));
  return text(low) === text(high) ? text(low) : range.between(text(low), text(high));
}
