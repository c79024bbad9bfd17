// What was ticked off just now: the API is told a moment later, and until then it can be taken back. The API knows no way
// back, since a task that nobody has before them any more may be asked anew; a desk that is closed tells it at once.
import { useSyncExternalStore } from "react";
import { accepted, change, Refused } from "../graph/client.js";
import { TaskDone } from "./documents.js";

const REGRET_MS = 10_000;

export interface Ticking {
  /** `WAITING` can be taken back; `REFUSED` stays to be done. */
  state: "WAITING" | "DONE" | "REFUSED";
  refusal: Refused | null;
}

let ticked: ReadonlyMap<string, Ticking> = new Map();
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const watchers = new Set<() => void>();

function keep(id: string, ticking: Ticking | null): void {
  const next = new Map(ticked);
  if (ticking) next.set(id, ticking);
  else next.delete(id);
  ticked = next;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** What of all tasks was ticked off here. */
export const useTicked = (): ReadonlyMap<string, Ticking> => useSyncExternalStore(watch, () => ticked);

export function tick(id: string): void {
  keep(id, { state: "WAITING", refusal: null });
  timers.set(id, setTimeout(() => void tell(id), REGRET_MS));
}

export function takeBack(id: string): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  keep(id, null);
}

async function tell(id: string): Promise<void> {
  clearTimeout(timers.get(id));
  timers.delete(id);
  keep(id, { state: "DONE", refusal: null });
  try {
    accepted(await change(TaskDone, { id }, { fetchOptions: { keepalive: true } }));
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    keep(id, { state: "REFUSED", refusal: problem });
  }
}

addEventListener("pagehide", () => {
  for (const id of [...timers.keys()]) void tell(id);
});
