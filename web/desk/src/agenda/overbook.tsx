// Puts a booking where something else is, on purpose: who may, says why.
import { useState, type ReactNode } from "react";
import { say } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { overbookReasonOf, OVERBOOK_REASONS } from "./texts.js";

interface OverbookProps {
  at: Temporal.Instant;
  isReady: boolean;
  book: (reason: string) => void;
}

export function Overbook({ at, isReady, book }: OverbookProps): ReactNode {
  const { clinic } = useDesk();
  const [reason, setReason] = useState<string>(OVERBOOK_REASONS[0]);
  return (
    <details className="part">
      <summary>{say("Put it there whatever else is there")}</summary>
      <label>
        {say("Why")}
        <select value={reason} onChange={(event) => setReason(event.target.value)}>
          {OVERBOOK_REASONS.map((code) => (
            <option key={code} value={code}>
              {overbookReasonOf(code)}
            </option>
          ))}
        </select>
      </label>
      <p className="deeds">
        <button type="button" className="danger" disabled={!isReady} onClick={() => book(reason)}>
          {say("Book {when} all the same", { when: dayAndTime(at.toString(), clinic.timeZone) })}
        </button>
      </p>
      <p className="faint">{say("The reason stands in the appointment and in the audit log.")}</p>
    </details>
  );
}
