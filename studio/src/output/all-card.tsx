// Photo, sheet and report in one archive.
import { useId, useState } from "preact/hooks";

import { ProblemError, fileUrl, type PhotoResult, type Problem, type Task } from "../api/client";
import { words } from "../i18n";
import { isUpToDate, options, spec } from "../order/order";
import { Button, ProblemMessage } from "../ui/ui";
import { downloadBlob } from "./download";
import { photoName, sheetName } from "./names";
import { layOut, preview, sheet, sheetUrl } from "./sheet";
import styles from "./output.module.css";

export function AllCard({ task, photo }: { task: Task; photo: PhotoResult }) {
  const { all } = words.value.output;
  const id = useId();
  const [isWorking, setWorking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const pack = async () => {
    setWorking(true);
    setProblem(null);
    try {
      downloadBlob(await packed(task, photo), `${spec.value?.id ?? "photo"}.zip`);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setProblem(error.problem);
    } finally {
      setWorking(false);
    }
  };
  return (
    <section class={styles.card} aria-labelledby={id}>
      <h2 id={id}>{all.title}</h2>
      <p class={styles.note}>{all.what}</p>
      <Button disabled={isWorking || !isUpToDate.value} onClick={() => void pack()}>
        {isWorking ? all.working : all.zip}
      </Button>
      {problem && <ProblemMessage problem={problem} />}
    </section>
  );
}

async function packed(task: Task, photo: PhotoResult): Promise<Blob> {
  const document = spec.value?.id ?? "photo";
  const [{ archive }, pdf] = await Promise.all([import("./archive"), layOut(task.id, "pdf")]);
  const jpeg = preview.value ?? (await layOut(task.id, "jpeg"));
  const paper = sheet.value?.paper ?? "";
  const report = { document, options: options.value, ...photo };
  return archive([
    { name: photoName(document, photo.px, photo.format), url: fileUrl(task, "image") },
    { name: sheetName(document, paper, "pdf"), url: sheetUrl(pdf) },
    { name: sheetName(document, paper, "jpeg"), url: sheetUrl(jpeg) },
    { name: "report.json", text: JSON.stringify(report, null, 1) },
  ]);
}
