// Listens to the API for as long as a page is open, and goes on after a gap from where it was.
import type { AnyVariables, TypedDocumentNode } from "@urql/core";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { client, isOver, onceConnected } from "./client.js";
import { noteOver, stay } from "./standing.js";

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
    const stream = new Stream(document, JSON.parse(key) as Variables & object, (told) => latest.current(told));
    return () => stream.stop();
  }, [document, key]);
}

/** One thing that is listened to, from its beginning until nobody listens any more. */
class Stream<Data extends object, Variables extends AnyVariables> {
  private readonly own = Symbol();
  private cursor: string | null = null;
  private wait = FIRST_WAIT_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isLeft = false;
  private forget = (): void => undefined;
  private subscription: { unsubscribe(): void } | undefined;

  constructor(
    private readonly document: TypedDocumentNode<Data, Variables>,
    private readonly variables: Variables & object,
    private readonly heard: (told: Data | null) => void,
  ) {
    this.begin();
  }

  stop(): void {
    this.isLeft = true;
    this.forget();
    clearTimeout(this.timer);
    noteLost(this.own, false);
    this.subscription?.unsubscribe();
  }

  private begin(): void {
    const { document, variables, cursor, heard } = this;
    const asked = stay();
    this.forget();
    this.forget = onceConnected(() => heard(null));
    this.subscription = client
      .subscription(document, (cursor ? { ...variables, after: cursor } : variables) as Variables)
      .subscribe(({ data, error, hasNext }) => {
        if (data) this.take(data);
        if (isOver(error)) noteOver(asked);
        if (error?.graphQLErrors.some((one) => one.extensions["code"] === "CURSOR_EXPIRED")) this.cursor = null; // after a day
        if (error || hasNext === false) this.again();
      });
  }

  private take(data: Data): void {
    noteLost(this.own, false);
    this.wait = FIRST_WAIT_MS;
    this.cursor = cursorOf(data as Told) ?? this.cursor;
    this.heard(data);
  }

  private again(): void {
    this.subscription?.unsubscribe();
    clearTimeout(this.timer);
    if (this.isLeft) return;
    noteLost(this.own, true);
    this.timer = setTimeout(() => {
      noteLost(this.own, false); // until it fails once more
      this.heard(null);
      this.begin();
    }, this.wait);
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT_MS);
  }
}

function cursorOf(told: Told): string | null {
  for (const field of Object.values(told)) {
    if (field && typeof field === "object" && "cursor" in field && typeof field.cursor === "string") return field.cursor;
  }
  return null;
}
