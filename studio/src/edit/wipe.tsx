// Before and after on top of each other, with a boundary to move.
import { useEffect, useState } from "preact/hooks";

import { pictureUrl, type PhotoOptions, type PhotoResult, type Task } from "../api/client";
import { words } from "../i18n";
import { makePhoto, options, source, spec } from "../order/order";
import { Waiting } from "../ui/ui";
import { unedited } from "./editing";
import styles from "./edit.module.css";

/** The latest photo without edits, and what it was made of: it is asked for once. */
let made: { of: string; url: string } | null = null;

const PAUSE_MS = 400; // lets a slider come to rest

type Before = { kind: "waiting" } | { kind: "failed" } | { kind: "here"; url: string };

function useBefore(): Before {
  const wanted = JSON.stringify({
    ...unedited(options.value),
    spec: spec.value?.id,
    source: { id: source.value?.id },
  });
  const [before, setBefore] = useState<Before>(made ? { kind: "here", url: made.url } : { kind: "waiting" });
  useEffect(() => {
    if (made?.of === wanted) {
      setBefore({ kind: "here", url: made.url });
      return;
    }
    const abandoned = new AbortController();
    const order = JSON.parse(wanted) as PhotoOptions & { spec: string; source: { id: string } };
    const begun = setTimeout(() => {
      makePhoto(order, abandoned.signal)
        .then((task: Task) => {
          if (task.state !== "done") throw new Error("no photo without edits");
          made = { of: wanted, url: pictureUrl(task) };
          setBefore({ kind: "here", url: made.url });
        })
        .catch(() => !abandoned.signal.aborted && setBefore({ kind: "failed" }));
    }, made ? PAUSE_MS : 0);
    return () => {
      clearTimeout(begun);
      abandoned.abort();
    };
  }, [wanted]);
  return before;
}

export function Wipe({ after, photo }: { after: string; photo: PhotoResult }) {
  const { wipe } = words.value.edit;
  const [share, setShare] = useState(0.5);
  const before = useBefore();
  const [width, height] = photo.px;
  const parts = Math.round(100 * share);
  if (before.kind === "failed") return <p class={styles.wipeNote}>{wipe.failed}</p>;
  if (before.kind === "waiting") {
    return (
      <div class={styles.wipeNote}>
        <Waiting />
      </div>
    );
  }
  return (
    <>
      <img src={after} alt={wipe.after} width={width} height={height} />
      <img
        class={styles.before}
        src={before.url}
        alt={wipe.before}
        style={{ clipPath: `inset(0 ${100 - parts}% 0 0)` }}
      />
      <div class={styles.boundary} style={{ left: `${parts}%` }} aria-hidden="true" />
      <span class={styles.tagBefore} aria-hidden="true">
        {wipe.before}
      </span>
      <span class={styles.tagAfter} aria-hidden="true">
        {wipe.after}
      </span>
      <input
        class={styles.wipeSlider}
        type="range"
        min={0}
        max={100}
        value={parts}
        aria-label={wipe.slider}
        aria-valuetext={wipe.text(parts)}
        onInput={(event) => setShare(event.currentTarget.valueAsNumber / 100)}
      />
    </>
  );
}
