// The print sheet: what it looks like, what it is to be, and its ways onto paper.
import { signal } from "@preact/signals";
import { useEffect, useId, useState } from "preact/hooks";

import { ProblemError, answer, http, type Paper, type PhotoResult, type Problem, type Task } from "../api/client";
import { number, words } from "../i18n";
import { isUpToDate, spec } from "../order/order";
import { Button, Choices, ProblemMessage, Select, join } from "../ui/ui";
import { download } from "./download";
import { sheetName } from "./names";
import { NumberField } from "./number-field";
import { printPicture } from "./print";
import { keepLayingOut, laid, layOut, preview, sheet, sheetUrl } from "./sheet";
import { OWN, choice, choose, type SheetChoice } from "./sheet-options";
import styles from "./output.module.css";

const papers = signal<readonly Paper[]>([]);

export function SheetCard({ task, photo }: { task: Task; photo: PhotoResult }) {
  const { output } = words.value;
  const id = useId();
  useEffect(keepLayingOut, []);
  return (
    <section class={join(styles.card, styles.sheetCard)} aria-labelledby={id}>
      <h2 id={id}>{output.sheet.title}</h2>
      {spec.value?.size_mm === null && <p class={styles.note}>{output.sheet.onlyFile}</p>}
      <Preview />
      <Ways task={task} photo={photo} />
      <SheetOptions />
    </section>
  );
}

function Preview() {
  const { output, shell } = words.value;
  const now = laid.value;
  const task = preview.value;
  const made = sheet.value;
  const size = made ? output.millimetres(number(made.paper_mm[0], 1), number(made.paper_mm[1], 1)) : "";
  return (
    <div class={styles.previewArea} aria-busy={now.kind === "laying"}>
      {task && made && (
        <figure class={join(now.kind === "refused" && styles.stale)}>
          <img
            class={styles.preview}
            src={sheetUrl(task)}
            alt={output.sheet.preview(made.count, size)}
            style={{ aspectRatio: `${made.paper_mm[0]} / ${made.paper_mm[1]}`, "--ratio": made.paper_mm[0] / made.paper_mm[1] }}
          />
          <figcaption class={styles.note}>
            <span role="status">
              {now.kind === "laying" ? output.sheet.laying : `${output.sheet.count(made.count)} · ${size}`}
            </span>
          </figcaption>
        </figure>
      )}
      {!task && now.kind !== "refused" && <p class={styles.note}>{shell.loading}</p>}
      {now.kind === "refused" && <ProblemMessage problem={now.problem} />}
    </div>
  );
}

/** Onto paper by the print dialog, or as a file. */
function Ways({ task, photo }: { task: Task; photo: PhotoResult }) {
  const { output } = words.value;
  const [busy, setBusy] = useState<"pdf" | "png" | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const made = sheet.value;
  const isReady = isUpToDate.value && laid.value.kind === "laid" && preview.value !== null && made !== null;
  const name = (format: string) => sheetName(spec.value?.id ?? "photo", made?.paper ?? "", format);
  const save = async (format: "pdf" | "png") => {
    setBusy(format);
    setProblem(null);
    try {
      download(sheetUrl(await layOut(task.id, format)), name(format));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setProblem(error.problem);
    } finally {
      setBusy(null);
    }
  };
  return (
    <div class={styles.stack}>
      <div class={styles.buttons}>
        <Button
          look="primary"
          disabled={!isReady}
          onClick={() => void printPicture(sheetUrl(preview.value!), made!.paper_mm[0], made!.paper_mm[1])}
        >
          {output.sheet.print}
        </Button>
        <Button disabled={!isReady || busy === "pdf"} onClick={() => void save("pdf")}>
          {output.sheet.pdf}
        </Button>
        <Button disabled={!isReady} onClick={() => download(sheetUrl(preview.value!), name("jpeg"))}>
          {output.sheet.jpeg}
        </Button>
        <Button disabled={!isReady || busy === "png"} onClick={() => void save("png")}>
          {output.sheet.png}
        </Button>
      </div>
      <p class={styles.note}>
        {output.sheet.printHow}{" "}
        <strong class={styles.nowrap}>{output.millimetres(number(photo.mm[0], 1), number(photo.mm[1], 1))}</strong>
        {output.sheet.printEnd}
      </p>
      {problem && <ProblemMessage problem={problem} />}
    </div>
  );
}

function SheetOptions() {
  const { output } = words.value;
  const text = output.sheet;
  const chosen = choice.value;
  useEffect(() => {
    if (papers.value.length) return;
    answer<{ items: Paper[] }>(http.GET("/v1/papers"))
      .then((found) => (papers.value = found.items))
      .catch((error: unknown) => {
        if (!(error instanceof ProblemError)) throw error; // the papers' usual names remain
      });
  }, []);
  const listed = papers.value.map(({ name, size_mm: [width, height] }): readonly [string, string] => [
    name,
    output.paperSize(output.papers[name] ?? name, number(width, 1), number(height, 1)),
  ]);
  const known = listed.length ? listed : Object.entries(output.papers);
  return (
    <div class={styles.fields}>
      <div class={styles.whole}>
        <Select
          label={text.paper}
          value={chosen.paper}
          choices={[...known, [OWN, text.ownPaper]]}
          onChoose={(paper) => choose({ paper })}
        />
      </div>
      {chosen.paper === OWN && (
        <>
          <NumberField
            label={text.paperWidth}
            value={chosen.own_mm[0]}
            min={40}
            max={1300}
            step={0.1}
            onNumber={(value) => value && choose({ own_mm: [value, chosen.own_mm[1]] })}
          />
          <NumberField
            label={text.paperHeight}
            value={chosen.own_mm[1]}
            min={40}
            max={1300}
            step={0.1}
            onNumber={(value) => value && choose({ own_mm: [chosen.own_mm[0], value] })}
          />
        </>
      )}
      <NumberField
        label={text.copies}
        value={chosen.count}
        min={1}
        max={1000}
        placeholder={text.copiesAll}
        onNumber={(count) => choose({ count })}
      />
      <label class={styles.check}>
        <input
          type="checkbox"
          checked={chosen.crop_marks}
          onChange={(event) => choose({ crop_marks: event.currentTarget.checked })}
        />
        {text.marks}
      </label>
      <div class={styles.whole}>
        <Choices
          legend={text.orientation}
          value={chosen.orientation}
          choices={Object.entries(text.orientations)}
          onChoose={(value) => choose({ orientation: value as SheetChoice["orientation"] })}
        />
      </div>
      <NumberField
        label={text.margin}
        value={chosen.margin_mm}
        min={0}
        max={50}
        step={0.5}
        onNumber={(value) => choose({ margin_mm: value ?? 0 })}
      />
      <NumberField
        label={text.gutter}
        value={chosen.gutter_mm}
        min={0}
        max={50}
        step={0.5}
        onNumber={(value) => choose({ gutter_mm: value ?? 0 })}
      />
    </div>
  );
}
