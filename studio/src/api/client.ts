// The native API, typed by the description that the server gives of itself.
import createClient, { type Middleware } from "openapi-fetch";

import type { components, paths } from "./schema";

type Schemas = components["schemas"];
export type Problem = Schemas["Problem"];
export type SpecSummary = Schemas["SpecSummary"];
export type SpecDetail = Schemas["SpecDetail"];
export type Source = Schemas["Source"];
export type PhotoRequest = Schemas["PhotoRequest"];
export type PhotoOptions = Omit<PhotoRequest, "source" | "sheet" | "callback_url" | "inline">;
export type Adjustments = Schemas["Adjustments"];
export type Retouch = Schemas["Retouch"];
export type SheetRequest = Schemas["SheetRequest"];
export type Task = Schemas["Task"];
export type PhotoResult = Schemas["PhotoResult"];
export type SheetResult = Schemas["SheetResult"];
export type Report = Schemas["Report"];
export type Finding = Schemas["CheckFinding"];
export type Garment = Schemas["Garment"];
export type Paper = Schemas["Paper"];
export type Bounds = Schemas["Bounds"];
export type Batch = Schemas["Batch"];
export type BatchItem = Schemas["BatchItem"];
export type BatchItemList = Schemas["BatchItemList"];
export type SpecList = Schemas["SpecList"];

/** A request that the server refused, or that did not reach it (code `unreachable`). */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

let csrfToken = "";
/** The token of the session, which every request that changes something has to carry. */
export function useCsrfToken(token: string): void {
  csrfToken = token;
}

let onUnknown = () => {};
/** What to do when the server no longer knows who this is: the session has ended. */
export function whenSessionEnds(react: () => void): void {
  onUnknown = react;
}

const withToken: Middleware = {
  onRequest({ request }) {
    if (request.method !== "GET") request.headers.set("X-CSRF-Token", csrfToken);
    return request;
  },
  onResponse({ response }) {
    if (response.status === 401) onUnknown();
  },
};

export const http = createClient<paths>({ baseUrl: location.origin });
http.use(withToken);

const UNREACHABLE: Problem = {
  type: "about:blank",
  title: "Unreachable",
  status: 0,
  detail: "the server cannot be reached",
  code: "unreachable",
  field: null,
  remedy: "",
  details: {},
  trace_id: null,
};

/**
 * The data of an answer. Throws a ProblemError, or the AbortError of an abandoned request.
 *
 * The caller names its type: openapi-fetch turns pairs of numbers into lists.
 */
export async function answer<Data>(
  call: Promise<{ data?: unknown; error?: unknown; response: Response }>,
): Promise<Data> {
  let got;
  try {
    got = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ProblemError(UNREACHABLE);
  }
  if (got.response.ok) return got.data as Data;
  throw new ProblemError(asProblem(got.error, got.response.status));
}

function asProblem(body: unknown, status: number): Problem {
  if (typeof body === "object" && body !== null && "code" in body) return body as Problem;
  return { ...UNREACHABLE, status, code: "unexpected", title: "Unexpected", detail: `HTTP ${status}` };
}

/** A multipart body. The typed client describes it as an object; the browser writes it. */
export function form(parts: Record<string, Blob | string>): FormData {
  const data = new FormData();
  for (const [name, part] of Object.entries(parts)) data.append(name, part);
  return data;
}

/** The address of a finished file on this server, wherever it is stored. */
export function fileUrl(task: Task, name: string, download = false): string {
  return `/v1/tasks/${task.id}/files/${name}${download ? "?download=1" : ""}`;
}

/** The address of a photo to show: its bytes came with the answer. */
export function pictureUrl(task: Task): string {
  const image = task.files?.find((file) => file.name === "image");
  return image?.data ? `data:${image.media_type};base64,${image.data}` : fileUrl(task, "image");
}

/** A name for a creating request, so that repeating it creates nothing twice. */
export function newIdempotencyKey(): string {
  // crypto.randomUUID does not exist on a page that came over plain http
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");
}
