// Above the grid: what was changed in a calendar, and what needs another time; both are worked through one by one.
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import type { DisplacedQuery, DriftsQuery } from "../gql/graphql.js";
import { say, sayCount } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { Displaced, Drifts } from "./booking-documents.js";
import { DriftCard } from "./drift.js";
import { Icon } from "./icons.js";

export type Drift = NonNullable<DriftsQuery["calendarDrifts"]>["nodes"][number];
type DisplacedBooking = NonNullable<DisplacedQuery["bookings"]>["nodes"][number];

interface StripProps {
  /** Which card is looked for, by its booking's id; "all" for whichever there are. */
  settles: string | null;
  heard: number;
  open: (bookingId: string, startsAt: string) => void;
  said: (text: string) => void;
  changed: () => void;
}

/** What waits for an answer; read again with whatever is heard. */
function useUnsettled(heard: number) {
  const { clinic } = useDesk();
  const drifts = useAnswer(Drifts, { clinic: clinic.id });
  const displaced = useAnswer(Displaced, { clinic: clinic.id });
  useEffect(() => {
    if (heard === 0) return;
    drifts.refresh();
    displaced.refresh();
  }, [heard, drifts.refresh, displaced.refresh]);
  const isThere = drifts.data !== null && displaced.data !== null;
  return { cards: drifts.data?.calendarDrifts, bookings: displaced.data?.bookings, isThere, reread: drifts.reread };
}

export function Strip({ settles, heard, open, said, changed }: StripProps): ReactNode {
  const { cards, bookings, isThere, reread } = useUnsettled(heard);
  const [isOpen, setOpen] = useState(() => matchMedia("(min-width: 48.01rem)").matches); // a telephone has room for one of both
  const region = useId();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (!settles || !isThere) return;
    setOpen(true);
    requestAnimationFrame(() => focusOn(list.current, settles)); // once it is unfolded
  }, [settles, isThere]);
  const counts = [cards?.totalCount ?? cards?.nodes.length ?? 0, bookings?.totalCount ?? bookings?.nodes.length ?? 0] as const;
  if (counts[0] + counts[1] === 0) return null;
  const texts = [
    counts[0] > 0 && sayCount(counts[0], "{count} event was changed in a calendar", "{count} events were changed in calendars"),
    counts[1] > 0 && sayCount(counts[1], "{count} appointment needs another time", "{count} appointments need another time"),
  ];
  return (
    <section className="strip" aria-label={say("To be settled")}>
      <button type="button" className="fold" aria-expanded={isOpen} aria-controls={region} onClick={() => setOpen(!isOpen)}>
        <i aria-hidden="true">!</i> <span role="status">{texts.filter(Boolean).join(" · ")}</span>
        <Icon icon="down" />
      </button>
      <ul id={region} ref={list} hidden={!isOpen}>
        {cards?.nodes.map((one) => (
          <DriftCard key={one.id} drift={one} open={open} said={said} changed={() => (changed(), reread())} />
        ))}
        {bookings?.nodes.map((one) => (
          <DisplacedCard key={one.id} booking={one} open={open} />
        ))}
      </ul>
    </section>
  );
}

/** Bring a card into sight, and the keyboard to it: its booking's, or the first. */
function focusOn(list: HTMLUListElement | null, bookingId: string): void {
  const cards = [...(list?.querySelectorAll<HTMLElement>("[data-booking]") ?? [])];
  const card = bookingId === "all" ? cards[0] : cards.find((one) => one.dataset["booking"] === bookingId);
  card?.focus();
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function DisplacedCard({ booking, open }: { booking: DisplacedBooking; open: StripProps["open"] }): ReactNode {
  const { clinic } = useDesk();
  const { patient, service, practitioner, startsAt, reminderHeldAt } = booking;
  return (
    <li className="drift" tabIndex={-1} data-booking={booking.id}>
      <p>
        <b>{patient?.name ?? patient?.phone ?? say("Somebody")}</b>{" "}
        <span className="faint">{[service?.title, practitioner?.fullName].filter(Boolean).join(" · ")}</span>
      </p>
      <p>{say("{when} lies outside of the hours now, or lacks a room.", { when: dayAndTime(startsAt, clinic.timeZone) })}</p>
      {reminderHeldAt && <p className="faint">{say("Its reminder is held back: the patient has been told nothing.")}</p>}
      <p className="deeds">
        <button type="button" onClick={() => open(booking.id, startsAt)}>
          {say("Find another time")}
        </button>
      </p>
    </li>
  );
}
