// The photo just taken: use it, or take another.
import { useEffect, useMemo, useRef } from "preact/hooks";

import { words } from "../i18n";
import { Button } from "../ui/ui";
import styles from "./booth.module.css";

export function Taken({ photo, onUse, onRetake }: { photo: Blob; onUse: () => void; onRetake: () => void }) {
  const { live } = words.value.take;
  const address = useMemo(() => URL.createObjectURL(photo), [photo]);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.querySelector("button")?.focus();
    return () => URL.revokeObjectURL(address);
  }, [address]);
  return (
    <div class={styles.taken}>
      <p class="visually-hidden" role="status">
        {live.released}
      </p>
      <img src={address} alt={live.takenAlt} />
      <div ref={place} class={styles.buttons}>
        <Button look="primary" onClick={onUse}>
          {live.use}
        </Button>
        <Button onClick={onRetake}>{live.retake}</Button>
      </div>
    </div>
  );
}
