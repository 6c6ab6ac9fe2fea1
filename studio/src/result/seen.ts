// What is shown on the pictures at the moment.
import { signal } from "@preact/signals";

import type { Finding } from "../api/client";

/** Where to look, in pixels of the portrait, while a finding is pointed at. */
export const pointedAt = signal<Finding["region"]>(null);
export const showsLines = signal(true);
export const showsBefore = signal(false);
/** The id of the portrait's element. */
export const PORTRAIT = "portrait";
