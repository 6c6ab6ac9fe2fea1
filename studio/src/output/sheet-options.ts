// What the print sheet is to be; remembered in this browser, as paper belongs to a printer.
import { effect, signal } from "@preact/signals";

import type { SheetRequest } from "../api/client";

export const OWN = "own";

export interface SheetChoice {
  /** A paper's name, or OWN for `own_mm`. */
  paper: string;
  own_mm: readonly [number, number];
  /** null: as many as there is room for. */
  count: number | null;
  orientation: "auto" | "landscape" | "portrait";
  crop_marks: boolean;
  margin_mm: number;
  gutter_mm: number;
}

export const USUAL: SheetChoice = {
  paper: "6inch",
  own_mm: [100, 150],
  count: null,
  orientation: "auto",
  crop_marks: true,
  margin_mm: 3,
  gutter_mm: 2,
};

const REMEMBERED = "sheet";

export const choice = signal<SheetChoice>({ ...USUAL, ...remembered() });
effect(() => localStorage.setItem(REMEMBERED, JSON.stringify({ ...choice.value, count: null })));

function remembered(): Partial<SheetChoice> {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED) ?? "{}") as Partial<SheetChoice>;
  } catch {
    return {};
  }
}

export function choose(some: Partial<SheetChoice>): void {
  choice.value = { ...choice.value, ...some };
}

/** The sheet to ask for: one photo as often as chosen. */
export function sheetOf(taskId: string, chosen: SheetChoice, format: "jpeg" | "png" | "pdf"): SheetRequest {
  return {
    photos: [{ task: taskId, count: chosen.count }],
    paper: chosen.paper === OWN ? chosen.own_mm.join("x") : chosen.paper,
    format,
    orientation: chosen.orientation,
    crop_marks: chosen.crop_marks,
    margin_mm: chosen.margin_mm,
    gutter_mm: chosen.gutter_mm,
  } as SheetRequest;
}
