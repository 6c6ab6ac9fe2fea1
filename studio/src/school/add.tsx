// Putting portraits into a batch: a folder, files, an archive, and perhaps a list of names.
import { useEffect, useRef, useState } from "preact/hooks";

import { session } from "../app/session";
import { duration, words } from "../i18n";
import { Button, Message, ProblemMessage, join } from "../ui/ui";
import { batch, items, look } from "./batch";
import { decodeText, finder, readNames, type Listed } from "./names";
import { droppedFiles, picturesOf, type Picture } from "./pictures";
import styles from "./school.module.css";
import { byReason, send, sendAll, type Refused, type Upload } from "./uploads";

type Fault = "noPictures" | "badArchive" | "badNames";

export function AddPortraits({ id }: { id: string }) {
  const { school } = words.value;
  const [pictures, setPictures] = useState<Picture[]>([]);
  const [list, setList] = useState<Listed[]>([]);
  const [fault, setFault] = useState<Fault | null>(null);
  const [over, setOver] = useState(false);
  const sending = useSending(id);

  const take = async (files: File[]) => {
    setFault(null);
    sending.forget();
    const lists = files.filter((file) => /\.(csv|txt)$/i.test(file.name));
    if (lists[0]) await takeList(lists[0]);
    try {
      const found = await picturesOf(files);
      if (found.length) setPictures(found);
      else if (!lists.length) setFault("noPictures");
    } catch {
      setFault("badArchive");
    }
  };
  const takeList = async (file: File) => {
    sending.forget();
    const found = readNames(decodeText(new Uint8Array(await file.arrayBuffer())));
    if (!found.length) setFault("badNames");
    else setList(found);
  };
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer) await take(await droppedFiles(event.dataTransfer));
  };

  const find = finder(list);
  const known = new Map(items.value.map((item) => [item.name, item]));
  const waiting = pictures.filter((picture) => !known.has(picture.name));
  // a list that comes after the portraits: the same bytes again only note the name
  const renamed = pictures.filter((picture) => {
    const [item, listed] = [known.get(picture.name), find(picture.name)];
    return item && listed && ((listed.person && listed.person !== item.person) || (listed.group && listed.group !== item.group));
  });
  // what was just sent needs no word; what is chosen again does
  const repeated = sending.ended ? 0 : pictures.length - waiting.length - renamed.length;
  const uploads: Upload[] = [...waiting, ...renamed].map((picture) => {
    const listed = find(picture.name);
    const stem = picture.name.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
    return { picture, person: listed?.person || stem, group: listed?.group || picture.folder };
  });
  const matched = pictures.filter((picture) => find(picture.name)).length;

  return (
    <section class={styles.tight} aria-label={school.addTitle}>
      <div
        class={join(styles.drop, over && styles.over)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <div class={join(styles.row, styles.middle)}>
          <Pick label={school.chooseFolder} folder onFiles={take} />
          <Pick label={school.chooseFiles} accept="image/*,.zip,.heic,.heif,.dng,.cr2,.nef,.arw" multiple onFiles={take} />
          <Pick label={school.chooseNames} accept=".csv,.txt,text/csv" onFiles={([file]) => void (file && takeList(file))} />
        </div>
        <span class={styles.quiet}>{school.drop}</span>
        <span class={styles.quiet}>{school.namesHint}</span>
        {batch.value && session.value && (
          <span class={styles.quiet}>
            {school.privacy(duration((Date.parse(batch.value.expires_at) - Date.parse(batch.value.created_at)) / 1000))}
          </span>
        )}
      </div>
      {fault && <Message tone="fail" role="alert">{school[fault]}</Message>}
      <div role="status" class={styles.tight}>
        {!sending.busy && !sending.ended && (
          <>
            {list.length > 0 && pictures.length === 0 && <span>{school.namesRead(list.length)}</span>}
            {list.length > 0 && pictures.length > 0 && <span>{school.namesFound(matched, pictures.length)}</span>}
            {repeated > 0 && <span>{school.already(repeated)}</span>}
          </>
        )}
        {sending.busy && (
          <>
            <span>{school.uploading(sending.sent, sending.total)}</span>
            <progress class={styles.bar} aria-label={school.uploading(sending.sent, sending.total)} value={sending.sent} max={sending.total} />
          </>
        )}
      </div>
      {sending.busy ? (
        <div class={styles.row}>
          <Button onClick={sending.stop}>{school.stop}</Button>
          <span class={styles.quiet}>{school.resume}</span>
        </div>
      ) : (
        uploads.length > 0 && (
          <div>
            <Button look="primary" onClick={() => sending.begin(uploads)}>
              {waiting.length ? school.upload(waiting.length) : school.rename(renamed.length)}
            </Button>
          </div>
        )
      )}
      {sending.refused.length > 0 && !sending.busy && (
        <div class={styles.tight}>
          <strong>{school.notSent(sending.refused.length)}</strong>
          {byReason(sending.refused).map(({ names, problem }) => (
            <ProblemMessage key={problem.detail} problem={problem}>
              <span class={styles.quiet}>{names.join(" · ")}</span>
            </ProblemMessage>
          ))}
        </div>
      )}
    </section>
  );
}

interface PickProps {
  label: string;
  onFiles: (files: File[]) => void;
  accept?: string;
  multiple?: boolean;
  folder?: boolean;
  small?: boolean;
}

/** A button that chooses files. */
export function Pick({ label, onFiles, accept, multiple = false, folder = false, small = false }: PickProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (folder) input.current?.setAttribute("webkitdirectory", "");
  }, [folder]);
  return (
    <label class={join(styles.pick, small && styles.small)}>
      {label}
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = ""; // the same choice again is a choice, too
        }}
      />
    </label>
  );
}

interface Sending {
  busy: boolean;
  sent: number;
  total: number;
  refused: Refused[];
  /** Whether everything was tried; until something else is chosen. */
  ended: boolean;
  begin: (uploads: Upload[]) => void;
  stop: () => void;
  forget: () => void;
}

const NOTHING = { busy: false, sent: 0, total: 0, refused: [] as Refused[], ended: false };

function useSending(id: string): Sending {
  const stopper = useRef<AbortController | null>(null);
  const [state, setState] = useState(NOTHING);
  useEffect(() => () => stopper.current?.abort(), []);
  useEffect(() => {
    if (!state.busy) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [state.busy]);
  const begin = async (uploads: Upload[]) => {
    const going = (stopper.current = new AbortController());
    setState({ ...NOTHING, busy: true, total: uploads.length });
    const refused = await sendAll(
      uploads,
      (upload) => send(id, upload, going.signal),
      () => setState((now) => ({ ...now, sent: now.sent + 1 })),
      going.signal,
    );
    if (!going.signal.aborted) await look(id, going.signal).catch(() => undefined); // else the watch does
    setState((now) => ({ ...now, busy: false, refused, ended: !going.signal.aborted }));
  };
  const stop = () => {
    stopper.current?.abort();
    setState((now) => ({ ...now, busy: false }));
  };
  const forget = () => setState((now) => (now.busy ? now : NOTHING));
  return { ...state, begin: (uploads) => void begin(uploads), stop, forget };
}
