// What to mind before the photo is taken, from what the document asks.
import type { SpecDetail } from "../api/client";
import { words } from "../i18n";
import { capitalised } from "../ui/wording";

// Of the person, in the order of getting ready; the authority's own words for each.
const ASKED = ["glasses", "head_covering", "smile", "mouth_closed", "eyes_open", "looking_at_camera"];

export interface Tips {
  /** As the authority asks it. */
  asked: readonly string[];
  /** As experience has it. */
  advice: readonly string[];
}

export function tipsFor(spec: SpecDetail): Tips {
  const { take, find } = words.value;
  const said = (field: string) => spec.requirements?.find((each) => each.field === field)?.text ?? null;
  const colour = spec.backgrounds?.[0];
  const wall =
    spec.editing_forbidden && colour
      ? take.tips.wallOf((find.colours[colour] ?? `#${colour}`).toLocaleLowerCase())
      : take.tips.wall;
  return {
    asked: ASKED.map(said)
      .filter((text) => text !== null)
      .map(capitalised),
    advice: [wall, take.tips.light, take.tips.away, take.tips.room],
  };
}
