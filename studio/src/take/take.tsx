// The second step: a portrait by camera, file, drop or paste.
import { useEffect, useRef, useState } from "preact/hooks";

import { address, go, query } from "../app/route";
import { ProblemError, type Problem } from "../api/client";
import { NoDocument } from "../find/missing";
import { language, words } from "../i18n";
import { chooseSpec, findSource, source, spec } from "../order/order";
import { Icon } from "../ui/icons";
import { Button, ProblemMessage, Title, Waiting } from "../ui/ui";
import { Booth } from "./booth";
import { Current } from "./current";
import { takeDropped } from "./dropped";
import { Privacy } from "./privacy";
import { Sending } from "./sending";
import styles from "./take.module.css";
import { tipsFor } from "./tips";
import { send, upload } from "./upload";
import { Ways } from "./ways";

export default function Take() {
  const { take } = words.value;
  const problem = useEntered();
  const [hovering, setHovering] = useState(false);
  const [camera, setCamera] = useState(false);
  useEffect(() => takeDropped((file) => void use(file, file.name), setHovering), []);
  if (problem) return <NoDocument problem={problem} onAgain={() => location.reload()} />;
  if (!spec.value || spec.value.id !== query.value.get("spec")) return <Waiting />;
  const busy = upload.value.kind === "sending";
  return (
    <div class={styles.page}>
      <header class={styles.head}>
        <Title>{take.title}</Title>
        <p>
          {take.forDocument} <strong>{spec.value.title}</strong>{" "}
          <a href={address("/")} class={styles.change}>
            {take.change}
          </a>
        </p>
      </header>
      <div class={styles.columns}>
        <div class={styles.main}>
          {upload.value.kind === "failed" && <Failed {...upload.value} />}
          {busy ? <Sending /> : source.value && <Current />}
          {!busy && (
            <Ways again={source.value !== null} onCamera={() => setCamera(true)} onFile={(file) => void use(file, file.name)} />
          )}
          <Privacy />
        </div>
        <Tips />
      </div>
      {camera && (
        <Booth
          spec={spec.value}
          onClose={() => setCamera(false)}
          onUse={(photo, name) => {
            setCamera(false);
            void use(photo, name);
          }}
        />
      )}
      {hovering && (
        <div class={styles.hovering} aria-hidden="true">
          <p>
            <Icon name="file" size={32} />
            {take.dropHere}
          </p>
        </div>
      )}
    </div>
  );
}

/** Document and portrait as the address names them. Returns why the document is not there. */
function useEntered(): Problem | null {
  const id = query.value.get("spec");
  const portrait = query.value.get("source");
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    if (!id) return go(address("/"), { replace: true });
    setProblem(null);
    chooseSpec(id).catch(only(setProblem));
  }, [id, language.value]);
  useEffect(() => {
    // a portrait that is no longer there is no problem here: another one is wanted anyway
    if (portrait) findSource(portrait).catch(only(() => (source.value = null)));
  }, [portrait]);
  return problem;
}

function only(take: (problem: Problem) => void): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof ProblemError)) throw error;
    take(error.problem);
  };
}

/** Send a portrait, and go where it is judged. */
async function use(file: Blob, name: string): Promise<void> {
  const sent = await send(file, name);
  if (sent && spec.value && source.value) go(address("/result", { spec: spec.value.id, source: source.value.id }));
}

function Failed({ problem, file, name }: { problem: Problem; file: Blob; name: string }) {
  const { take } = words.value;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), [problem]); // what had the focus is gone
  return (
    <div ref={place} tabIndex={-1} class={styles.failed}>
      <ProblemMessage problem={problem}>
        {(problem.status === 0 || problem.status >= 429) && (
          <span>
            <Button onClick={() => void use(file, name)}>{take.again}</Button>
          </span>
        )}
      </ProblemMessage>
    </div>
  );
}

function Tips() {
  const { tips } = words.value.take;
  const { asked, advice } = tipsFor(spec.value!);
  return (
    <aside class={styles.tips} aria-label={tips.title}>
      <h2>{tips.title}</h2>
      {asked.length > 0 && (
        <>
          <h3>{tips.asked}</h3>
          <ul>
            {asked.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          <h3>{tips.advice}</h3>
        </>
      )}
      <ul>
        {advice.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </aside>
  );
}
