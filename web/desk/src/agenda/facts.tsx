// All that is known of a booking, one line each; what is not so is not said.
import type { ReactNode } from "react";
import { say } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { Copy } from "../shell/copy.js";
import type { Booking } from "./steps.js";
import { cancelReasonOf, overbookReasonOf, partyOf } from "./texts.js";

export function Facts({ booking, notes }: { booking: Booking; notes: string | null }): ReactNode {
  const rows = [...whoAndWhere(booking), ...whatHappened(booking), [say("Notes"), notes] as const];
  return (
    <dl className="facts">
      {rows.map(([name, text]) =>
        text ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

const Telephone = ({ number }: { number: string }): ReactNode => (
  <>
    <a href={`tel:${number}`}>{number}</a>
    <Copy text={number} name={say("Copy the number")} />
  </>
);

const Reference = ({ text }: { text: string }): ReactNode => (
  <>
    {text}
    <Copy text={text} name={say("Copy the reference")} />
  </>
);

type Row = readonly [string, ReactNode];

function whoAndWhere({ practitioner, location, patient, arrangedBy, reference, isForAnybody, series }: Booking): Row[] {
  const phone = patient?.phone;
  return [
    [say("With"), practitioner && `${practitioner.fullName}${isForAnybody ? ` (${say("whoever is free")})` : ""}`],
    [say("Where"), location && [location.name, location.address].filter(Boolean).join(", ")],
    [say("Telephone"), phone && <Telephone number={dialled(phone)} />],
    [say("Born"), patient?.birthDate],
    [say("Arranged by"), arrangedBy && [arrangedBy.name, arrangedBy.phone].filter(Boolean).join(", ")],
    [say("Series"), series && say("{which} of {all}", { which: series.ordinal, all: series.length })],
    [say("Reference"), <Reference key="reference" text={reference} />],
  ];
}

function whatHappened(booking: Booking): Row[] {
  const at = (instant: string | null | undefined, by?: string | null): string | null =>
    instant ? [dayAndTime(instant, booking.timeZone), by].filter(Boolean).join(", ") : null;
  const { movedBy, cancelledBy, concludedBy, overbookReason } = booking;
  const why = booking.cancelReason ? cancelReasonOf(booking.cancelReason) : null;
  return [
    [say("Booked"), at(booking.createdAt, partyOf(booking.createdBy))],
    [say("Moved by"), movedBy && partyOf(movedBy)],
    [say("The patient said OK"), at(booking.acknowledgedAt)],
    [say("Reminded"), at(booking.remindedAt) ?? (booking.wantsReminders ? null : say("wants no reminders"))],
    [say("Answered the reminder"), at(booking.reminderAnsweredAt)],
    [say("Checked in"), at(booking.checkedInAt)],
    [booking.status === "NO_SHOW" ? say("Did not come") : say("Completed"), at(booking.concludedAt, concludedBy && partyOf(concludedBy))],
    [say("Cancelled"), at(booking.cancelledAt, [cancelledBy && partyOf(cancelledBy), why].filter(Boolean).join(", "))],
    [say("Beside something else"), overbookReason && overbookReasonOf(overbookReason)],
    [say("Takes place all the same"), at(booking.upheldAt)],
  ];
}

/** A number as it is dialled: those of WhatsApp come without their +. */
export const dialled = (phone: string): string => (/^\d+$/.test(phone) ? `+${phone}` : phone);
