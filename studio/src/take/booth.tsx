// The camera over the whole page: opened, in use, or not to be had.
import { useEffect, useRef, useState } from "preact/hooks";

import type { SpecDetail } from "../api/client";
import { words } from "../i18n";
import { Button, Message, Waiting } from "../ui/ui";
import styles from "./booth.module.css";
import { cameras, settingsOf, type CameraName, type Trouble } from "./camera";
import { Live } from "./live";
import { useCamera } from "./opened";
import { Taken } from "./taken";
import { Files } from "./ways";

interface BoothProps {
  spec: SpecDetail;
  onClose: () => void;
  onUse: (photo: Blob, name: string) => void;
}

export function Booth({ spec, onClose, onUse }: BoothProps) {
  const { take, shell } = words.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  const { stream, trouble, again } = useCamera(wanted);
  const [known, setKnown] = useState<CameraName[]>([]);
  const [photo, setPhoto] = useState<Blob | null>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  useEffect(() => {
    if (stream) void cameras().then(setKnown);
  }, [stream]);
  return (
    <dialog
      ref={dialog}
      class={styles.booth}
      aria-label={take.live.title}
      onCancel={(event) => {
        event.preventDefault(); // the parent closes it
        onClose();
      }}
    >
      <header class={styles.bar}>
        {known.length > 1 && !photo ? (
          <label class={styles.which}>
            <span>{take.live.which}</span>
            <select value={stream ? settingsOf(stream).id : ""} onChange={(event) => setWanted(event.currentTarget.value)}>
              {known.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        ) : (
          <strong>{photo ? take.live.taken : take.live.title}</strong>
        )}
        <Button onClick={onClose}>{shell.close}</Button>
      </header>
      {trouble ? (
        <Troubled trouble={trouble} onAgain={again} onFile={(file) => onUse(file, file.name)} />
      ) : photo ? (
        <Taken photo={photo} onUse={() => onUse(photo, "camera.jpg")} onRetake={() => setPhoto(null)} />
      ) : stream ? (
        <Live key={stream.id} spec={spec} stream={stream} onPhoto={setPhoto} />
      ) : (
        <div class={styles.wait}>
          <Waiting>{take.live.opening}</Waiting>
        </div>
      )}
    </dialog>
  );
}

interface TroubledProps {
  trouble: Trouble;
  onAgain: () => void;
  onFile: (file: File) => void;
}

function Troubled({ trouble, onAgain, onFile }: TroubledProps) {
  const { take, shell } = words.value;
  const { title, how } = take.troubles[trouble];
  return (
    <div class={styles.wait}>
      <Message tone="fail" role="alert">
        <strong>{title}</strong>
        <span>{how}</span>
      </Message>
      <div class={styles.buttons}>
        {trouble !== "insecure" && trouble !== "unsupported" && <Button onClick={onAgain}>{shell.again}</Button>}
        <Files onFile={onFile} />
      </div>
    </div>
  );
}
