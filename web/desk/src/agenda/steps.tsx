// What can be done with a booking as it stands: each step that its status, the hour and the role allow, and no other.
import type { ReactNode } from "react";
import type { TypedDocumentNode } from "@urql/core";
import { accepted, change } from "../graph/client.js";
import type { BookingConfirmedMutation, BookingDetailQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dateOf, dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import type { Saying } from "../shell/said.js";
import { BookingConfirmed, BookingDeclined, CheckedIn, Completed, NotCome, Undone, Upheld } from "./documents.js";
import { refusalIn, type Refusal } from "./refused.js";
import { refusals } from "./texts.js";

export type Booking = Extract<NonNullable<BookingDetailQuery["node"]>, { reference: string }>;
type Named = "confirm" | "decline" | "checkIn" | "complete" | "noShow" | "undo" | "uphold";

/** Tell which steps a booking allows at an instant; the API has the last word. */
export function stepsOf(booking: Booking, zone: string, now: Temporal.Instant = Temporal.Now.instant()): Named[] {
  const { status, startsAt, displacedAt, checkedInAt, concludedAt, requestedMove } = booking;
  const here = now.toZonedDateTimeISO(zone).toPlainDate();
  const hasBegun = Temporal.Instant.compare(Temporal.Instant.from(startsAt), now) <= 0;
  const isDay = dateOf(startsAt, zone).equals(here);
  const notedAt = concludedAt ?? checkedInAt;
  const isNotedToday = notedAt ? dateOf(notedAt, zone).equals(here) : false;
  const steps: Named[] = [];
  if (status === "REQUESTED" || requestedMove) steps.push("confirm", "decline");
  if (displacedAt && !hasBegun && (status === "CONFIRMED" || status === "REQUESTED")) steps.push("uphold");
  if (status === "CONFIRMED" && isDay) steps.push("checkIn");
  if ((status === "CONFIRMED" && hasBegun) || status === "CHECKED_IN") steps.push("complete");
  if (status === "CONFIRMED" && hasBegun) steps.push("noShow");
  if ((status === "CHECKED_IN" || status === "COMPLETED" || status === "NO_SHOW") && isNotedToday) steps.push("undo");
  return steps;
}

interface StepsProps {
  booking: Booking;
  saying: Saying;
  changed: () => Promise<void>;
  /** The time that was asked for is gone: there are others. */
  refused: (refusal: Refusal) => void;
}

/** Take a step; returns what is near instead where the time that was asked for is gone. Throws Refused. */
async function take(step: Named, { id, version }: Booking): Promise<Refusal | null> {
  if (step !== "confirm") {
    accepted(await change(DOCUMENTS[step], { id, version }));
    return null;
  }
  const answer: NonNullable<BookingConfirmedMutation["bookingConfirm"]> = await change(BookingConfirmed, { id, version });
  const problem = refusalIn(answer);
  if (problem && problem.alternatives.length > 0) return problem;
  accepted(answer);
  return null;
}

export function Steps({ booking, saying: { attempt, said, isBusy }, changed, refused }: StepsProps): ReactNode {
  const { may } = useDesk();
  const steps = may("booking:write") ? stepsOf(booking, booking.timeZone) : [];
  if (steps.length === 0) return null;
  const press = async (step: Named): Promise<void> => {
    try {
      const problem = await take(step, booking);
      if (problem) refused(problem);
      else said(doneOf(step, booking));
    } finally {
      await changed();
    }
  };
  const texts = nameOf(booking);
  return (
    <p className="deeds steps">
      {steps.map((step, at) => (
        <button
          key={step}
          type="button"
          className={at === 0 ? "primary" : step === "decline" || step === "noShow" ? "danger" : undefined}
          disabled={isBusy}
          onClick={() => void attempt(() => press(step), refusals())}
        >
          {texts[step]}
        </button>
      ))}
    </p>
  );
}

interface Step {
  userErrors: readonly { code: string; message: string; field?: readonly string[] | null }[];
}

type StepDocument = TypedDocumentNode<Record<string, Step | null>, { id: string; version: number }>;

const DOCUMENTS = {
  decline: BookingDeclined,
  checkIn: CheckedIn,
  complete: Completed,
  noShow: NotCome,
  undo: Undone,
  uphold: Upheld,
} as unknown as Readonly<Record<Exclude<Named, "confirm">, StepDocument>>;

function nameOf({ requestedMove, timeZone, status }: Booking): Record<Named, string> {
  return {
    confirm: requestedMove ? say("Move to {when}", { when: dayAndTime(requestedMove.startsAt, timeZone) }) : say("Confirm"),
    decline: requestedMove ? say("Leave it where it is") : say("Decline"),
    checkIn: say("Check in"),
    complete: say("Completed"),
    noShow: say("Did not come"),
    undo: status === "CHECKED_IN" ? say("Not here after all") : say("Undo"),
    uphold: say("Takes place all the same"),
  };
}

function doneOf(step: Named, { requestedMove: asked, timeZone }: Booking): string {
  switch (step) {
    case "confirm":
      return asked ? say("Moved to {when}.", { when: dayAndTime(asked.startsAt, timeZone) }) : say("Confirmed.");
    case "decline":
      return asked ? say("Declined: it stays where it is.") : say("Declined.");
    case "checkIn":
      return say("Checked in.");
    case "complete":
      return say("Noted as completed.");
    case "noShow":
      return say("Noted that nobody came.");
    case "undo":
      return say("Undone: it stands as before.");
    case "uphold":
      return say("It takes place all the same, and is reminded of as usual.");
  }
}
