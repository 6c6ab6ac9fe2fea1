// The finished photo at its true proportions, with the document's lines on it.
import { pictureUrl, type PhotoResult, type Task } from "../api/client";
import { Wipe } from "../edit/wipe";
import { fileSize, number, words } from "../i18n";
import { making, spec } from "../order/order";
import { join } from "../ui/ui";
import styles from "./result.module.css";
import { showsBefore, showsLines } from "./seen";

export function FinishedPhoto({ task, photo }: { task: Task; photo: PhotoResult }) {
  const { result, edit } = words.value;
  const [width, height] = photo.px;
  const isUpdating = making.value.kind === "making";
  const url = pictureUrl(task);
  return (
    <figure class={styles.figure}>
      <figcaption class={styles.caption}>
        <h2>{result.finished}</h2>
        <span class={join(styles.updating, isUpdating && styles.shown)} aria-hidden="true">
          {result.updating}
        </span>
      </figcaption>
      <div class={join(styles.frame, styles.chequered)} style={{ aspectRatio: `${width} / ${height}`, "--ratio": width / height }}>
        {showsBefore.value ? (
          <Wipe after={url} photo={photo} />
        ) : (
          <>
            <img src={url} alt={result.photoAlt(spec.value?.title ?? "", width, height)} width={width} height={height} />
            {showsLines.value && <Lines photo={photo} />}
          </>
        )}
      </div>
      <p class={styles.facts}>
        {result.photoSize(
          photo.mm.map((side) => number(side, 1)).join(" × "),
          photo.px.map((side) => String(side)).join(" × "),
          fileSize(photo.bytes),
        )}
      </p>
      <div class={styles.switches}>
        <label>
          <input
            type="checkbox"
            checked={showsLines.value}
            disabled={showsBefore.value}
            onChange={(event) => (showsLines.value = event.currentTarget.checked)}
          />
          {result.lines}
        </label>
        <label>
          <input
            type="checkbox"
            checked={showsBefore.value}
            onChange={(event) => (showsBefore.value = event.currentTarget.checked)}
          />
          {edit.wipe.show}
        </label>
      </div>
    </figure>
  );
}

/** Crown or hair, eyes and chin as measured, and the bands that the document allows. */
function Lines({ photo }: { photo: PhotoResult }) {
  const { linesOf } = words.value.result;
  const [width, height] = photo.px;
  const { chin_top = 0, eyes_top = 0, crown_top = 0, head_top = 0 } = photo.head.px;
  const toHair = !photo.limits.face_height && !!photo.limits.head_height;
  const top = toHair ? head_top : crown_top;
  const head = photo.limits[toHair ? "head_height" : "face_height"];
  const eyes = photo.limits.eyes_top;
  const lines = [
    [top, toHair ? linesOf.hair : linesOf.crown, head && band(chin_top, head.high, chin_top, head.low)],
    [eyes_top, linesOf.eyes, eyes && band(0, flipped(eyes.low), 0, flipped(eyes.high))],
    [chin_top, linesOf.chin, null],
  ] as const;
  return (
    <div class={styles.lines} aria-hidden="true">
      {lines.map(([at, name, allowed]) => (
        <>
          {allowed && (
            <div
              class={styles.band}
              style={{ top: `${(100 * allowed.from) / height}%`, height: `${(100 * (allowed.to - allowed.from)) / height}%` }}
            />
          )}
          <div class={styles.line} style={{ top: `${(100 * at) / height}%` }}>
            <span>{name}</span>
          </div>
        </>
      ))}
      <div class={styles.middle} style={{ left: `${50 * (width / width)}%` }} />
    </div>
  );
}

const flipped = (value: number | null | undefined) => (value == null ? value : -value);

/** From `start - high` to `end - low`; null if an end is open. */
function band(start: number, high: number | null | undefined, end: number, low: number | null | undefined) {
  return high == null || low == null ? null : { from: start - high, to: end - low };
}
