// How far the upload is.
import { useEffect, useRef } from "preact/hooks";

import { fileSize, number, words } from "../i18n";
import { Button, Waiting } from "../ui/ui";
import styles from "./take.module.css";
import { upload } from "./upload";

export function Sending() {
  const { take, shell } = words.value;
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []); // the button that was pressed is gone
  const now = upload.value;
  if (now.kind !== "sending") return null;
  const text = take.sending(now.name, fileSize(now.bytes));
  const abandon = () => {
    now.abandon();
    document.querySelector<HTMLElement>("h1")?.focus(); // the button goes
  };
  const percent = number(now.share * 100);
  return (
    <section ref={place} tabIndex={-1} class={styles.sending} aria-label={text}>
      <h2>{text}</h2>
      {now.share < 1 ? (
        <>
          <progress max={1} value={now.share} aria-label={text} />
          <p>{take.sent(percent)}</p>
        </>
      ) : (
        <Waiting>{take.reading}</Waiting>
      )}
      <div>
        <Button onClick={abandon}>{shell.cancel}</Button>
      </div>
    </section>
  );
}
