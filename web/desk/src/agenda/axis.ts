// The axis of time: real minutes of a day on the clinic's clock, so that a day of 23 or 25 hours is as long as it is.

export const HOUR = 60;
const DAY = 24 * HOUR;

/** One local date: when it begins and ends, and what its clock does meanwhile. */
interface Day {
  date: Temporal.PlainDate;
  start: number; // epoch minutes
  end: number;
  /** Where the clock changes: epoch minute, and by how many minutes it goes forward (or, below zero, back). */
  change: { at: number; by: number } | null;
}

export interface Tick {
  /** Minutes from the top. */
  at: number;
  label: string;
  /** The hour comes a second time: the clock was put back. */
  isAgain: boolean;
}

/** Where instants stand, in minutes from the top, in a column of a date. */
export interface Axis {
  length: number;
  ticks: readonly Tick[];
  /** Null where the instant lies beyond the column's day; its edges stand at the ends. */
  place: (epochMinute: number, date: Temporal.PlainDate) => number;
  /** The instant at a place of a column. */
  instantAt: (minutes: number, date: Temporal.PlainDate) => Temporal.Instant;
  /** What a column has not: the hour that its day lacks, or that another day of the view has twice. */
  voids: (date: Temporal.PlainDate) => readonly { from: number; to: number }[];
}

export const epochMinute = (instant: string): number => Math.floor(Date.parse(instant) / 60_000);

function dayOf(date: Temporal.PlainDate, zone: string): Day {
  const first = date.toZonedDateTime(zone);
  const next = date.add({ days: 1 }).toZonedDateTime(zone);
  const turn = first.getTimeZoneTransition("next");
  const isWithin = turn !== null && Temporal.ZonedDateTime.compare(turn, next) < 0;
  const by = isWithin ? (turn.offsetNanoseconds - turn.subtract({ nanoseconds: 1 }).offsetNanoseconds) / 60e9 : 0;
  return {
    date,
    start: minuteOf(first),
    end: minuteOf(next),
    change: isWithin && by !== 0 ? { at: minuteOf(turn), by } : null,
  };
}

const minuteOf = (at: Temporal.ZonedDateTime): number => Math.floor(at.epochMilliseconds / 60_000);

/** Lay out days beside one another: one day by its real minutes, several by the clock, with room for an hour that comes twice. */
export function axisOf(dates: readonly Temporal.PlainDate[], zone: string): Axis {
  const days = new Map(dates.map((date) => [date.toString(), dayOf(date, zone)]));
  const dayAt = (date: Temporal.PlainDate): Day => days.get(date.toString()) ?? dayOf(date, zone);
  const [only] = dates;
  return dates.length === 1 && only ? ofOneDay(dayAt(only), zone) : ofSeveral([...days.values()], dayAt, zone);
}

function ofOneDay(day: Day, zone: string): Axis {
  const length = day.end - day.start;
  const ticks: Tick[] = [];
  const seen = new Set<string>();
  for (let at = 0; at < length; at += HOUR / 2) {
    const { hour, minute } = wall(day.start + at, zone);
    if (minute !== 0) continue;
    const label = written(hour);
    ticks.push({ at, label, isAgain: seen.has(label) });
    seen.add(label);
  }
  const clamped = (minute: number): number => Math.min(Math.max(minute - day.start, 0), length);
  return {
    length,
    ticks,
    place: clamped,
    instantAt: (minutes) => instant(day.start + minutes),
    voids: () => [],
  };
}

function ofSeveral(days: readonly Day[], dayAt: (date: Temporal.PlainDate) => Day, zone: string): Axis {
  const back = days.find((one) => one.change && one.change.by < 0)?.change ?? null;
  const extra = back ? -back.by : 0;
  // The clock reads `turn` as it is put back: what comes later stands below the room for what comes twice.
  const turn = back ? clockMinute(back.at - 1, zone) + 1 : Infinity;
  const length = DAY + extra;
  const place = (minute: number, date: Temporal.PlainDate): number => {
    const day = dayAt(date);
    if (minute <= day.start) return 0;
    if (minute >= day.end) return length;
    const read = clockMinute(minute, zone);
    const isBack = day.change !== null && day.change.by < 0;
    if (isBack) return minute >= day.change!.at ? read + extra : read;
    return read >= turn ? read + extra : read;
  };
  const instantAt = (minutes: number, date: Temporal.PlainDate): Temporal.Instant => {
    const day = dayAt(date);
    if (day.change && day.change.by < 0) return instant(day.start + minutes);
    const read = minutes >= turn + extra ? minutes - extra : Math.min(minutes, turn);
    const [hour, minute] = [Math.floor(read / HOUR), read % HOUR];
    return hour >= 24 ? instant(day.end) : date.toZonedDateTime({ timeZone: zone, plainTime: { hour, minute } }).toInstant();
  };
  const voids = (date: Temporal.PlainDate): { from: number; to: number }[] => {
    const { change, start } = dayAt(date);
    const begins = clockMinute(start, zone);
    if (begins > 0) return [{ from: 0, to: begins }]; // where the clock goes forward at midnight
    if (change && change.by > 0) {
      const to = clockMinute(change.at, zone);
      return [{ from: to - change.by, to }];
    }
    return back && !change ? [{ from: turn, to: turn + extra }] : [];
  };
  return { length, ticks: ticksOf(length, turn, extra), place, instantAt, voids };
}

function ticksOf(length: number, turn: number, extra: number): Tick[] {
  const ticks: Tick[] = [];
  for (let read = 0; read < DAY; read += HOUR) {
    const label = written(read / HOUR);
    ticks.push({ at: read >= turn ? read + extra : read, label, isAgain: false });
    if (read < turn && read + extra >= turn) ticks.push({ at: read + extra, label, isAgain: true });
  }
  return ticks.filter(({ at }) => at < length).sort((one, other) => one.at - other.at);
}

const written = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;
const instant = (minute: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(minute * 60_000);
const wall = (minute: number, zone: string): Temporal.ZonedDateTime => instant(minute).toZonedDateTimeISO(zone);

function clockMinute(minute: number, zone: string): number {
  const at = wall(minute, zone);
  return at.hour * HOUR + at.minute;
}
