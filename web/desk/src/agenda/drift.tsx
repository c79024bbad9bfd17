// A card of what was done to an event in a calendar: what happened, what each answer does, and where it is refused, what is near.
import { useState, type ReactNode } from "react";
import { accepted, change, newKey } from "../graph/client.js";
import { say } from "../language/say.js";
import { dayAndTime, time } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { useSaying } from "../shell/said.js";
import { DriftAccepted, DriftKeptBoth, DriftPutBack } from "./booking-documents.js";
import { NotToBeHad, refusalIn, type Refusal } from "./refused.js";
import type { Drift } from "./strip.js";
import { refusals } from "./texts.js";

type Answer = "accept" | "putBack" | "keepBoth";

interface DriftCardProps {
  drift: Drift;
  open: (bookingId: string, startsAt: string) => void;
  said: (text: string) => void;
  /** Read what is to be settled again: an answer is not over before that. */
  changed: () => Promise<void>;
}

export function DriftCard({ drift, open, said, changed }: DriftCardProps): ReactNode {
  const { clinic } = useDesk();
  const [key] = useState(newKey);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const { line, attempt, isBusy } = useSaying();
  const { booking, kind } = drift;
  async function settle(answer: Answer): Promise<void> {
    if (answer === "accept") {
      const payload = await change(DriftAccepted, { id: drift.id, key });
      const problem = refusalIn(payload);
      if (problem && problem.alternatives.length > 0) return setRefused(problem);
      accepted(payload);
    } else if (answer === "putBack") accepted(await change(DriftPutBack, { id: drift.id }));
    else accepted(await change(DriftKeptBoth, { id: drift.id }));
    said(answersOf(kind)[answer].done);
    return undefined;
  }
  const go = (answer: Answer): void => {
    setRefused(null);
    void attempt(() => settle(answer).finally(changed), refusals());
  };
  return (
    <li className="drift" tabIndex={-1} data-booking={booking?.id}>
      <About drift={drift} open={open} />
      <p>{whatHappened(drift, clinic.timeZone)}</p>
      {drift.viewerCanSettle && <Answers answers={answersOf(kind)} isBusy={isBusy} go={go} />}
      {drift.viewerCanSettle && kind !== "EDITED" && <p className="faint">{say("If they are to hear of it, it is by message; where none can be sent, a task asks somebody to call.")}</p>}
      {line}
      {refused && <NotToBeHad refusal={refused} take={booking ? () => open(booking.id, booking.startsAt) : undefined} />}
    </li>
  );
}

function About({ drift: { booking }, open }: Pick<DriftCardProps, "drift" | "open">): ReactNode {
  return (
    <p>
      <button type="button" className="plain" title={say("Show the appointment")} disabled={!booking} onClick={() => booking && open(booking.id, booking.startsAt)}>
        {booking?.patient?.name ?? booking?.patient?.phone ?? say("Appointment")}
      </button>{" "}
      <span className="faint">{[booking?.service?.title, booking?.practitioner?.fullName].filter(Boolean).join(" · ")}</span>
    </p>
  );
}

function Answers({ answers, isBusy, go }: { answers: Record<Answer, Words>; isBusy: boolean; go: (answer: Answer) => void }): ReactNode {
  return (
    <dl className="answers">
      {(["accept", "putBack", "keepBoth"] as const).map((one) => (
        <div key={one}>
          <dt>
            <button type="button" disabled={isBusy} onClick={() => go(one)}>
              {answers[one].name}
            </button>
          </dt>
          <dd>{answers[one].means}</dd>
        </div>
      ))}
    </dl>
  );
}

function whatHappened({ kind, booking, eventStartsAt, eventEndsAt }: Drift, zone: string): string {
  const from = booking ? dayAndTime(booking.startsAt, zone) : "–";
  switch (kind) {
    case "MOVED":
      return say("In the calendar its event was moved: from {from} to {to}.", {
        from,
        to: eventStartsAt ? `${dayAndTime(eventStartsAt, zone)}${eventEndsAt ? `–${time(eventEndsAt, zone)}` : ""}` : "–",
      });
    case "DELETED":
      return say("In the calendar its event of {from} was deleted.", { from });
    case "EDITED":
      return say("In the calendar its event of {from} was edited: its words, its place or how it recurs.", { from });
  }
}

interface Words {
  name: string;
  means: string;
  done: string;
}

function answersOf(kind: Drift["kind"]): Record<Answer, Words> {
  const putBack = {
    name: say("Put back"),
    means: say("The event is written again as the appointment says."),
    done: say("Put back: the event will be written again."),
  };
  switch (kind) {
    case "MOVED":
      return {
        accept: { name: say("Move it too"), means: say("The appointment moves to the event's time, and the patient is to hear of it."), done: say("The appointment has moved.") },
        putBack,
        keepBoth: { name: say("Keep both"), means: say("The event becomes somebody's own; the appointment stays and gets another event."), done: say("Both are kept.") },
      };
    case "DELETED":
      return {
        accept: { name: say("Cancel it"), means: say("The appointment is cancelled, and the patient is to hear of it."), done: say("Cancelled.") },
        putBack,
        keepBoth: { name: say("Keep it without"), means: say("The appointment stands; the calendar does not show it."), done: say("It stands without an event.") },
      };
    case "EDITED":
      return {
        accept: { name: say("Accept"), means: say("The event stays as it was edited; the appointment stands."), done: say("The event stays as it is.") },
        putBack,
        keepBoth: { name: say("Keep both"), means: say("The edit stays; it is not asked about again."), done: say("Both are kept.") },
      };
  }
}
