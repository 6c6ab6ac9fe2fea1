// What a document asks, in words and numbers, grouped as people look at a photo.
import type { SpecDetail } from "../api/client";
import { fileSize, number, words } from "../i18n";
import { capitalised } from "../ui/wording";
import { heightMm, planOf } from "./plan";
import { pair, rangeText, sizeTexts } from "./sizes";

export interface Row {
  /** The field of the specification. */
  field: string;
  /** Null if the text says it all. */
  label: string | null;
  texts: readonly string[];
  /** Whether this value alone was left out when the document was compared with its source. */
  unchecked: boolean;
}

export type GroupName = "picture" | "person" | "scene" | "file" | "children";
export type Groups = readonly (readonly [name: GroupName, rows: readonly Row[]])[];

const PERSON = ["smile", "mouth_closed", "eyes_open", "looking_at_camera", "glasses", "head_covering"];
const POSE = ["max_yaw_deg", "max_pitch_deg", "max_roll_deg", "max_age_months"];
const SCENE = ["even_light", "background_plain", "background_shadow", "colour"];
const MEASURED = ["inter_eye_share", "face_width_share", "min_inter_eye_px"];
const FILE = ["min_jpeg_quality"];
const CHILDREN = ["children"];

/** `country`: the reader's, for inches. Groups without rows are left out. */
export function asked(spec: SpecDetail, country: string | null): Groups {
  const stated = (fields: readonly string[]) => fields.flatMap((field) => requirement(spec, field));
  const groups: [GroupName, Row[]][] = [
    ["picture", [...picture(spec, country), ...stated(MEASURED)]],
    ["person", stated([...PERSON, ...POSE])],
    ["scene", stated(SCENE)],
    ["file", [...file(spec), ...stated(FILE)]],
    ["children", stated(CHILDREN)],
  ];
  return groups.filter(([, rows]) => rows.length > 0);
}

function row(spec: SpecDetail, field: string, label: string | null, texts: readonly (string | null)[]): Row[] {
  const present = texts.filter((text) => text !== null);
  const { unverified = [] } = spec;
  const unchecked = unverified.includes(field) && !unverified.includes("all");
  return present.length ? [{ field, label, texts: present, unchecked }] : [];
}

function requirement(spec: SpecDetail, field: string): Row[] {
  const found = spec.requirements?.find((each) => each.field === field);
  if (!found) return [];
  // what is asked of children of each age is one sentence after the other
  const texts = field === "children" ? found.text.split(/; |；/) : [found.text];
  return row(spec, field, null, texts.map(capitalised));
}

function picture(spec: SpecDetail, country: string | null): Row[] {
  const { document: say, units } = words.value.find;
  const { size_mm, size_px } = spec;
  const [inPrint, ...more] = sizeTexts(spec, country);
  const hair = spec.head_measured_to === "hair";
  const { head } = planOf(spec);
  const percent = (share: number) => number((100 * share) as number, 0);
  return [
    ...row(spec, "size_mm", say.print, size_mm ? [inPrint!, ...more.slice(0, -1)] : [say.noPrint]),
    ...row(spec, "size_px", say.pixels, [pair(size_px, units.px, 0), `${number(spec.dpi)} ${units.dpi}`]),
    ...row(spec, "min_px", say.accepted, [accepted(spec)]),
    ...row(spec, "head_height_mm", hair ? say.headHeightHair : say.headHeight, [
      lengthText(spec, spec.head_height_mm),
      spec.head_height_mm?.low && spec.head_height_mm.high && head
        ? say.share(percent(head.low), percent(head.high))
        : null,
    ]),
    ...row(spec, "eye_line_mm", say.eyeLine, [lengthText(spec, spec.eye_line_mm)]),
    ...row(spec, "top_margin_mm", say.topMargin, [lengthText(spec, spec.top_margin_mm)]),
  ];
}

/** A length on the photo: in millimetres of the print, or in pixels of the file. */
export function lengthText(spec: SpecDetail, range: SpecDetail["head_height_mm"]): string | null {
  const { units } = words.value.find;
  if (spec.size_mm) return rangeText(range, units.mm);
  const perMm = spec.size_px[1] / heightMm(spec);
  return rangeText(range, units.px, (mm) => number(mm * perMm, 0));
}

function accepted({ min_px, max_px }: SpecDetail): string | null {
  const { document: say, units, atLeast, atMost } = words.value.find;
  const low = min_px ? pair(min_px, units.px, 0) : null;
  const high = max_px ? pair(max_px, units.px, 0) : null;
  if (low && high) return low === high ? low : say.acceptedRange(low, high);
  return low ? atLeast(low) : high ? atMost(high) : null;
}

function file(spec: SpecDetail): Row[] {
  const { document: say } = words.value.find;
  return [
    ...row(spec, "file_bytes", say.fileSize, [rangeText(spec.file_bytes, "", fileSize)?.replace(/ (\S+)–(\S+ \1)$/, "–$2") ?? null]),
    ...row(spec, "file_format", say.format, [spec.file_format?.toUpperCase() ?? null]),
  ];
}
