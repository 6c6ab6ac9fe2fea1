// The portrait with the photo's frame, and the points that can be put right by hand.
import { useRef } from "preact/hooks";

import type { PhotoResult, Source } from "../api/client";
import { words } from "../i18n";
import { change, options, slide } from "../order/order";
import { Button } from "../ui/ui";
import { Handle } from "./handle";
import { HANDLES, cornersOf, percent, placeOf, stillSuits, viewAround, within, type Pair, type View } from "./handles";
import styles from "./result.module.css";
import { PORTRAIT, pointedAt } from "./seen";

const NOTHING = { rotate_deg: 0, zoom: 0, shift: 0 };

export function Portrait({ source, photo }: { source: Source; photo: PhotoResult }) {
  const { result } = words.value;
  const whole = photo.head_on_source.px as Pair;
  const corners = cornersOf(photo);
  const view = useView(source.id, corners, whole);
  const { adjustments } = options.value;
  const isMoved = HANDLES.some((name) => adjustments?.[name]);
  const move = (name: (typeof HANDLES)[number], to: Pair) =>
    slide({ adjustments: { ...NOTHING, ...adjustments, [name]: within(to, whole) } });
  const reset = () => {
    const { zoom = 0, shift = 0, rotate_deg = 0 } = adjustments ?? {};
    change({ adjustments: zoom || shift || rotate_deg ? { zoom, shift, rotate_deg } : undefined });
    // the button goes with what it undid
    document.querySelector<HTMLElement>(`#${PORTRAIT} [role="slider"]`)?.focus({ preventScroll: true });
  };
  return (
    <figure class={styles.figure}>
      <figcaption class={styles.caption}>
        <h2>{result.portrait}</h2>
        {isMoved && (
          <Button look="plain" onClick={reset}>
            {result.resetHandle}
          </Button>
        )}
      </figcaption>
      <div
        id={PORTRAIT}
        class={styles.portrait}
        style={{ aspectRatio: `${view.width} / ${view.height}`, "--ratio": view.width / view.height }}
      >
        <div class={styles.clip}>
          <img
            src={source.picture_url}
            alt={result.portraitAlt}
            draggable={false}
            style={{
              width: percent(whole[0], view.width),
              height: percent(whole[1], view.height),
              left: percent(-view.left, view.width),
              top: percent(-view.top, view.height),
            }}
          />
          <Frame corners={corners} view={view} />
        </div>
        {HANDLES.map((name) => (
          <Handle
            key={name}
            name={name}
            at={placeOf(name, adjustments, photo.head_on_source)}
            view={view}
            whole={whole}
            picture={source.picture_url}
            onMove={(to) => move(name, to)}
          />
        ))}
      </div>
      <p class={styles.facts}>{result.handlesHow}</p>
    </figure>
  );
}

/** The part that is shown: kept while it suits, so that nothing jumps under the finger. */
function useView(sourceId: string, corners: readonly Pair[], whole: Pair): View {
  const kept = useRef<{ sourceId: string; view: View } | null>(null);
  if (kept.current?.sourceId !== sourceId || !stillSuits(kept.current.view, corners, whole)) {
    kept.current = { sourceId, view: viewAround(corners, whole) };
  }
  return kept.current.view;
}

/** Darkens what the photo leaves out, and marks what a finding points at. */
function Frame({ corners, view }: { corners: readonly Pair[]; view: View }) {
  const { left, top, width, height } = view;
  const inside = `M${corners.map((corner) => corner.join(" ")).join("L")}Z`;
  const region = pointedAt.value;
  return (
    <svg class={styles.over} viewBox={`${left} ${top} ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <path class={styles.outside} fill-rule="evenodd" d={`M${left} ${top}h${width}v${height}h${-width}Z${inside}`} />
      <path class={styles.cut} d={inside} vector-effect="non-scaling-stroke" />
      {region && (
        <rect
          class={styles.region}
          x={region[0]}
          y={region[1]}
          width={region[2] - region[0]}
          height={region[3] - region[1]}
          vector-effect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
