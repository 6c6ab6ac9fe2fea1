// A document's photo in miniature. Photos in a list are drawn to one scale.
import type { SpecSummary } from "../api/client";
import styles from "./find.module.css";
import { heightMm, planOf } from "./plan";

const BOX = 56;
const MM_PER_BOX = 56; // larger photos are drawn as large as the box

export function Thumb({ spec }: { spec: SpecSummary }) {
  const { aspect, crown, chin } = planOf(spec);
  const height = Math.min(BOX, (heightMm(spec) / MM_PER_BOX) * BOX, BOX / aspect);
  const width = height * aspect;
  const left = (BOX - width) / 2;
  const top = (BOX - height) / 2;
  const head = (chin - crown) * height;
  const middle = left + width / 2;
  const neck = top + chin * height;
  const shoulders = Math.min(width / 2, head * 0.95);
  return (
    <svg class={styles.thumb} width={BOX} height={BOX} viewBox={`0 0 ${BOX} ${BOX}`} aria-hidden="true">
      <rect class={styles.thumbGround} x={left} y={top} width={width} height={height} rx="2" />
      <g class={styles.thumbPerson}>
        <ellipse cx={middle} cy={top + crown * height + head / 2} rx={head * 0.37} ry={head / 2} />
        <path
          d={`M${middle - shoulders} ${top + height}Q${middle - shoulders} ${neck} ${middle} ${neck - head * 0.08}Q${middle + shoulders} ${neck} ${middle + shoulders} ${top + height}z`}
        />
      </g>
      <rect class={styles.thumbEdge} x={left} y={top} width={width} height={height} rx="2" />
    </svg>
  );
}
