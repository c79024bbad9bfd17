// Whether the API still knows who asks: the first answer that says otherwise tells everybody, and so does their return.
import { useSyncExternalStore } from "react";

let isOver = false;
let returned = 0;
const watchers = new Set<() => void>();
const returns = new Set<() => void>();

function turn(next: boolean): void {
  if (next === isOver) return;
  isOver = next;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Tell whether the session is over: nothing that is asked is answered until somebody logs in again. */
export const useIsOver = (): boolean => useSyncExternalStore(watch, () => isOver);

/** Count how often they came back: what was asked before the last time is answered of a session that is no more. */
export const stay = (): number => returned;

/** Note that the session is over, by the answer to what was asked in a stay: a late one says nothing of this one. */
export const noteOver = (asked: number): void => {
  if (asked === returned) turn(true);
};

/** Whoever sat there is back: what is on the screen is asked for anew. */
export function noteReturn(): void {
  returned++;
  turn(false);
  for (const one of returns) one();
}

/** Be called whenever somebody has logged in again, until the returned function is. */
export function whenBack(then: () => void): () => void {
  returns.add(then);
  return () => returns.delete(then);
}
