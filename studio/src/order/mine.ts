// What this tab has made on the server, so that all of it can be deleted; kept through reloads.
import { ProblemError, answer, http } from "../api/client";

const TASKS = "tasks";

function tasks(): string[] {
  return JSON.parse(sessionStorage.getItem(TASKS) ?? "[]") as string[];
}

export function rememberTask(id: string): void {
  const known = tasks();
  if (!known.includes(id)) sessionStorage.setItem(TASKS, JSON.stringify([...known, id]));
}

/** Delete the portrait and every photo and sheet that this tab has made. Throws a ProblemError. */
export async function deleteEverything(sourceId: string | null): Promise<void> {
  await Promise.all(tasks().map(deleteTask));
  sessionStorage.removeItem(TASKS);
  if (sourceId) await unlessGone(http.DELETE("/v1/sources/{source_id}", { params: { path: { source_id: sourceId } } }));
}

function deleteTask(id: string): Promise<void> {
  return unlessGone(http.DELETE("/v1/tasks/{task_id}", { params: { path: { task_id: id } } }));
}

async function unlessGone(call: Parameters<typeof answer>[0]): Promise<void> {
  try {
    await answer(call);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.status !== 404) throw error;
  }
}
