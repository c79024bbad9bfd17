// Asks once more who it is, before what matters most; the proof counts for five minutes.
import { useState, type FormEvent, type ReactNode } from "react";
import { Refused } from "../graph/client.js";
import { useModal } from "../shell/modal.js";
import { say } from "../language/say.js";

export interface Proof {
  dialog: ReactNode;
  /** Do what may need a fresh proof; where it does, ask for one and do it again. Throws Refused. */
  withProof: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Ask for a proof; tells whether it was given. */
  prove: () => Promise<boolean>;
}

export function useProof(): Proof {
  const [settle, setSettle] = useState<((isProven: boolean) => void) | null>(null);
  const prove = () =>
    new Promise<boolean>((resolve) => {
      setSettle(() => (isProven: boolean) => {
        setSettle(null);
        resolve(isProven);
      });
    });
  const withProof = async <Result,>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (problem) {
      if (!(problem instanceof Refused) || problem.code !== "STEP_UP_REQUIRED") throw problem;
      if (!(await prove())) throw problem;
    }
    return work();
  };
  return { withProof, prove, dialog: settle && <ProofDialog settle={settle} /> };
}

function problemOf(answer: Response | null): string {
  if (!answer || answer.status >= 500) return say("The server cannot be reached. Try again in a moment.");
  if (answer.status === 429) return say("That was too often. Wait a moment, and try again.");
  return say("That was not right: look at the password and the code again.");
}

function ProofFields(): ReactNode {
  return (
    <>
      <label>
        {say("Password")}
        <input name="password" type="password" autoComplete="current-password" required autoFocus />
      </label>
      <label>
        {say("Code of your authenticator app, if you have one")}
        <input name="code" autoComplete="one-time-code" spellCheck={false} />
      </label>
    </>
  );
}

function ProofDialog({ settle }: { settle: (isProven: boolean) => void }): ReactNode {
  const dialog = useModal();
  const [problem, setProblem] = useState("");
  const show = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const code = String(given.get("code") ?? "").trim();
    const body = { password: String(given.get("password") ?? ""), ...(code ? { code } : {}) };
    const answer = await fetch("/step-up", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }).catch(() => null);
    if (answer?.ok) settle(true);
    else setProblem(problemOf(answer));
  };
  return (
    <dialog ref={dialog} onCancel={() => settle(false)} aria-labelledby="proof-title">
      <form className="stack" onSubmit={(event) => void show(event)}>
        <h2 id="proof-title">{say("Show that it is you")}</h2>
        <p>{say("This matters, so we ask once more. It counts for five minutes.")}</p>
        <ProofFields />
        {problem && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <p className="buttons">
          <button type="button" onClick={() => settle(false)}>
            {say("Discard")}
          </button>
          <button className="primary">{say("Go on")}</button>
        </p>
      </form>
    </dialog>
  );
}
