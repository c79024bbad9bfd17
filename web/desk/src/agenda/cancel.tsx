// Cancels a booking, alone or with its series, and says why by a code.
import { useState, type ReactNode } from "react";
import { accepted, change, newKey, Refused } from "../graph/client.js";
import type { SeriesScope } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { useSaying } from "../shell/said.js";
import { Cancelled, SeriesCancelled } from "./documents.js";
import { ScopeChoice, seenOf, type Scope, type SeriesRow } from "./series.js";
import type { Booking } from "./steps.js";
import { CANCEL_REASONS, cancelReasonOf, refusals } from "./texts.js";

interface CancelProps {
  booking: Booking;
  series: readonly SeriesRow[];
  done: (text: string) => Promise<void>;
  cancel: () => void;
  changed: () => Promise<void>;
}

export function Cancel({ booking, series, done, cancel, changed }: CancelProps): ReactNode {
  const [reason, setReason] = useState<string>("");
  const [scope, setScope] = useState<Scope>("ONE");
  const [key, setKey] = useState(newKey);
  const { line, attempt, isBusy } = useSaying();
  const renew = (): void => setKey(newKey());
  const work = scope === "ONE" ? () => cancelOne(booking, reason, key) : () => cancelSeveral(booking, seenOf(series, booking, scope), scope, reason, key);
  async function go(): Promise<void> {
    try {
      await work();
    } catch (problem) {
      await changed();
      throw problem;
    }
    await done(say("Cancelled."));
  }
  return (
    <section className="part" aria-label={say("Cancel the appointment")}>
      <h3>{say("Cancel the appointment")}</h3>
      {booking.series && <ScopeChoice scope={scope} setScope={(next) => { setScope(next); renew(); }} />}
      <Why reason={reason} setReason={(next) => { setReason(next); renew(); }} />
      {line}
      <p className="deeds">
        <button type="button" className="danger" disabled={isBusy} onClick={() => void attempt(go, refusals())}>
          {say("Cancel the appointment")}
        </button>
        <button type="button" onClick={cancel}>
          {say("Keep it")}
        </button>
      </p>
      <p className="faint">{say("The patient is told by message, and the time is free for others. Where no message can be sent, a task asks somebody to call.")}</p>
    </section>
  );
}

function Why({ reason, setReason }: { reason: string; setReason: (reason: string) => void }): ReactNode {
  return (
    <label>
      {say("Why")}
      <select value={reason} onChange={(event) => setReason(event.target.value)}>
        <option value="">{say("No reason given")}</option>
        {CANCEL_REASONS.map((code) => (
          <option key={code} value={code}>
            {cancelReasonOf(code)}
          </option>
        ))}
      </select>
    </label>
  );
}

async function cancelOne({ id, version }: Booking, reason: string, key: string): Promise<void> {
  accepted(await change(Cancelled, { input: { bookingId: id, version, reason: reason || null }, key }));
}

async function cancelSeveral({ id }: Booking, seen: ReturnType<typeof seenOf>, scope: SeriesScope, reason: string, key: string): Promise<void> {
  const answer = await change(SeriesCancelled, { input: { bookingId: id, scope, seen, reason: reason || null }, key });
  const [problem] = answer.userErrors;
  if (problem) throw new Refused(problem.code, problem.message);
}
