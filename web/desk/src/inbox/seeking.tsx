// Leads to a message that somebody points at, back through older ones if it is among those; so far at a time, and says where it ends.
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { say } from "../language/say.js";
import type { Older } from "./older.js";
import type { Thread } from "./thread.js";

const FAR_PAGES = 10; // before somebody is asked whether to go on

interface Sought {
  id: string;
  pagesLeft: number;
  isFar: boolean;
}

const Context = createContext<(id: string) => void>(() => undefined);

/** How to lead to a message of the conversation that is shown. */
export const useSeek = (): ((id: string) => void) => useContext(Context);

export const Seeking = Context.Provider;

/** Keep what is looked for; `line` says how that goes where it takes longer. */
export function useSeeking({ messages, hasOlder }: Thread, older: Older): { seek: (id: string) => void; line: ReactNode } {
  const [sought, setSought] = useState<Sought | null>(null);
  const [missing, setMissing] = useState(false);
  const seek = (id: string): void => {
    setMissing(false);
    setSought({ id, pagesLeft: FAR_PAGES, isFar: false });
  };
  useEffect(() => {
    if (!sought || older.isBusy) return;
    const isHere = pointAt(sought);
    if (isHere || !hasOlder) {
      setSought(null);
      setMissing(!isHere);
    } else if (sought.pagesLeft > 0) {
      void older.load().then(() => setSought((now) => (now === sought ? { ...now, pagesLeft: now.pagesLeft - 1, isFar: true } : now)));
    }
  }, [sought, messages, hasOlder, older]);
  const line = missing ? <p className="seeking" role="status">{say("It is not in this conversation any more.")}</p> : <Progress sought={sought} seek={seek} />;
  return { seek, line };
}

function Progress({ sought, seek }: { sought: Sought | null; seek: (id: string) => void }): ReactNode {
  if (!sought?.isFar) return null;
  if (sought.pagesLeft > 0) return <p className="seeking" role="status">{say("Looking for it further up…")}</p>;
  return (
    <p className="seeking" role="status">
      {say("It was said longer ago than what is shown here.")}{" "}
      <button type="button" className="plain" onClick={() => seek(sought.id)}>
        {say("Look further up")}
      </button>
    </p>
  );
}

/** Bring a message into sight, and the focus to it: whoever reads by ear goes on there. Tells whether it is there. */
function pointAt({ id, isFar }: Sought): boolean {
  const at = document.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`);
  if (!at) return false;
  at.scrollIntoView({ block: "center", behavior: isFar ? "instant" : "smooth" });
  at.focus({ preventScroll: true });
  at.classList.remove("pointed-at");
  void at.offsetWidth; // so that a second press shows it again
  at.classList.add("pointed-at");
  return true;
}
