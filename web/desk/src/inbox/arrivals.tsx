// What a patient writes while their conversation is open, said once to whoever cannot see it. The log itself would also read
// out what was there before, and every page of older messages.
import { useEffect, useRef, useState, type ReactNode } from "react";
import { say } from "../language/say.js";
import { calledBy } from "./texts.js";
import type { Thread } from "./thread.js";

export function Arrivals({ thread: { head, messages, isLoaded } }: { thread: Thread }): ReactNode {
  const known = useRef<string | null>(null);
  const [told, setTold] = useState("");
  const last = messages.at(-1);
  const name = calledBy(head?.patient);
  useEffect(() => {
    if (!isLoaded) return;
    const isFirst = known.current === null;
    const isNew = known.current !== (last?.id ?? "");
    known.current = last?.id ?? "";
    if (isNew && !isFirst && last?.author === "PATIENT") setTold((before) => anew(before, say("{name} writes: {text}", { name, text: last.body })));
  }, [isLoaded, last, name]);
  return (
    <p className="unseen" role="status" aria-label={say("New message")}>
      {told}
    </p>
  );
}

/** What is read out is what changed: the same words said again are other ones. */
const anew = (before: string, text: string): string => (before === text ? `${text}\u00a0` : text);
