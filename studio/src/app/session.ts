// Who is using the page, and what the server says of itself.
import { signal } from "@preact/signals";

import { ProblemError, useCsrfToken, whenSessionEnds, type Problem } from "../api/client";

export interface Session {
  signed_in: boolean;
  /** How: at this machine, by the studio's password, or by a link of one's own. */
  how: "local" | "password" | "link" | null;
  name: string | null;
  csrf_token: string;
  /** How long pictures are kept, in seconds. */
  keep_s: number;
  version: string;
}

/** undefined: not asked yet; null: the server cannot be reached. */
export const session = signal<Session | null | undefined>(undefined);

async function ask(method: string, body?: object): Promise<Session> {
  const headers: Record<string, string> = { "X-CSRF-Token": session.value?.csrf_token ?? "" };
  if (body) headers["Content-Type"] = "application/json";
  const response = await fetch("/studio/session", { method, headers, body: body ? JSON.stringify(body) : null });
  const answer: unknown = await response.json();
  if (!response.ok) throw new ProblemError(answer as Problem);
  return answer as Session;
}

function begin(found: Session): void {
  useCsrfToken(found.csrf_token);
  session.value = found;
}

export async function findSession(): Promise<void> {
  try {
    begin(await ask("GET"));
  } catch {
    session.value = null;
  }
}

// what is chosen so far stays in the page: who signs in again goes on with it
whenSessionEnds(() => void findSession());

/** Sign in by the studio's password, or by the token of a link. Throws a ProblemError. */
export async function signIn(by: { password: string } | { token: string }): Promise<void> {
  begin(await ask("POST", by));
}

export async function signOut(): Promise<void> {
  begin(await ask("DELETE"));
}
