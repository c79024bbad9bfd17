// What the desk says back to whoever did something: a line that is read out, and goes by itself.
import { useCallback, useEffect, useState, type ReactNode } from "react";
import { Refused } from "../graph/client.js";
import { say } from "../language/say.js";

const SHOWN_MS = 8_000;

export interface Saying {
  line: ReactNode;
  said: (text: string) => void;
  /** Do something, and say why where it is refused; tells whether it was done. */
  attempt: (work: () => Promise<unknown>, texts?: Readonly<Record<string, string>>) => Promise<boolean>;
  isBusy: boolean;
}

/** Keep one line of what was said last; `texts` say codes of refusals in words of the page's own. */
export function useSaying(): Saying {
  const [shown, setShown] = useState<{ text: string; isProblem: boolean } | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    if (!shown || shown.isProblem) return undefined; // a problem stays until something else is done
    const timer = setTimeout(() => setShown(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  const said = useCallback((text: string) => setShown({ text, isProblem: false }), []);
  const attempt = useCallback(async (work: () => Promise<unknown>, texts: Readonly<Record<string, string>> = {}) => {
    setBusy(true);
    setShown(null);
    try {
      await work();
      return true;
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      setShown({ text: texts[problem.code] ?? refusal(problem), isProblem: true });
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  const line = (
    <>
      <div className="saying" role="status" /* it is there before it says anything: one that comes with its text is read out by few */>
        {shown && !shown.isProblem && <p className="said">{shown.text}</p>}
      </div>
      {shown?.isProblem && (
        <p className="said problem" role="alert">
          {shown.text}
        </p>
      )}
    </>
  );
  return { line, said, attempt, isBusy };
}

/** Say why something was refused, where the page has no words of its own for it. */
export function refusal({ code, message }: Refused): string {
  switch (code) {
    case "UNREACHABLE":
      return say("The server cannot be reached. Try again in a moment.");
    case "EARLIER":
      return say("What you sent before that went through after all. What stands here now was not sent: send it again if it is to be done as well.");
    case "IDEMPOTENCY_IN_PROGRESS":
      return say("It is being worked on. Look again in a moment.");
    case "UNAUTHENTICATED":
      return say("You are logged out. Log in again, and repeat it.");
    case "OVERTAKEN": // said by the page itself, which knows what a colleague has changed
      return message;
    case "STALE":
      return say("Somebody changed it meanwhile. Look again, and repeat it if it still holds.");
    case "NOT_PERMITTED":
      return say("Your role does not allow that.");
    case "NOT_FOUND":
      return say("It is not there any more.");
    case "RATE_LIMITED":
      return say("That was too often. Wait a moment, and try again.");
    default:
      return message ? `${message} (${code})` : say("That did not work ({code}).", { code });
  }
}
