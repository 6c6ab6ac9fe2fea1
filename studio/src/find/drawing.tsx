// A document's photo drawn to scale, with the head's height and the line of the eyes.
import type { SpecDetail } from "../api/client";
import { likelyCountry, words } from "../i18n";
import { lengthText } from "./asked";
import styles from "./document.module.css";
import { heightMm, planOf } from "./plan";
import { sizeTexts } from "./sizes";

// In units of the drawing, which are pixels at its full size.
const BOX = { width: 200, height: 250 };
const PX_PER_MM = 6;
const LEFT = 112; // for the measures beside the photo
const RIGHT = 112;
const TOP = 12;
const BELOW = 42;
const LINE = 10; // letters
const WIDTH = LEFT + BOX.width + RIGHT;

export function Drawing({ spec }: { spec: SpecDetail }) {
  const { document: say } = words.value.find;
  const plan = planOf(spec);
  const height = Math.min(heightMm(spec) * PX_PER_MM, BOX.height, BOX.width / plan.aspect);
  const width = height * plan.aspect;
  const left = LEFT + (BOX.width - width) / 2;
  const right = left + width;
  const middle = left + width / 2;
  const at = (share: number) => TOP + share * height;
  const bottom = at(1);
  const head = (plan.chin - plan.crown) * height;
  const size = sizeTexts(spec, likelyCountry())[0]!;
  const headText = lengthText(spec, spec.head_height_mm);
  const eyesText = lengthText(spec, spec.eye_line_mm);
  // the chin stays; the crown may lie anywhere between these two
  const crowns = plan.head && {
    low: at(Math.max(0, plan.chin - plan.head.high)),
    high: at(Math.max(0, plan.chin - plan.head.low)),
  };
  return (
    <svg
      class={styles.drawing}
      viewBox={`0 0 ${WIDTH} ${bottom + BELOW}`}
      role="img"
      aria-label={say.drawingOf(size, headText, eyesText)}
    >
      <rect class={styles.paper} fill={`#${spec.backgrounds?.[0] ?? "FFFFFF"}`} x={left} y={TOP} width={width} height={height} />
      <Person {...{ left, right, middle, bottom, head, crown: at(plan.crown), chin: at(plan.chin), eyes: at(plan.eyes) }} />
      {crowns && (
        <>
          <rect class={styles.allowed} x={left} y={crowns.low} width={width} height={Math.max(1, crowns.high - crowns.low)} />
          <path class={styles.rule} d={`M${left} ${crowns.low}H${right + 22}M${left} ${crowns.high}H${right + 22}`} />
          <path class={styles.rule} d={`M${left} ${at(plan.chin)}H${right + 22}`} />
          <Measure x={right + 16} from={at(plan.crown)} to={at(plan.chin)} />
          <text x={right + 26} y={(at(plan.crown) + at(plan.chin)) / 2 - 4}>
            <tspan class={styles.what}>{say.head}</tspan>
            <Lines text={headText!} x={right + 26} />
          </text>
        </>
      )}
      {plan.eyeLine && (
        <>
          <rect
            class={styles.allowed}
            x={left}
            y={at(plan.eyeLine.low)}
            width={width}
            height={Math.max(1, (plan.eyeLine.high - plan.eyeLine.low) * height)}
          />
          <path class={styles.rule} d={`M${left - 22} ${at(plan.eyes)}H${right}`} />
          <Measure x={left - 16} from={at(plan.eyes)} to={bottom} />
          <text text-anchor="end" x={left - 26} y={(at(plan.eyes) + bottom) / 2 - 4}>
            <tspan class={styles.what}>{say.eyes}</tspan>
            <Lines text={eyesText!} x={left - 26} />
          </text>
        </>
      )}
      <rect class={styles.edge} x={left} y={TOP} width={width} height={height} />
      <path class={styles.measure} d={`M${left} ${bottom + 9}v8M${left} ${bottom + 13}H${right}M${right} ${bottom + 9}v8`} />
      <text text-anchor="middle" x={middle} y={bottom + 34}>
        {size}
      </text>
    </svg>
  );
}

/** A text below another, in as many lines as it takes. */
function Lines({ text, x }: { text: string; x: number }) {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < LINE) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return (
    <>
      {lines.map((line) => (
        <tspan key={line} x={x} dy="1.3em">
          {line}
        </tspan>
      ))}
    </>
  );
}

function Measure({ x, from, to }: { x: number; from: number; to: number }) {
  return <path class={styles.measure} d={`M${x - 4} ${from}h8M${x} ${from}V${to}M${x - 4} ${to}h8`} />;
}

interface PersonProps {
  left: number;
  right: number;
  middle: number;
  bottom: number;
  head: number;
  crown: number;
  chin: number;
  eyes: number;
}

function Person({ left, right, middle, bottom, head, crown, chin, eyes }: PersonProps) {
  const rx = head * 0.37;
  const neck = rx * 0.55;
  const reach = Math.min((right - left) / 2, head * 0.92);
  const shoulder = Math.min(bottom, chin + head * 0.2);
  const eye = rx * 0.42;
  return (
    <g>
      <path
        class={styles.body}
        d={`M${middle - neck} ${chin - head * 0.16}V${shoulder - head * 0.03}Q${middle - reach} ${shoulder + head * 0.02} ${middle - reach} ${Math.min(bottom, shoulder + head * 0.3)}V${bottom}H${middle + reach}V${Math.min(bottom, shoulder + head * 0.3)}Q${middle + reach} ${shoulder + head * 0.02} ${middle + neck} ${shoulder - head * 0.03}V${chin - head * 0.16}z`}
      />
      <ellipse class={styles.head} cx={middle} cy={(crown + chin) / 2} rx={rx} ry={head / 2} />
      <circle class={styles.eye} cx={middle - eye} cy={eyes} r={head * 0.022} />
      <circle class={styles.eye} cx={middle + eye} cy={eyes} r={head * 0.022} />
    </g>
  );
}
