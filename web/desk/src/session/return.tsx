// The session is over while the desk is open: what was typed stays, nobody sees it, and one log-in in another tab goes on with it.
import { useEffect, type ReactNode } from "react";
import { ask, Refused } from "../graph/client.js";
import { noteReturn, useIsOver } from "../graph/standing.js";
import { say } from "../language/say.js";
import { useModal } from "../shell/modal.js";
import { Session } from "./documents.js";

const LOOK_MS = 2_000;

/** Cover the desk of a person for as long as they are logged out. */
export function Return({ userId }: { userId: string }): ReactNode {
  return useIsOver() && <LoggedOut userId={userId} />;
}

function LoggedOut({ userId }: { userId: string }): ReactNode {
  const dialog = useModal();
  useLook(userId);
  return (
    <dialog ref={dialog} className="logged-out" role="alertdialog" onCancel={(event) => event.preventDefault()} aria-labelledby="logged-out-title">
      <div className="stack">
        <h2 id="logged-out-title">{say("You are logged out")}</h2>
        <p>{say("The session is over. What you have typed is still here: log in again in the tab that opens, and go on.")}</p>
        <p className="buttons">
          <a className="button primary" href="/log-in#back" target="_blank">
            {say("Log in again")}
          </a>
        </p>
      </div>
    </dialog>
  );
}

/** Look whether somebody has logged in meanwhile. A desk of somebody else's begins anew, without what was typed here. */
function useLook(userId: string): void {
  useEffect(() => {
    const look = async (): Promise<void> => {
      const { viewer } = await ask(Session, {});
      if (!viewer?.user || viewer.needsSecondFactor) return;
      if (viewer.user.id === userId) noteReturn();
      else location.reload();
    };
    const tried = (): void => void look().catch(unlessRefused);
    const timer = setInterval(tried, LOOK_MS);
    addEventListener("focus", tried); // a page in the background has a slow clock
    return () => {
      clearInterval(timer);
      removeEventListener("focus", tried);
    };
  }, [userId]);
}

function unlessRefused(problem: unknown): void {
  if (!(problem instanceof Refused)) throw problem; // it is looked again in a moment
}
