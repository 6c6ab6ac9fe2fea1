// Why there is no photo like this, and the ways out.
import type { PhotoOptions, Problem } from "../api/client";
import { placeOf } from "../app/shell";
import { words } from "../i18n";
import { change, madeWith, options, tryAgain } from "../order/order";
import { Button, ButtonLink, ProblemMessage } from "../ui/ui";
import { waysOut, type WayOut } from "./ways-out";
import styles from "./result.module.css";

const CHANGES: Record<Exclude<WayOut, "again" | "undo">, { [Name in keyof PhotoOptions]?: PhotoOptions[Name] | undefined }> = {
  keepBackground: { background: "original", clothes: undefined },
  editAnyway: { edit_anyway: true },
  resetPosition: { adjustments: undefined },
  leaveEdits: { background: undefined, clothes: undefined, retouch: undefined, edit_anyway: undefined },
  keepClothes: { clothes: undefined },
  documentFile: { min_bytes: undefined, max_bytes: undefined, format: undefined, size_px: undefined, dpi: undefined },
  largestFace: { faces: "largest" },
  leftFace: { faces: "left" },
  rightFace: { faces: "right" },
};

export function Refused({ problem, hasPhoto }: { problem: Problem; hasPhoto: boolean }) {
  const { refused } = words.value.result;
  const take = (way: WayOut) => {
    if (way === "again") tryAgain();
    else if (way === "undo") options.value = madeWith.value ?? {};
    else change(CHANGES[way]);
    // the button goes with the problem
    document.getElementById("content")?.focus({ preventScroll: true });
  };
  return (
    <ProblemMessage problem={problem}>
      {hasPhoto && <span>{refused.kept}</span>}
      <div class={styles.ways}>
        {waysOut(problem, options.value, hasPhoto && madeWith.value !== null).map((way) => (
          <Button key={way} onClick={() => take(way)}>
            {refused[way]}
          </Button>
        ))}
        <ButtonLink href={placeOf("/photo")} look={hasPhoto ? "plain" : undefined}>
          {refused.another}
        </ButtonLink>
        {!hasPhoto && (
          <ButtonLink href={placeOf("/")} look="plain">
            {refused.document}
          </ButtonLink>
        )}
      </div>
    </ProblemMessage>
  );
}
