// Listens to the API for as long as a page is open, and goes on after a gap from where it was.
import type { AnyVariables, TypedDocumentNode } from "@urql/core";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { client, isOver, onceConnected } from "./client.js";
import { noteOver } from "./standing.js";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** A change as every subscription of the desk tells it: one field, with the cursor to go on from. */
type Told = Record<string, unknown>;

const lost = new Set<symbol>();
const watchers = new Set<() => void>();

function noteLost(stream: symbol, isLost: boolean): void {
  if (isLost === lost.has(stream)) return;
  if (isLost) lost.add(stream);
  else lost.delete(stream);
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  const events = ["online", "offline"] as const; // known at once; a socket without a network is missed at its next heartbeat
  for (const one of events) addEventListener(one, watcher);
  return () => {
    watchers.delete(watcher);
    for (const one of events) removeEventListener(one, watcher);
  };
}

/** Tell whether everything that is listened to comes in: a desk that hears nothing must say so. */
export const useIsLive = (): boolean => useSyncExternalStore(watch, () => lost.size === 0 && navigator.onLine);

/**
 * Hear of changes while the component is there; `variables` of null listen to nothing.
 *
 * A stream that ends is begun again, later each time, after the last cursor: nothing is missed. `heard` is also called
 * with null once a stream stands after a gap, at the very first as well, since what has no cursor may have passed meanwhile.
 */
export function useChanges<Data extends object, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables | null,
  heard: (told: Data | null) => void,
): void {
  const latest = useRef(heard);
  latest.current = heard;
  const key = JSON.stringify(variables);
  useEffect(() => {
    if (key === "null") return undefined;
    const stop = listen(document, JSON.parse(key) as Variables & object, (told) => latest.current(told));
    return stop;
  }, [document, key]);
}

function listen<Data extends object, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables & object,
  heard: (told: Data | null) => void,
): () => void {
  const stream = Symbol();
  let cursor: string | null = null;
  let wait = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLeft = false;
  let forget = (): void => undefined;
  let subscription: { unsubscribe(): void } | undefined;

  function begin(isAgain: boolean): void {
    if (isAgain) heard(null);
    forget();
    forget = onceConnected(() => heard(null));
    subscription = client
      .subscription(document, (cursor ? { ...variables, after: cursor } : variables) as Variables)
      .subscribe(({ data, error, hasNext }) => {
        if (data) {
          noteLost(stream, false);
          wait = FIRST_WAIT_MS;
          cursor = cursorOf(data as Told) ?? cursor;
          heard(data);
        }
        if (error?.graphQLErrors.some((one) => one.extensions["code"] === "CURSOR_EXPIRED")) cursor = null; // after a day
        if (isOver(error)) noteOver();
        if (error || hasNext === false) again();
      });
  }

  function again(): void {
    subscription?.unsubscribe();
    clearTimeout(timer);
    if (isLeft) return;
    noteLost(stream, true);
    timer = setTimeout(() => {
      noteLost(stream, false); // until it fails once more
      begin(true);
    }, wait);
    wait = Math.min(2 * wait, LONGEST_WAIT_MS);
  }

  begin(false);
  return () => {
    isLeft = true;
    forget();
    clearTimeout(timer);
    noteLost(stream, false);
    subscription?.unsubscribe();
  };
}

function cursorOf(told: Told): string | null {
  for (const field of Object.values(told)) {
    if (field && typeof field === "object" && "cursor" in field && typeof field.cursor === "string") return field.cursor;
  }
  return null;
}
