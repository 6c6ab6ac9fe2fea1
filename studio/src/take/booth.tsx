// The camera with its live guide, over the whole page.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import type { SpecDetail } from "../api/client";
import { planOf } from "../find/plan";
import { words } from "../i18n";
import { Icon } from "../ui/icons";
import { Button, Message, Waiting, join } from "../ui/ui";
import styles from "./booth.module.css";
import {
  cameras,
  closeCamera,
  openCamera,
  release as releaseCamera,
  settingsOf,
  troubleBefore,
  troubleOf,
  type CameraName,
  type Trouble,
} from "./camera";
import { hintOf, judge, targetOf, type Face, type Hint, type Sign } from "./guide";
import { Overlay } from "./overlay";
import { SILENT, WATCHING, look, say, secondsLeft, type Release, type Said } from "./release";
import { Signs } from "./signs";
import { Taken } from "./taken";
import { watch } from "./watch";
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

/** A camera while this is shown; its light goes out afterwards. */
function useCamera(wanted: string | null): { stream: MediaStream | null; trouble: Trouble | null; again: () => void } {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(troubleBefore);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (troubleBefore()) return;
    let left = false;
    let opened: MediaStream | null = null;
    const open = async () => {
      try {
        opened = await openCamera(wanted);
        if (left) return closeCamera(opened);
        // unplugged, or taken by the system
        opened.getVideoTracks()[0]?.addEventListener("ended", () => !left && setTrouble("none"));
        setStream(opened);
      } catch (error) {
        if (!left) setTrouble(troubleOf(error));
      }
    };
    void open();
    return () => {
      left = true;
      if (opened) closeCamera(opened);
      setStream(null);
    };
  }, [wanted, tries]);
  const again = () => {
    setTrouble(troubleBefore());
    setTries(tries + 1);
  };
  return { stream, trouble, again };
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

interface Looked {
  signs: readonly Sign[];
  face: Face | null;
  /** The size of the picture that was looked at, over the camera's. */
  shrink: number;
}

function Live({ spec, stream, onPhoto }: { spec: SpecDetail; stream: MediaStream; onPhoto: (photo: Blob) => void }) {
  const { take } = words.value;
  const video = useRef<HTMLVideoElement>(null);
  const [px, setPx] = useState<readonly [number, number] | null>(null);
  const [looked, setLooked] = useState<Looked | null>(null);
  const [unguided, setUnguided] = useState(false);
  const [automatic, setAutomatic] = useState(true);
  const [taking, setTaking] = useState(false);
  const shutter = useRef<HTMLButtonElement>(null);
  const [gaveNone, setGaveNone] = useState(false);
  const automaticNow = useRef(automatic);
  automaticNow.current = automatic;
  const release = useRef<Release>(WATCHING);
  const said = useRef<Said>(SILENT);
  const plan = useMemo(() => planOf(spec), [spec]);
  const away = settingsOf(stream).away;

  const takeIt = async () => {
    release.current = { phase: "released" };
    setTaking(true);
    const photo = await releaseCamera(stream, video.current!);
    if (photo) return onPhoto(photo);
    release.current = WATCHING;
    setGaveNone(true);
    setTaking(false);
  };

  useEffect(() => {
    const shown = video.current!;
    shown.srcObject = stream;
    void shown.play().catch(() => {}); // autoplay is muted and allowed; a pause by the system is not an error
    const left = new AbortController();
    const { signal } = left;
    const resized = () => setPx([shown.videoWidth, shown.videoHeight]);
    shown.addEventListener("loadedmetadata", resized, { signal });
    shown.addEventListener("resize", resized, { signal }); // a phone was turned
    void watch(
      shown,
      signal,
      (view, now_ms) => {
        if (release.current.phase === "released") return;
        const signs = judge(view, targetOf(plan, view.px));
        release.current = look(release.current, view, signs, now_ms, automaticNow.current);
        said.current = say(said.current, hintOf(signs), now_ms);
        setUnguided(false);
        setLooked({ signs, face: view.faces.length === 1 ? view.faces[0]! : null, shrink: view.px[0] / shown.videoWidth });
        if (release.current.phase === "released") void takeIt();
      },
      () => {
        release.current = WATCHING;
        setLooked(null);
        setUnguided(true);
      },
    );
    return () => left.abort();
  }, [stream]);

  const ready = px !== null;
  useEffect(() => {
    if (ready) shutter.current?.focus();
  }, [ready]);

  const now = release.current;
  const seconds = useSeconds(now);
  const hint = seconds ? take.hints.hold : unguided ? take.live.unguided : hintText(said.current.hint, away);
  const cancel = () => {
    setAutomatic(false);
    release.current = WATCHING;
  };
  const signs = looked?.signs ?? [];
  const verdictOf = (name: Sign["name"]) => signs.find((sign) => sign.name === name)?.verdict;
  const good = signs.length > 1 && signs.every((sign) => sign.verdict !== "fail");
  return (
    <div class={styles.live}>
      <p class="visually-hidden" role="status">
        {taking ? take.live.taking : seconds ? null : hint}
      </p>
      <p class="visually-hidden" aria-live="assertive">
        {!taking && seconds ? take.live.count(seconds) : null}
      </p>
      <div class={styles.stage}>
        <div class={join(styles.picture, !away && styles.mirror)}>
          <video ref={video} playsInline muted aria-hidden="true" />
          {px && (
            <Overlay
              px={px}
              target={targetOf(plan, px)}
              face={looked?.face ?? null}
              shrink={looked?.shrink ?? 1}
              good={good}
              level={verdictOf("level") !== "fail"}
            />
          )}
          {!taking && seconds && (
            <p class={styles.count} aria-hidden="true">
              {take.live.count(seconds)}
            </p>
          )}
        </div>
        <p class={styles.hint} aria-hidden="true">
          {taking ? take.live.taking : hint}
        </p>
      </div>
      <div class={styles.panel}>
        <Signs signs={signs} />
        {gaveNone && (
          <Message tone="fail" role="alert">
            {take.live.none}
          </Message>
        )}
        <div class={styles.controls}>
          <label class={styles.automatic}>
            <input type="checkbox" checked={automatic} onChange={() => (automatic ? cancel() : setAutomatic(true))} />
            {take.live.automatic}
          </label>
          {now.phase === "counting" && (
            <Button aria-label={take.live.stopCount} onClick={cancel}>
              {take.live.stop}
            </Button>
          )}
          <button type="button" ref={shutter} class={styles.shutter} disabled={taking || !ready} onClick={() => void takeIt()}>
            <Icon name="camera" size={24} />
            {take.live.release}
          </button>
        </div>
        <p class={styles.frames}>{take.live.frames}</p>
      </div>
    </div>
  );
}

/** What is left of the count, counted down; null if there is none. */
function useSeconds(release: Release): number | null {
  const [now_ms, setNow] = useState(0);
  const began_ms = release.phase === "counting" ? release.began_ms : null;
  useEffect(() => {
    if (began_ms === null) return;
    const ticking = setInterval(() => setNow(performance.now()), 100);
    setNow(performance.now());
    return () => clearInterval(ticking);
  }, [began_ms]);
  if (began_ms === null) return null;
  return Math.max(1, secondsLeft({ began_ms }, Math.max(now_ms, began_ms)));
}

function hintText(hint: Hint | null, away: boolean): string {
  const { hints, hintsAway, live } = words.value.take;
  if (hint === null) return live.opening;
  return away && (hint === "go_left" || hint === "go_right") ? hintsAway[hint] : hints[hint];
}
