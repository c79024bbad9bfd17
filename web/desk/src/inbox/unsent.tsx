// A message that is not the API's yet: on its way, or refused with what can be done about it.
import type { ReactNode } from "react";
import type { Refused } from "../graph/client.js";
import { say } from "../language/say.js";
import { time } from "../language/times.js";
import { refusal as refusalText } from "../shell/said.js";
import { Icon } from "./icons.js";
import { discard, sendAgain, type Unsent } from "./outbox.js";
import { Prose } from "./prose.js";
import { Quoted } from "./quoted.js";
import { sendRefusals } from "./texts.js";

export function UnsentBubble({ one, zone, edit }: { one: Unsent; zone: string; edit: (one: Unsent) => void }): ReactNode {
  const { refusal } = one;
  return (
    <li className={`said-by ours staff unsent${refusal ? " refused" : ""}`}>
      <div className="bubble">
        {one.quote && <Quoted of={one.quote} />}
        {one.file && (
          <p className="file waiting">
            <Icon name="document" /> <span>{one.file.name}</span>
          </p>
        )}
        {one.body && (
          <p className="words" dir="auto">
            <Prose text={one.body} />
          </p>
        )}
        <p className="foot">
          <time dateTime={one.at}>{time(one.at, zone)}</time>
          <span className={refusal ? "tick bad" : "tick"} role="img" aria-label={refusal ? say("Not sent") : say("Being sent")}>
            <Icon name={refusal ? "alert" : "clock"} />
          </span>
        </p>
      </div>
      {refusal && <NotSent one={one} refusal={refusal} edit={edit} />}
    </li>
  );
}

function NotSent({ one, refusal, edit }: { one: Unsent; refusal: Refused; edit: (one: Unsent) => void }): ReactNode {
  return (
    <div className="fate problem" role="alert">
      <p>{say("Not sent: {why}", { why: sendRefusals()[refusal.code] ?? refusalText(refusal) })}</p>
      <p className="fate-buttons">
        <button type="button" className="plain" onClick={() => sendAgain(one)}>
          {say("Try again")}
        </button>
        {!one.file && (
          <button type="button" className="plain" onClick={() => edit(one)}>
            {say("Edit")}
          </button>
        )}
        <button type="button" className="plain" onClick={() => discard(one.key)}>
          {say("Throw away")}
        </button>
      </p>
    </div>
  );
}
