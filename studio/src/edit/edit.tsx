// What can be changed on the photo, one panel at a time.
import { useId, useRef, useState } from "preact/hooks";

import type { PhotoResult } from "../api/client";
import { words } from "../i18n";
import { Measures, Position } from "../result/position";
import { BackgroundPanel } from "./background";
import { ClothesPanel } from "./clothes";
import { RetouchPanel } from "./retouch";
import styles from "./edit.module.css";

const TABS = ["position", "background", "clothes", "retouch"] as const;
type Tab = (typeof TABS)[number];

export function Edit({ photo }: { photo: PhotoResult }) {
  const { edit } = words.value;
  const [open, setOpen] = useState<Tab>("position");
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const turn = (event: KeyboardEvent) => {
    const at = TABS.indexOf(open);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + TABS.length) % TABS.length;
    setOpen(TABS[next]!);
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <section class={styles.edit} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} class="visually-hidden">
        {edit.title}
      </h2>
      <div class={styles.tabs} role="tablist" aria-labelledby={`${id}-title`} ref={list} onKeyDown={turn}>
        {TABS.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`${id}-${tab}`}
            aria-selected={tab === open}
            aria-controls={`${id}-panel`}
            tabIndex={tab === open ? 0 : -1}
            onClick={() => setOpen(tab)}
          >
            {edit.tabs[tab]}
          </button>
        ))}
      </div>
      <div class={styles.panel} role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${open}`}>
        {open === "position" && (
          <div class={styles.halves}>
            <Position />
            <Measures photo={photo} />
          </div>
        )}
        {open === "background" && <BackgroundPanel />}
        {open === "clothes" && <ClothesPanel />}
        {open === "retouch" && <RetouchPanel />}
      </div>
    </section>
  );
}
