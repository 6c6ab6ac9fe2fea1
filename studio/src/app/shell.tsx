// The frame around every place: the head, the steps, and who is signed in.
import type { ComponentChildren } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useEffect, useState } from "preact/hooks";

import { ProblemError, type Problem } from "../api/client";
import { Find } from "../find/find";
import { LANGUAGES, chooseLanguage, language, words, type Language } from "../i18n";
import { latest, source, spec } from "../order/order";
import { Button, ButtonLink, ProblemMessage, TextField, Title, Waiting } from "../ui/ui";
import { address, followLinks, go, path } from "./route";
import { findSession, session, signIn, signOut } from "./session";
import styles from "./shell.module.css";

// Only the first place comes with the page; the others are fetched when they are entered.
const Document = lazy(() => import("../find/document"));
const Take = lazy(() => import("../take/take"));
const Result = lazy(() => import("../result/result"));
const Save = lazy(() => import("../output/save"));
const School = lazy(() => import("../school/school"));

/** Document and portrait are in the address, so that a place can be reloaded. */
export function placeOf(step: "/" | "/photo" | "/result" | "/save"): string {
  return address(step, { spec: spec.value?.id, source: step === "/" ? null : source.value?.id });
}

export function App() {
  useEffect(() => void findSession(), []);
  const { shell } = words.value;
  return (
    <div class={styles.page} onClick={followLinks}>
      <a class={styles.skip} href="#content">
        {shell.skip}
      </a>
      <Head />
      <div>
        {["/", "/document", "/photo", "/result", "/save"].includes(path.value) && session.value?.signed_in && <Steps />}
        <main id="content" class={styles.main} tabIndex={-1}>
          {/* one for each place: going back while a place is still being fetched must not leave the page empty */}
          <Suspense key={path.value.split("/")[1]} fallback={<Waiting />}>
            <Place />
          </Suspense>
        </main>
      </div>
      <footer class={styles.foot}>idphoto {session.value?.version}</footer>
    </div>
  );
}

function Place() {
  const { shell } = words.value;
  const now = session.value;
  if (now === undefined) return <Waiting />;
  if (now === null) return <Unreachable />;
  if (path.value === "/enter") return <Enter />;
  if (!now.signed_in) return <SignIn />;
  if (path.value === "/") return <Find />;
  if (path.value === "/document") return <Document />;
  if (path.value === "/photo") return <Take />;
  if (path.value === "/result") return <Result />;
  if (path.value === "/save") return <Save />;
  if (/^\/school(\/|$)/.test(path.value)) return <School />;
  return (
    <Narrow>
      <Title>{shell.notFound}</Title>
      <ButtonLink href={address("/")}>{shell.home}</ButtonLink>
    </Narrow>
  );
}

function Head() {
  const { shell } = words.value;
  const atSchool = path.value.startsWith("/school");
  return (
    <header class={styles.head}>
      <a class={styles.brand} href={address("/")} aria-label={shell.product}>
        <img src="/studio/icon.svg" alt="" />
        <span>{shell.product}</span>
      </a>
      {session.value?.signed_in && (
        <nav>
          <a href={address("/")} aria-current={atSchool ? undefined : "page"}>
            {shell.onePhoto}
          </a>
          <a href={address("/school")} aria-current={atSchool ? "page" : undefined}>
            {shell.school}
          </a>
        </nav>
      )}
      <div class={styles.tools}>
        <select
          aria-label={shell.language}
          value={language.value}
          onChange={(event) => void chooseLanguage(event.currentTarget.value as Language)}
        >
          {Object.entries(LANGUAGES).map(([each, { name, tag }]) => (
            <option key={each} value={each} lang={tag}>
              {name}
            </option>
          ))}
        </select>
        {session.value?.signed_in && session.value.how !== "local" && (
          <Button look="plain" onClick={() => void signOut()}>
            {shell.signOut}
          </Button>
        )}
      </div>
    </header>
  );
}

function Steps() {
  const { steps } = words.value.shell;
  const places = [
    ["/", steps.document, true],
    ["/photo", steps.photo, spec.value !== null],
    ["/result", steps.result, source.value !== null],
    ["/save", steps.save, latest.value !== null],
  ] as const;
  const at = path.value === "/document" ? "/" : path.value;
  const reached = places.findIndex(([step]) => step === at);
  return (
    <nav class={styles.steps} aria-label={steps.label}>
      <ol>
        {places.map(([step, name, open], index) => (
          <li key={step} data-reached={index <= reached || undefined}>
            {open ? (
              <a href={placeOf(step)} aria-current={step === at ? "step" : undefined}>
                <b aria-hidden="true">{index + 1}</b>
                {name}
              </a>
            ) : (
              <span>
                <b aria-hidden="true">{index + 1}</b>
                {name}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

export function Narrow({ children }: { children: ComponentChildren }) {
  return <div class={styles.narrow}>{children}</div>;
}

function Unreachable() {
  const { shell } = words.value;
  return (
    <Narrow>
      <Title>{shell.unreachable}</Title>
      <Button onClick={() => void findSession()}>{shell.again}</Button>
    </Narrow>
  );
}

/** Signing in by the password that the operator has given out. */
function SignIn() {
  const { signIn: text } = words.value.shell;
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    setProblem(await problemOf(signIn({ password })));
  };
  return (
    <Narrow>
      <Title>{text.title}</Title>
      <form onSubmit={submit} class={styles.narrow}>
        <TextField
          label={text.password}
          type="password"
          autocomplete="current-password"
          required
          value={password}
          onText={setPassword}
        />
        <Button type="submit" look="primary">
          {text.submit}
        </Button>
      </form>
      {problem && <ProblemMessage problem={problem} />}
      <p>{text.closedHow}</p>
    </Narrow>
  );
}

/** The target of a personal link. Its token is in the fragment, which browsers send to nobody. */
function Enter() {
  const { signIn: text } = words.value.shell;
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    const token = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
    void problemOf(signIn({ token })).then((found) => (found ? setProblem(found) : go(address("/"), { replace: true })));
  }, []);
  return (
    <Narrow>
      <Title>{problem ? text.closed : text.entering}</Title>
      {problem ? <ProblemMessage problem={problem} /> : <Waiting />}
    </Narrow>
  );
}

async function problemOf(doing: Promise<void>): Promise<Problem | null> {
  try {
    await doing;
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}

