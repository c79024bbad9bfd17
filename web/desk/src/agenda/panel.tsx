// A booking's panel: what is known of it, what wants to be seen, and what can be done.
import { useEffect, useState, type ReactNode } from "react";
import { Link } from "wouter";
import { useAnswer } from "../graph/answers.js";
import { say } from "../language/say.js";
import { dayAndTime, time, written } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { isNowhere } from "../shell/modal.js";
import { refusal, useSaying } from "../shell/said.js";
import { Cancel } from "./cancel.js";
import { BookingConversation, BookingDetail, BookingNotes, SeriesBookings } from "./documents.js";
import { Drawer } from "./drawer.js";
import { Facts } from "./facts.js";
import { Icon, StatusIcon } from "./icons.js";
import { marksOf } from "./marks.js";
import { Move } from "./move.js";
import type { Refusal } from "./refused.js";
import { SeriesList } from "./series.js";
import { Steps, type Booking } from "./steps.js";
import { partyOf, refusals, statusOf } from "./texts.js";

interface PanelProps {
  id: string;
  /** Counts what was heard of bookings: this one is read again. */
  heard: number;
  close: () => void;
  open: (bookingId: string) => void;
  changed: () => void;
}

export function BookingPanel({ id, heard, close, open, changed }: PanelProps): ReactNode {
  const { data, problem, isLoading, refresh, reread } = useAnswer(BookingDetail, { id });
  useEffect(() => {
    if (heard > 0) refresh();
  }, [heard, refresh]);
  const node = data?.node;
  const booking = node && "reference" in node ? node : null;
  const name = booking?.patient?.name ?? booking?.patient?.phone ?? say("Appointment");
  return (
    <Drawer name={say("Appointment of {name}", { name })} title={<Title name={name} booking={booking} />} close={close}>
      {problem && <p className="said problem">{refusal(problem)}</p>}
      {!booking && !problem && (
        <p className="faint">{isLoading || !data ? say("Opening…") : say("This appointment is not there, or not yours to see.")}</p>
      )}
      {booking && (
        <Opened
          booking={booking}
          heard={heard}
          open={open}
          changed={async () => {
            changed();
            await reread();
          }}
        />
      )}
    </Drawer>
  );
}

function Title({ name, booking }: { name: string; booking: Booking | null }): ReactNode {
  return (
    <>
      <h2 dir="auto">{name}</h2>
      {booking && <p className="faint">{booking.service?.title}</p>}
    </>
  );
}

interface OpenedProps {
  booking: Booking;
  heard: number;
  open: (bookingId: string) => void;
  /** Read it again after a change of one's own, which is not over before that: the next would name the version before. */
  changed: () => Promise<void>;
}

type Doing = "move" | "cancel" | null;

/** What belongs to a booking beside it: the conversation, the notes and the others of its series. */
function useBeside(booking: Booking, heard: number) {
  const { clinic, may } = useDesk();
  const talk = useAnswer(BookingConversation, may("conversation:read") ? { id: booking.id } : null).data?.node;
  const noted = useAnswer(BookingNotes, booking.viewerCanReadNotes ? { id: booking.id } : null).data?.node;
  const series = useAnswer(SeriesBookings, booking.series ? { clinic: clinic.id, series: booking.series.id } : null);
  useEffect(() => {
    if (heard > 0) series.refresh();
  }, [heard, series.refresh]);
  return {
    talk: talk && "conversation" in talk ? (talk.conversation?.id ?? null) : null,
    notes: noted && "notes" in noted ? (noted.notes ?? null) : null,
    series,
    rows: series.data?.bookingSeries ?? [],
  };
}

function Opened({ booking, heard, open, changed }: OpenedProps): ReactNode {
  const [doing, setDoing] = useState<Doing>(null);
  const [first, setFirst] = useState<Refusal | null>(null);
  const saying = useSaying();
  const { talk, notes, series, rows } = useBeside(booking, heard);
  useEffect(() => {
    if (isNowhere()) document.querySelector<HTMLElement>("dialog.drawer")?.focus(); // the button went with what it did
  }, [doing]);
  const again = async (): Promise<void> => {
    await Promise.all([changed(), series.reread()]);
  };
  const done = async (text: string): Promise<void> => {
    await again();
    setDoing(null);
    setFirst(null);
    saying.said(text);
  };
  const hasGone = doing === "move" && !booking.viewerCanReschedule; // somebody else cancelled it, say
  const parts = { booking, series: rows, done, changed: again, cancel: () => setDoing(null) };
  return (
    <>
      <When booking={booking} />
      <Warnings booking={booking} open={open} />
      {saying.line}
      {hasGone && <Stale />}
      {(doing === null || hasGone) && (
        <>
          <Steps booking={booking} saying={saying} changed={again} refused={(why) => { setFirst(why); setDoing("move"); }} />
          <Deeds booking={booking} talk={talk} turn={setDoing} isBusy={saying.isBusy} />
        </>
      )}
      {doing === "move" && !hasGone && <Move {...parts} first={first} />}
      {doing === "cancel" && <Cancel {...parts} />}
      <Facts booking={booking} notes={notes} />
      {rows.length > 0 && <SeriesList rows={rows} own={booking.id} open={open} />}
    </>
  );
}

const Stale = (): ReactNode => (
  <p className="said problem" role="alert">
    {refusals()["STALE"]}
  </p>
);

function When({ booking }: { booking: Booking }): ReactNode {
  const { startsAt, endsAt, timeZone, status } = booking;
  return (
    <div className="when">
      <p>
        <b>{written(startsAt, timeZone, { weekday: "long", day: "numeric", month: "long", year: "numeric" })}</b>
        <span className="clock">
          {time(startsAt, timeZone)} – {time(endsAt, timeZone)}
        </span>
      </p>
      <p className="pills">
        <span className={`pill ${status.toLowerCase()}`}>
          <StatusIcon status={status} /> {statusOf(status)}
        </span>
        {marksOf(booking).map(({ icon, text, isWarning }) => (
          <span key={icon} className={isWarning ? "pill warning" : "pill"}>
            <Icon icon={icon} /> {text}
          </span>
        ))}
      </p>
    </div>
  );
}

function Warnings({ booking, open }: Pick<OpenedProps, "booking" | "open">): ReactNode {
  const { timeZone, requestedMove: asked, overlapsWith, displacedAt, reminderHeldAt, calendarState } = booking;
  return (
    <>
      {asked && (
        <p className="warning">
          {say("Asked to move to {when} with {who}, by {party}. Answer by {until}.", {
            when: dayAndTime(asked.startsAt, timeZone),
            who: asked.practitioner?.fullName ?? "–",
            party: partyOf(asked.requestedBy),
            until: dayAndTime(asked.answerBy, timeZone),
          })}
        </p>
      )}
      {displacedAt && (
        <p className="warning">
          {say("It lies outside of the hours, or lacks a room, since {when}: it needs another time.", { when: dayAndTime(displacedAt, timeZone) })}{" "}
          {reminderHeldAt && say("Its reminder is held back: the patient has been told nothing.")}
        </p>
      )}
      {calendarState === "DRIFTED" && <p className="warning">{say("Its event was changed in the calendar: say above the grid what holds.")}</p>}
      {overlapsWith.map((one) => (
        <p className="warning" key={one.id}>
          {say("The same patient has another appointment then:")}{" "}
          <button type="button" className="plain" onClick={() => open(one.id)}>
            {[dayAndTime(one.startsAt, timeZone), one.service?.title, one.practitioner?.fullName].filter(Boolean).join(", ")}
          </button>
        </p>
      ))}
    </>
  );
}

interface DeedsProps {
  booking: Booking;
  talk: string | null;
  turn: (doing: Doing) => void;
  isBusy: boolean;
}

function Deeds({ booking, talk, turn, isBusy }: DeedsProps): ReactNode {
  const { icalendar, reference, status, viewerCanReschedule, viewerCanCancel } = booking;
  return (
    <p className="deeds">
      {viewerCanReschedule && (
        <button type="button" disabled={isBusy} onClick={() => turn("move")}>
          {say("Move…")}
        </button>
      )}
      {viewerCanCancel && (
        <button type="button" className="danger" disabled={isBusy} onClick={() => turn("cancel")}>
          {say("Cancel…")}
        </button>
      )}
      {talk && (
        <Link className="button" href={`/inbox/${encodeURIComponent(talk)}`}>
          {say("Conversation")}
        </Link>
      )}
      {icalendar && status !== "CANCELLED" && (
        <button type="button" onClick={() => download(icalendar, `${reference}.ics`)}>
          {say("Calendar file")}
        </button>
      )}
    </p>
  );
}

/** Hand a text over as a file of the browser's: nothing is asked of the network. */
function download(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/calendar" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
