// The ways to a portrait: the camera, a file, the phone's own camera app; drop and paste work everywhere on the page.
import { useRef } from "preact/hooks";

import { words } from "../i18n";
import { Icon } from "../ui/icons";
import { Button } from "../ui/ui";
import styles from "./take.module.css";

// What browsers do not know as pictures is named by its endings; the server reads all of these.
const FILES = "image/*,.heic,.heif,.avif,.tif,.tiff,.dng,.cr2,.cr3,.nef,.arw,.orf,.rw2,.raf,.pef,.sgi";

interface WaysProps {
  /** Whether there is a portrait already. */
  again: boolean;
  onCamera: () => void;
  onFile: (file: File) => void;
}

export function Ways({ again, onCamera, onFile }: WaysProps) {
  const { take } = words.value;
  return (
    <section class={styles.ways} aria-label={again ? take.replace : take.title}>
      {again && <h2>{take.replace}</h2>}
      <div class={styles.choices}>
        <Button {...(!again && { look: "primary" as const })} onClick={onCamera}>
          <Icon name="camera" />
          {take.camera}
        </Button>
        <Files onFile={onFile} />
      </div>
      {!again && <p>{take.cameraHow}</p>}
      <p class={styles.notOnPhones}>{take.drop}</p>
      <p>{take.formats}</p>
    </section>
  );
}

/** A file of the device; on phones also one of the camera app. */
export function Files({ onFile }: { onFile: (file: File) => void }) {
  const { take } = words.value;
  return (
    <>
      <FileButton label={take.file} icon="file" onFile={onFile} />
      <span class={styles.onPhones}>
        <FileButton label={take.phone} icon="camera" capture onFile={onFile} />
      </span>
    </>
  );
}

interface FileButtonProps {
  label: string;
  icon: "file" | "camera";
  capture?: boolean;
  onFile: (file: File) => void;
}

function FileButton({ label, icon, capture, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={capture ? "image/*" : FILES}
        {...(capture && { capture: "user" as const })}
        aria-label={label}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = ""; // so that the same file can be chosen again
          if (file) onFile(file);
        }}
      />
      <Button onClick={() => input.current?.click()}>
        <Icon name={icon} />
        {label}
      </Button>
    </>
  );
}
