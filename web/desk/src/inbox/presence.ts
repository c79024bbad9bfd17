// Who else is at a conversation, and that somebody is here: said while it is open, and taken back with it.
import { useCallback, useEffect, useRef, useState } from "react";
import { useChanges } from "../graph/changes.js";
import { change, Refused } from "../graph/client.js";
import type { PresenceActivity, PresenceSubscription } from "../gql/graphql.js";
import { Presence, PresenceTell } from "./documents.js";

const VIEWING_MS = 20_000;
const TYPING_MS = 4_000;

export type Colleague = NonNullable<PresenceSubscription["conversationPresence"]>["colleagues"][number];

export interface Present {
  colleagues: readonly Colleague[];
  /** Say that something is being written. */
  typed: () => void;
}

export function usePresence(id: string, isReading: boolean, mayType: boolean): Present {
  const [colleagues, setColleagues] = useState<readonly Colleague[]>([]);
  const typedAt = useRef(0);
  useChanges(Presence, isReading ? { id } : null, (told) => {
    if (told) setColleagues(told.conversationPresence?.colleagues ?? []); // whoever is not heard of after a gap expires
  });
  useEffect(() => {
    if (!isReading) return undefined;
    const look = () => document.visibilityState === "visible" && tell(id, "VIEWING");
    look();
    const timer = setInterval(look, VIEWING_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      tell(id, "LEFT");
    };
  }, [id, isReading]);
  useExpiry(colleagues, setColleagues);
  const typed = useCallback(() => {
    if (!mayType || Date.now() - typedAt.current < TYPING_MS) return;
    typedAt.current = Date.now();
    tell(id, "TYPING");
  }, [id, mayType]);
  return { colleagues, typed };
}

/** Who says nothing any more is there no more, whether or not the API gets to say so; who stopped typing still looks on. */
function useExpiry(colleagues: readonly Colleague[], keep: (those: readonly Colleague[]) => void): void {
  useEffect(() => {
    if (colleagues.length === 0) return undefined;
    const first = Math.min(...colleagues.map((one) => Date.parse(one.until)));
    const wait = Math.max(first - Date.now(), 0) + 1_000;
    const timer = setTimeout(() => keep(colleagues.flatMap((one) => left(one, Date.now()))), wait);
    return () => clearTimeout(timer);
  }, [colleagues, keep]);
}

function left(one: Colleague, now: number): Colleague[] {
  if (Date.parse(one.until) > now) return [one];
  return one.isTyping ? [{ ...one, isTyping: false, until: new Date(now + VIEWING_MS).toISOString() }] : [];
}

function tell(id: string, activity: PresenceActivity): void {
  change(PresenceTell, { id, activity }).catch((problem: unknown) => {
    if (!(problem instanceof Refused)) throw problem; // that somebody looks on is no reason to stop them
  });
}
