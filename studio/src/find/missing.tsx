// A document that is not there, or that could not be fetched.
import { address } from "../app/route";
import type { Problem } from "../api/client";
import { words } from "../i18n";
import { Button, ButtonLink, Message, ProblemMessage, Title } from "../ui/ui";
import styles from "./document.module.css";

export function NoDocument({ problem, onAgain }: { problem: Problem; onAgain: () => void }) {
  const { find, shell } = words.value;
  const unknown = problem.status === 404;
  return (
    <div class={styles.page}>
      <Title>{unknown ? find.document.unknown : find.title}</Title>
      {unknown ? <Message>{find.document.unknownHow}</Message> : <ProblemMessage problem={problem} />}
      <div class={styles.buttons}>
        {!unknown && <Button onClick={onAgain}>{shell.again}</Button>}
        <ButtonLink href={address("/")}>{find.document.change}</ButtonLink>
      </div>
    </div>
  );
}
