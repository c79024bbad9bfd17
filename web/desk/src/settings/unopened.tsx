// In place of a page of the settings until it is there: that it is on its way, or why it is not and a way to try again.
import type { ReactNode } from "react";
import type { Answer } from "../graph/answers.js";
import { say } from "../language/say.js";
import { refusal } from "../shell/said.js";

export function Unopened({ answer: { problem, refresh } }: { answer: Pick<Answer<unknown>, "problem" | "refresh"> }): ReactNode {
  if (!problem) return <p className="notice" role="status">{say("Opening…")}</p>;
  return (
    <div className="notice" role="alert">
      <p className="problem">{refusal(problem)}</p>
      <button type="button" onClick={refresh}>
        {say("Try again")}
      </button>
    </div>
  );
}
