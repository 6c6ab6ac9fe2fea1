// One point on the portrait: dragged by mouse or finger, or moved by the arrow keys.
import { useRef, useState } from "preact/hooks";

import { number, words } from "../i18n";
import { movedByKey, percent, type HandleName, type Pair, type View } from "./handles";
import styles from "./result.module.css";

interface HandleProps {
  name: HandleName;
  at: Pair;
  view: View;
  whole: Pair;
  picture: string;
  onMove: (to: Pair) => void;
}

interface Grip {
  from: Pair;
  pointer: Pair;
  /** Pixels of the portrait for each pixel of the screen. */
  scale: number;
}

export function Handle({ name, at, view, whole, picture, onMove }: HandleProps) {
  const { result } = words.value;
  const grip = useRef<Grip | null>(null);
  const [isHeld, setHeld] = useState(false);
  const [x, y] = at;
  const start = (event: PointerEvent) => {
    if (event.button) return;
    const target = event.currentTarget as HTMLElement;
    target.setPointerCapture(event.pointerId);
    const { width } = target.parentElement!.getBoundingClientRect();
    grip.current = { from: at, pointer: [event.clientX, event.clientY], scale: view.width / width };
    setHeld(true);
  };
  const drag = (event: PointerEvent) => {
    const held = grip.current;
    if (!held) return;
    onMove([
      held.from[0] + held.scale * (event.clientX - held.pointer[0]),
      held.from[1] + held.scale * (event.clientY - held.pointer[1]),
    ]);
  };
  const release = () => {
    grip.current = null;
    setHeld(false);
  };
  const press = (event: KeyboardEvent) => {
    const to = movedByKey(at, event.key, event.shiftKey);
    if (!to) return;
    event.preventDefault();
    onMove(to);
  };
  const left = percent(x - view.left, view.width);
  const top = percent(y - view.top, view.height);
  return (
    <>
      <div
        class={styles.handle}
        data-name={name}
        data-held={isHeld || undefined}
        style={{ left, top }}
        role="slider"
        tabIndex={0}
        aria-label={result.handles[name]}
        aria-roledescription={result.handleRole}
        aria-valuemin={0}
        aria-valuemax={whole[1]}
        aria-valuenow={Math.round(y)}
        aria-valuetext={result.handleAt(number(x), number(y))}
        onPointerDown={start}
        onPointerMove={drag}
        onPointerUp={release}
        onPointerCancel={release}
        onKeyDown={press}
      >
        <span>{result.handlesShort[name]}</span>
      </div>
      {isHeld && <Loupe at={at} whole={whole} view={view} picture={picture} />}
    </>
  );
}

const LOUPE_PX = 132;
const LARGER = 3; // than the picture's own pixels need not be sharper than a finger

/** What lies under the finger, enlarged, above it or, near the top, below it. */
function Loupe({ at, whole, view, picture }: { at: Pair; whole: Pair; view: View; picture: string }) {
  const scale = (LARGER * 300) / view.width;
  const isLow = (at[1] - view.top) / view.height > 0.4;
  return (
    <div
      class={styles.loupe}
      aria-hidden="true"
      style={{
        width: `${LOUPE_PX}px`,
        height: `${LOUPE_PX}px`,
        left: percent(at[0] - view.left, view.width),
        top: percent(at[1] - view.top, view.height),
        translate: `-50% ${isLow ? "calc(-100% - 36px)" : "36px"}`,
        backgroundImage: `url("${picture}")`,
        backgroundSize: `${scale * whole[0]}px ${scale * whole[1]}px`,
        backgroundPosition: `${LOUPE_PX / 2 - scale * at[0]}px ${LOUPE_PX / 2 - scale * at[1]}px`,
      }}
    />
  );
}
