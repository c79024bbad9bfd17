// The grid: time downwards, columns sidewards; what is behind is painted, what is booked is a card to be opened.
import { useEffect, useLayoutEffect, useRef, useState, type MouseEvent, type ReactNode } from "react";
import { say, sayCount } from "../language/say.js";
import { time, today, writtenDate } from "../language/times.js";
import { useDesk } from "../session/session.js";
import type { Axis } from "./axis.js";
import { BookingCard } from "./card.js";
import { firstOpening, type Behind, type Column } from "./columns.js";
import { Icon } from "./icons.js";
import type { Moves, Place } from "./place.js";

const PIXELS = 1.5; // a minute
const STEP = 15; // minutes: an empty place of the grid is taken from its quarter of an hour on
const MORNING = 8 * 60; // where a day is looked at on which nobody is there
const ABOVE = 75; // minutes that are seen above what is looked at

export type Begin = (at: Temporal.Instant, practitionerId: string | null) => void;

interface GridProps {
  columns: readonly Column[];
  axis: Axis;
  place: Place & Moves;
  isLoading: boolean;
  begin?: Begin | undefined;
}

export function Grid({ columns, axis, place, isLoading, begin }: GridProps): ReactNode {
  const { clinic } = useDesk();
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const isToday = columns.some(({ date }) => date.equals(today(clinic.timeZone)));
  const looksAt = isToday ? axis.place(now, today(clinic.timeZone)) : (firstOpening(columns) ?? (isLoading ? null : MORNING));
  const isThere = useRef(false);
  useLayoutEffect(() => {
    if (isThere.current || looksAt === null || !scroller.current) return;
    isThere.current = true; // once: whoever has scrolled since stays where they are
    scroller.current.scrollTop = Math.max(0, (looksAt - (isToday ? ABOVE : 15)) * PIXELS);
  }, [looksAt, isToday]);
  if (!isLoading && columns.length === 0) return <p className="empty">{say("There is nobody whose agenda could be shown.")}</p>;
  return (
    <div className="grid" ref={scroller} tabIndex={0} role="region" aria-label={say("Times")}>
      <div className={place.isWeek ? "sheet week" : "sheet"} style={{ gridTemplateColumns: `3.4rem repeat(${Math.max(columns.length, 1)}, minmax(var(--narrowest), 1fr))` }}>
        <span className="corner" />
        {columns.map((one) => (
          <Head key={one.key} column={one} place={place} />
        ))}
        {columns.length > 0 && <Hours axis={axis} />}
        {columns.map((one) => (
          <ColumnOfTime key={one.key} column={one} axis={axis} place={place} now={now} begin={begin} />
        ))}
      </div>
    </div>
  );
}

/** The minute it is, kept up with. */
function useNow(): number {
  const [now, setNow] = useState(() => Math.floor(Date.now() / 60_000));
  useEffect(() => {
    const timer = setInterval(() => setNow(Math.floor(Date.now() / 60_000)), 10_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function Head({ column, place }: { column: Column; place: Place & Moves }): ReactNode {
  const { clinic } = useDesk();
  const { date, practitionerId } = column;
  const isToday = date.equals(today(clinic.timeZone));
  const count = column.cards.length;
  const about = column.isClosed && count === 0 ? say("Closed") : sayCount(count, "{count} appointment", "{count} appointments");
  return (
    <div className={isToday && place.isWeek ? "head today" : "head"}>
      {place.isWeek ? (
        <button type="button" className="plain" onClick={() => place.go({ day: date, isWeek: false })} title={say("Show the day")}>
          {writtenDate(date, { weekday: "short", day: "numeric", month: "short" })}
        </button>
      ) : practitionerId ? (
        <button type="button" className="plain" onClick={() => place.go({ people: [practitionerId], isWeek: true })} title={`${column.title}: ${say("Show the week")}`} dir="auto">
          {column.title}
        </button>
      ) : (
        <b dir="auto" title={column.title}>{column.title}</b>
      )}
      <span className="faint">{about}</span>
    </div>
  );
}

function Hours({ axis }: { axis: Axis }): ReactNode {
  return (
    <div className="scale" style={{ height: axis.length * PIXELS }} aria-hidden="true">
      {axis.ticks.map(({ at, label, isAgain }) => (
        <span key={at} className={isAgain ? "again" : undefined} style={{ top: at * PIXELS }}>
          {isAgain && <Icon icon="again" />}
          {label}
        </span>
      ))}
    </div>
  );
}

interface ColumnProps {
  column: Column;
  axis: Axis;
  place: Place & Moves;
  now: number;
  begin: Begin | undefined;
}

function ColumnOfTime({ column, axis, place, now, begin }: ColumnProps): ReactNode {
  const { clinic } = useDesk();
  const { date, practitionerId } = column;
  const [over, setOver] = useState<number | null>(null);
  const at = over === null ? null : axis.instantAt(over, date).toString();
  const quarter = (event: MouseEvent<HTMLElement>): number | null => {
    if (event.target instanceof Element && event.target.closest(".booking")) return null;
    const minutes = (event.clientY - event.currentTarget.getBoundingClientRect().top) / PIXELS;
    return Math.min(Math.max(0, Math.floor(minutes / STEP) * STEP), axis.length - STEP);
  };
  const isToday = date.equals(today(clinic.timeZone));
  return (
    <div
      className="column"
      role="group"
      aria-label={[column.title, writtenDate(date, { weekday: "long", day: "numeric", month: "long" })].filter(Boolean).join(", ")}
      style={{ height: axis.length * PIXELS }}
      onMouseMove={begin && practitionerId ? (event) => setOver(quarter(event)) : undefined}
      onMouseLeave={() => setOver(null)}
      onClick={(event) => {
        const minutes = quarter(event);
        if (begin && practitionerId && minutes !== null) begin(axis.instantAt(minutes, date), practitionerId);
      }}
    >
      {column.behind.map((one) => (
        <Stretch key={`${one.kind}/${one.from}/${one.to}`} one={one} />
      ))}
      <Lines axis={axis} date={date} />
      {over !== null && at && (
        <i className="ghost" style={{ top: over * PIXELS, height: STEP * PIXELS }}>
          + {time(at, clinic.timeZone)}
        </i>
      )}
      {column.cards.map((laid) => (
        <BookingCard key={laid.stretch.key} laid={laid} pixels={PIXELS} open={(bookingId) => place.go({ bookingId })} isOpen={laid.stretch.key === place.bookingId} />
      ))}
      {isToday && <hr className="now" style={{ top: axis.place(now, date) * PIXELS }} aria-label={say("Now")} />}
    </div>
  );
}

function Lines({ axis, date }: { axis: Axis; date: Temporal.PlainDate }): ReactNode {
  const title = say("The clock leaves out this hour, or another day has it twice.");
  return (
    <>
      {axis.voids(date).map(({ from, to }) => (
        <div key={from} className="void" style={{ top: from * PIXELS, height: (to - from) * PIXELS }} title={title} />
      ))}
      {axis.ticks.map((tick) => (
        <i key={tick.at} className="tick" style={{ top: tick.at * PIXELS }} />
      ))}
    </>
  );
}

function Stretch({ one }: { one: Behind }): ReactNode {
  const style = { top: one.from * PIXELS, height: (one.to - one.from) * PIXELS };
  const names = { HOURS: null, CLOSURE: say("Closed"), HOLD: say("Kept for somebody who is booking"), EXTERNAL_BUSY: say("Busy in the calendar") };
  const name = names[one.kind];
  return (
    <div className={`behind ${one.kind.toLowerCase()}`} style={style} title={name ?? undefined}>
      {name && <span>{name}</span>}
    </div>
  );
}
