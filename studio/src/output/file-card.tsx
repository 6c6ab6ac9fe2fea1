// The photo as a file: what it is, how it may differ, and its download.
import { useId, useState } from "preact/hooks";

import { fileUrl, pictureUrl, type PhotoResult, type SpecDetail, type Task } from "../api/client";
import { fileSize, number, words } from "../i18n";
import { change, isUpToDate, making, options, spec } from "../order/order";
import { Badge, Button, ButtonLink, Select, join } from "../ui/ui";
import { fits, maxBytes, maxKb, minBytes, minKb, photoName } from "./names";
import { NumberField } from "./number-field";
import styles from "./output.module.css";

export function FileCard({ task, photo }: { task: Task; photo: PhotoResult }) {
  const { find, output, result } = words.value;
  const { file } = output;
  const id = useId();
  const [isOpen, setOpen] = useState(changesFile);
  const document = spec.value;
  if (!document) return null;
  const url = fileUrl(task, "image");
  const pixels = photo.px.join(" × ");
  const window = document.file_bytes;
  const limits = window && (window.low != null || window.high != null) ? inWords(window.low, window.high) : null;
  return (
    <section class={styles.card} aria-labelledby={id} aria-busy={!isUpToDate.value}>
      <h2 id={id}>{file.title}</h2>
      <div class={styles.fileFacts}>
        <img
          class={styles.thumb}
          src={pictureUrl(task)}
          alt={result.photoAlt(document.title, photo.px[0], photo.px[1])}
          width={photo.px[0]}
          height={photo.px[1]}
        />
        <dl>
          <Fact name={file.pixels} value={`${pixels} ${find.units.px}`} />
          <Fact name={file.print} value={output.millimetres(number(photo.mm[0], 1), number(photo.mm[1], 1))} />
          <Fact name={file.density} value={`${number(photo.dpi)} ${find.units.dpi}`} />
          <Fact name={file.format} value={file.formats[photo.format] ?? photo.format} />
          <Fact name={file.size} value={file.exact(fileSize(photo.bytes), number(photo.bytes))} />
        </dl>
      </div>
      {limits && (
        <p class={styles.note}>
          <Badge verdict={fits(photo.bytes, window) ? "pass" : "fail"} /> {file.window(limits)}
        </p>
      )}
      {isUpToDate.value ? (
        <ButtonLink look="primary" href={url} download={photoName(document.id, photo.px, photo.format)}>
          {file.download}
        </ButtonLink>
      ) : (
        <Button look="primary" disabled>
          {making.value.kind === "refused" ? file.download : output.making}
        </Button>
      )}
      <details class={styles.more} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{file.more}</summary>
        <FileOptions document={document} photo={photo} />
      </details>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

const FIELDS = ["format", "size_px", "dpi", "min_bytes", "max_bytes"] as const;

function changesFile(): boolean {
  return FIELDS.some((each) => options.value[each] != null);
}

function FileOptions({ document, photo }: { document: SpecDetail; photo: PhotoResult }) {
  const { file } = words.value.output;
  const now = options.value;
  const asked = document.file_format;
  const isClear = now.background === "transparent";
  const formats = (["jpeg", "png", "webp"] as const).filter((each) => each !== asked && !(isClear && each === "jpeg"));
  const standard = asked ? file.formatDocument(file.formats[asked] ?? asked) : file.formatDefault;
  const kb = (value: number | null) => (value === null ? "" : number(value, 1));
  return (
    <div class={styles.fields}>
      <Select
        label={file.format}
        value={now.format ?? ""}
        choices={[
          ...(isClear && asked !== "png" ? [] : [["", standard] as const]),
          ...formats.filter((each) => asked !== null || each !== "jpeg").map((each) => [each, file.formats[each]!] as const),
        ]}
        onChoose={(value) => change({ format: value ? (value as "jpeg" | "png" | "webp") : undefined })}
      />
      <NumberField
        label={file.dpi}
        value={now.dpi ?? null}
        min={50}
        max={2400}
        placeholder={String(document.dpi)}
        onNumber={(value) => change({ dpi: value ?? undefined })}
      />
      <NumberField
        label={file.minKb}
        value={minKb(now.min_bytes)}
        min={1}
        max={50_000}
        placeholder={kb(minKb(document.file_bytes?.low))}
        onNumber={(value) => change({ min_bytes: minBytes(value) })}
      />
      <NumberField
        label={file.maxKb}
        value={maxKb(now.max_bytes)}
        min={1}
        max={50_000}
        placeholder={kb(maxKb(document.file_bytes?.high))}
        onNumber={(value) => change({ max_bytes: maxBytes(value) })}
      />
      <Size photo={photo} />
      <p class={join(styles.note, styles.whole)}>{file.asDocument}</p>
      {changesFile() && (
        <div class={styles.whole}>
          <Button onClick={() => change(Object.fromEntries(FIELDS.map((each) => [each, undefined])))}>{file.reset}</Button>
        </div>
      )}
    </div>
  );
}

/** Exact pixels: width and height belong together. */
function Size({ photo }: { photo: PhotoResult }) {
  const { file } = words.value.output;
  const chosen = options.value.size_px;
  const [half, setHalf] = useState<{ width: number | null; height: number | null } | null>(null);
  const width = half ? half.width : (chosen?.[0] ?? null);
  const height = half ? half.height : (chosen?.[1] ?? null);
  const take = (next: { width: number | null; height: number | null }) => {
    const isWhole = (next.width === null) === (next.height === null);
    setHalf(isWhole ? null : next);
    if (isWhole) change({ size_px: next.width && next.height ? [next.width, next.height] : undefined });
  };
  return (
    <>
      <NumberField
        label={file.width}
        value={width}
        min={32}
        max={4096}
        placeholder={String(photo.px[0])}
        onNumber={(value) => take({ width: value, height })}
      />
      <NumberField
        label={file.height}
        value={height}
        min={32}
        max={4096}
        placeholder={String(photo.px[1])}
        onNumber={(value) => take({ width, height: value })}
      />
      {half && (
        <p class={join(styles.note, styles.whole)} role="status">
          {file.both}
        </p>
      )}
    </>
  );
}

function inWords(low: number | null | undefined, high: number | null | undefined): string {
  const { file } = words.value.output;
  if (low == null) return file.atMost(fileSize(high!));
  return high == null ? file.atLeast(fileSize(low)) : file.between(fileSize(low), fileSize(high));
}
