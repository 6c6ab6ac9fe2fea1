// A document that the catalogue does not have: its size and background, as the form names them.
import { useId, useState } from "preact/hooks";

import { address, go } from "../app/route";
import { number, words } from "../i18n";
import { SIDE_LIMITS, customId, isSide, type Unit } from "../order/custom";
import { Icon } from "../ui/icons";
import { Button, Choices, Message, TextField } from "../ui/ui";
import styles from "./find.module.css";
import { Swatch } from "./swatch";

const BACKGROUNDS = ["FFFFFF", "438EDB", "FF0000", "DCDCDC"];

export function OwnSize() {
  const { find } = words.value;
  const { own } = find;
  const [unit, setUnit] = useState<Unit>("mm");
  const [width, setWidth] = useState("35");
  const [height, setHeight] = useState("45");
  const [background, setBackground] = useState("FFFFFF");
  const [wrong, setWrong] = useState(false);
  const reason = useId();
  const submit = (event: Event) => {
    event.preventDefault();
    const size = { width: read(width), height: read(height), unit, background };
    const right = isSide(size.width, unit) && isSide(size.height, unit);
    setWrong(!right);
    if (right) go(address("/document", { spec: customId(size) }));
  };
  const [low, high] = SIDE_LIMITS[unit];
  return (
    <details class={styles.own}>
      <summary>
        <Icon name="ruler" />
        {own.title}
      </summary>
      <form onSubmit={submit} noValidate aria-describedby={wrong ? reason : undefined}>
        <p>{own.how}</p>
        <Choices
          legend={own.unit}
          value={unit}
          choices={[
            ["mm", own.mm],
            ["px", own.px],
          ]}
          onChoose={(value) => setUnit(value as Unit)}
        />
        <div class={styles.sides}>
          <TextField label={own.width} inputMode="decimal" value={width} onText={setWidth} autocomplete="off" />
          <span aria-hidden="true">×</span>
          <TextField label={own.height} inputMode="decimal" value={height} onText={setHeight} autocomplete="off" />
          <span>{find.units[unit]}</span>
        </div>
        <Choices
          legend={own.background}
          value={background}
          choices={BACKGROUNDS.map((each) => [each, <Swatch key={each} colour={each} />] as const)}
          onChoose={setBackground}
        />
        {wrong && (
          <div id={reason}>
            <Message tone="fail" role="alert">
              {own.wrong(number(low), number(high), find.units[unit])} {unit === "px" && own.wrongPixels}
            </Message>
          </div>
        )}
        <div>
          <Button type="submit" look="primary">
            {own.submit}
          </Button>
        </div>
      </form>
    </details>
  );
}

/** A number as people write it, with a point or a comma; NaN if it is none. */
function read(text: string): number {
  return text.trim() ? Number(text.trim().replace(",", ".")) : Number.NaN;
}
