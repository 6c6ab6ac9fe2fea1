// What a clerk would find: the whole, then what fails, what is unsure, and the rest folded away.
import type { Finding, PhotoResult, Report } from "../api/client";
import { words } from "../i18n";
import { Badge, Button, join } from "../ui/ui";
import { capitalised, findingInWords } from "../ui/wording";
import { grouped, passRange, quantity, tally } from "./findings";
import { inWords } from "./position";
import styles from "./result.module.css";
import { PORTRAIT, pointedAt } from "./seen";

export function Verdicts({ report, notices }: { report: Report; notices: PhotoResult["notices"] }) {
  const { result } = words.value;
  const { fails, unsures, assessed } = tally(report);
  const groups = grouped(report.findings);
  return (
    <div class={styles.stack}>
      <div class={join(styles.overall, styles[report.verdict])}>
        <Badge verdict={report.verdict} />
        <h2>{result.verdict[report.verdict]}</h2>
        <p>{result.summary(fails, unsures, assessed)}</p>
      </div>
      <Notices report={report} notices={notices} />
      {(["fail", "unsure"] as const).map(
        (verdict) =>
          groups[verdict].length > 0 && (
            <section key={verdict} class={styles.stack} aria-label={result.groups[verdict]}>
              <h3>{result.groups[verdict]}</h3>
              <List findings={groups[verdict]} report={report} />
            </section>
          ),
      )}
      {(["not_assessed", "pass"] as const).map(
        (verdict) =>
          groups[verdict].length > 0 && (
            <details key={verdict} class={styles.folded}>
              <summary>{result.groups[verdict](groups[verdict].length)}</summary>
              <List findings={groups[verdict]} report={report} />
            </details>
          ),
      )}
      <p class={styles.facts}>
        {report.authority && (
          <>
            {result.rulesBy}
            <Authority name={report.authority} />
            {result.rulesEnd}
          </>
        )}
        {result.adviceOnly}
      </p>
    </div>
  );
}

/** What the maker has to say that no finding says. */
function Notices({ report, notices }: { report: Report; notices: PhotoResult["notices"] }) {
  const { checks } = words.value;
  const said = new Set(report.findings.map((each) => each.id));
  // a rule that was overridden is also a finding that fails
  if (report.counts.fail) said.add("spec_overridden");
  const others = (notices ?? []).filter((each) => !said.has(each.code));
  if (!others.length) return null;
  return (
    <ul class={styles.notices}>
      {others.map((each) => (
        <li key={each.code + each.message}>{checks.notices[each.code] ?? `${capitalised(each.message)}.`}</li>
      ))}
    </ul>
  );
}

function List({ findings, report }: { findings: readonly Finding[]; report: Report }) {
  return (
    <ul class={styles.findings}>
      {findings.map((each) => (
        <OneFinding key={each.id} finding={each} report={report} />
      ))}
    </ul>
  );
}

function OneFinding({ finding, report }: { finding: Finding; report: Report }) {
  const { result } = words.value;
  const { verdict, region } = finding;
  const { title, reason, advice } = findingInWords(finding);
  const point = (where: Finding["region"]) => (pointedAt.value = where);
  const isPointedAt = region != null && pointedAt.value === region;
  return (
    <li
      class={join(styles.finding, styles[verdict])}
      onPointerEnter={(event) => region && event.pointerType === "mouse" && point(region)}
      onPointerLeave={(event) => region && event.pointerType === "mouse" && point(null)}
    >
      <div class={styles.findingHead}>
        <h4>{title}</h4>
        <Badge verdict={verdict} />
      </div>
      <p>{reason}</p>
      <Numbers finding={finding} />
      {advice && (
        <p class={styles.advice}>
          <strong>{result.whatToDo}</strong> {advice}
        </p>
      )}
      {region && verdict !== "pass" && (
        <Button
          look="plain"
          class={styles.where}
          aria-pressed={isPointedAt}
          onFocus={() => point(region)}
          onBlur={() => point(null)}
          onClick={() => {
            point(region);
            document.getElementById(PORTRAIT)?.scrollIntoView({ block: "nearest", behavior: "smooth" });
          }}
        >
          {result.showWhere}
        </Button>
      )}
      <Rule finding={finding} report={report} />
    </li>
  );
}

/** The number that was measured, beside the range that passes. */
function Numbers({ finding }: { finding: Finding }) {
  const { checks, result } = words.value;
  const { value, unit = "" } = finding;
  // words are the server's, in English, and say no more than the reason
  if (value == null || value === "" || (typeof value === "string" && checks.otherReasons.fail)) return null;
  const word = checks.units[unit] ?? unit;
  const found = typeof value === "string" ? value : quantity(value, unit, word);
  const { low, high } = passRange(finding.limits);
  const isShare = found.includes("%") && typeof value === "number";
  const scale = isShare ? 100 : 1;
  const digits = isShare ? 0 : Math.abs(high ?? low ?? 0) < 10 ? 2 : 1;
  const range = inWords(low && low * scale, high && high * scale, digits) + (isShare ? "%" : "");
  const asked = low !== null || high !== null ? range : typeof value === "string" ? (finding.allowed ?? "") : "";
  return (
    <p class={styles.facts}>
      {result.measured(found)}
      {asked && result.allowed(asked)}
    </p>
  );
}

function Authority({ name }: { name: string }) {
  const known = words.value.checks.authorities[name];
  return known ? <>{known}</> : <span lang="en">{name}</span>;
}

/** Whose rule it is, and whether it was read at the source. */
function Rule({ finding, report }: { finding: Finding; report: Report }) {
  const { result } = words.value;
  if (!finding.source || finding.verdict === "pass") return null;
  const address = /https?:\/\/[^\s,;)]+/.exec(finding.source)?.[0];
  return (
    <p class={styles.rule}>
      {report.authority && (
        <>
          {result.rule}
          <Authority name={report.authority} /> ·{" "}
        </>
      )}
      {finding.verified ? result.ruleOf.verified : result.ruleOf.unverified}
      {address && (
        <>
          {" · "}
          <a href={address} target="_blank" rel="noreferrer noopener">
            {result.ruleSource}
          </a>
        </>
      )}
    </p>
  );
}

/** The verdict as one sentence, for those who cannot see that the photo has changed. */
export function spokenVerdict(report: Report): string {
  const { result } = words.value;
  const { fails, unsures, assessed } = tally(report);
  return `${result.verdict[report.verdict]}. ${result.summary(fails, unsures, assessed)}`;
}
