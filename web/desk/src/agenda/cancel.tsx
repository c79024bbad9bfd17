// Cancels a booking, alone or with its series, and says why by a code.
import { useState, type ReactNode } from "react";
import { accepted, change, newKey, Refused } from "../graph/client.js";
import { say } from "../language/say.js";
import { useSaying } from "../shell/said.js";
import { Cancelled, SeriesCancelled } from "./documents.js";
import { ScopeChoice, seenOf, type Scope, type SeriesRow } from "./series.js";
import type { Booking } from "./steps.js";
import { CANCEL_REASONS, cancelReasonOf, refusals } from "./texts.js";

interface CancelProps {
  booking: Booking;
  series: readonly SeriesRow[];
  done: (text: string) => void;
  cancel: () => void;
  changed: () => void;
}

export function Cancel({ booking, series, done, cancel, changed }: CancelProps): ReactNode {
  const [reason, setReason] = useState<string>("");
  const [scope, setScope] = useState<Scope>("ONE");
  const [key, setKey] = useState(newKey);
  const { line, attempt, isBusy } = useSaying();
  async function several(which: Exclude<Scope, "ONE">): Promise<void> {
    const seen = seenOf(series, booking, which);
    const answer = await change(SeriesCancelled, { input: { bookingId: booking.id, scope: which, seen, reason: reason || null }, key });
    const [problem] = answer.userErrors;
    if (problem) throw new Refused(problem.code, problem.message);
    done(say("Cancelled. The patient is told."));
  }
  async function one(): Promise<void> {
    accepted(await change(Cancelled, { input: { bookingId: booking.id, version: booking.version, reason: reason || null }, key }));
    done(say("Cancelled. The patient is told."));
  }
  const go = (): void =>
    void attempt(() => (scope === "ONE" ? one() : several(scope)), refusals()).then((isDone) => {
      if (!isDone) changed();
    });
  return (
    <section className="part" aria-label={say("Cancel the appointment")}>
      <h3>{say("Cancel the appointment")}</h3>
      {booking.series && <ScopeChoice scope={scope} setScope={(next) => { setScope(next); setKey(newKey()); }} />}
      <label>
        {say("Why")}
        <select value={reason} onChange={(event) => { setReason(event.target.value); setKey(newKey()); }}>
          <option value="">{say("No reason given")}</option>
          {CANCEL_REASONS.map((code) => (
            <option key={code} value={code}>
              {cancelReasonOf(code)}
            </option>
          ))}
        </select>
      </label>
      {line}
      <p className="deeds">
        <button type="button" className="danger" disabled={isBusy} onClick={go}>
          {say("Cancel the appointment")}
        </button>
        <button type="button" onClick={cancel}>
          {say("Keep it")}
        </button>
      </p>
      <p className="faint">{say("The patient is told by message, and the time is free for others.")}</p>
    </section>
  );
}
