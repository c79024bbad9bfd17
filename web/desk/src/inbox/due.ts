// By when somebody is to be answered: said once it comes near, and louder once it is over.
import { useEffect, useState } from "react";
import { say } from "../language/say.js";
import { time, whenItWas } from "../language/times.js";

const NEAR_MS = 60 * 60_000;
const MINUTE_MS = 60_000;

interface Waiting {
  answerDueAt?: string | null;
  state: string;
}

export interface Due {
  text: string;
  isLate: boolean;
}

export function dueText({ answerDueAt, state }: Waiting, zone: string, now: number): Due | null {
  if (!answerDueAt || state !== "OPEN") return null;
  const left = Date.parse(answerDueAt) - now;
  if (left <= 0) return { text: say("Too late since {when}", { when: whenItWas(answerDueAt, zone) }), isLate: true };
  return left < NEAR_MS ? { text: say("Answer by {when}", { when: time(answerDueAt, zone) }), isLate: false } : null;
}

/** What time it is, to the minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
