// The guide over the camera's picture: the photo's edge, an oval for the head, the line of the eyes, and a level.
import { eyesOf, type Face, type Target } from "./guide";
import styles from "./booth.module.css";

interface OverlayProps {
  /** Of the camera's picture. */
  px: readonly [number, number];
  target: Target;
  /** In pixels of the picture that was looked at, which is `shrink` times as large. */
  face: Face | null;
  shrink: number;
  good: boolean;
  level: boolean;
}

const OVAL = 0.37; // half the head's width over its height

export function Overlay({ px: [width, height], target, face, shrink, good, level }: OverlayProps) {
  const { left, top, crown, eyes, chin } = target;
  const middle = left + target.width / 2;
  const head = chin - crown;
  const oval = { cx: middle, cy: (crown + chin) / 2, rx: head * OVAL, ry: head / 2 };
  return (
    <svg class={styles.overlay} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <mask id="outside">
        <rect width={width} height={height} fill="#fff" />
        <rect x={left} y={top} width={target.width} height={target.height} fill="#000" />
      </mask>
      <rect class={styles.outside} width={width} height={height} mask="url(#outside)" />
      <rect class={styles.photoEdge} x={left} y={top} width={target.width} height={target.height} />
      <ellipse class={styles.ovalGround} {...oval} />
      <ellipse class={good ? styles.ovalGood : styles.oval} {...oval} />
      <path class={styles.eyeLine} d={`M${middle - oval.rx * 1.5} ${eyes}H${middle + oval.rx * 1.5}`} />
      {face && <Level face={face} shrink={shrink} reach={oval.rx} level={level} />}
    </svg>
  );
}

/** A line through the eyes as they are: level, it lies on the line where they should be. */
function Level({ face, shrink, reach, level }: { face: Face; shrink: number; reach: number; level: boolean }) {
  const { x, y } = eyesOf(face);
  const angle = (face.roll_deg * Math.PI) / 180;
  const [dx, dy] = [Math.cos(angle) * reach, Math.sin(angle) * reach];
  const [cx, cy] = [x / shrink, y / shrink];
  return (
    <g class={level ? styles.levelGood : styles.level}>
      <path d={`M${cx - dx} ${cy - dy}L${cx + dx} ${cy + dy}`} />
      <circle cx={cx - dx} cy={cy - dy} r={reach * 0.05} />
      <circle cx={cx + dx} cy={cy + dy} r={reach * 0.05} />
    </g>
  );
}
