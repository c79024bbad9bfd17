// The agenda: a day of everybody, or a week of one, kept up with by what the API tells.
import { useMemo, useState, type ReactNode } from "react";
import { say } from "../language/say.js";
import { dateOf, today, writtenDate } from "../language/times.js";
import { useDesk, type Desk } from "../session/session.js";
import { refusal, useSaying } from "../shell/said.js";
import { WeekFigures } from "./figures.js";
import { Grid } from "./grid.js";
import { useKeys } from "./keys.js";
import { NewBooking, type Draft } from "./new.js";
import { BookingPanel } from "./panel.js";
import { mondayOf, usePlace, type Moves, type Place } from "./place.js";
import { useSheet } from "./sheet.js";
import { Strip } from "./strip.js";
import { Toolbar } from "./toolbar.js";
import { Waitlist } from "./waitlist.js";

export function Agenda({ day }: { day: string | null }): ReactNode {
  const desk = useDesk();
  const zone = desk.clinic.timeZone;
  const place = usePlace(day, zone);
  const shown = whoIsShown(place, desk);
  const dates = useMemo(() => datesOf(place.day, place.isWeek), [place.day.toString(), place.isWeek]);
  const { columns, axis, sheet, heard, again } = useSheet(dates, shown, place.showsRooms && !place.isWeek);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [isWaitlist, setWaitlist] = useState(false);
  const mayBook = desk.may("booking:write") && desk.may("patient:read") && desk.may("slot:read");
  const begin = (at: Temporal.Instant | null, practitionerId: string | null): void => setDraft({ at, practitionerId, day: place.day, patientId: null });
  const beginAnywhere = mayBook ? () => begin(null, place.isWeek ? (shown?.[0] ?? null) : null) : undefined;
  const begun = draft ?? (mayBook && place.patientId ? { at: null, practitionerId: null, day: place.day, patientId: place.patientId } : null);
  const { line, said } = useSaying();
  useKeys(place, beginAnywhere);
  const open = (bookingId: string, startsAt: string): void => place.go({ day: dateOf(startsAt, zone), bookingId });
  return (
    <section className="page agenda" aria-busy={sheet.isLoading} aria-label={say("Agenda")}>
      <Toolbar place={place} title={titleOf(dates, today(zone))} shown={shown} begin={beginAnywhere} waitlist={() => setWaitlist(true)} />
      {line}
      {sheet.problem && <p className="said problem">{refusal(sheet.problem)}</p>}
      <Strip settles={place.settles} heard={heard} open={open} said={said} changed={again} />
      <Grid key={dates.join()} columns={columns} axis={axis} place={place} isLoading={!sheet.data} begin={mayBook ? begin : undefined} />
      {desk.may("booking.all:read") && <WeekFigures day={place.day} heard={heard} />}
      {isWaitlist && <Waitlist close={() => setWaitlist(false)} />}
      {begun && <NewBooking draft={begun} close={() => (draft ? setDraft(null) : place.go({ patientId: null }))} open={(id, startsAt) => { setDraft(null); open(id, startsAt); }} booked={(id, startsAt, text) => { setDraft(null); said(text); again(); open(id, startsAt); }} />}
      <Opened place={place} heard={heard} again={again} />
    </section>
  );
}

interface OpenedProps {
  place: Place & Moves;
  heard: number;
  again: () => void;
}

function Opened({ place: { bookingId: id, go }, heard, again }: OpenedProps): ReactNode {
  if (!id) return null;
  const open = (bookingId: string | null): void => go({ bookingId });
  return <BookingPanel key={id} id={id} heard={heard} close={() => open(null)} open={open} changed={again} />;
}

const datesOf = (day: Temporal.PlainDate, isWeek: boolean): Temporal.PlainDate[] =>
  isWeek ? [0, 1, 2, 3, 4, 5, 6].map((days) => mondayOf(day).add({ days })) : [day];

function titleOf(dates: readonly Temporal.PlainDate[], now: Temporal.PlainDate): string {
  const [first, last] = [dates[0]!, dates.at(-1)!];
  const year = first.year === now.year ? {} : ({ year: "numeric" } as const);
  if (dates.length === 1) return writtenDate(first, { weekday: "long", day: "numeric", month: "long", ...year });
  const from = writtenDate(first, { day: "numeric", month: "short" });
  return `${from} – ${writtenDate(last, { day: "numeric", month: "short", year: "numeric" })}`;
}

/** Whose columns: those the address names; of a week one person's, oneself if one sees patients. Null: everybody's. */
function whoIsShown(place: Place, { practitioners, membership }: Desk): string[] | null {
  const people = practitioners.filter((one) => one.isActive);
  const known = place.people?.filter((id) => people.some((one) => one.id === id)) ?? [];
  if (!place.isWeek) return known.length > 0 ? known : null;
  const one = known[0] ?? membership.practitioner?.id ?? people[0]?.id;
  return one ? [one] : null;
}
