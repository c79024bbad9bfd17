// Until when a conversation can be put off, as people say it, on the clinic's clock.
import { say } from "../language/say.js";
import { dayAndTime } from "../language/times.js";

const LATER_HOURS = 3;
const MORNING = { hour: 9, minute: 0, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 };
const MONDAY = 1;
const LAST_HOUR = 21; // later than that is no more today

export interface Later {
  name: string;
  /** An instant, or null: until the patient writes. */
  until: string | null;
}

/** List what is usual, soonest first. */
export function laters(now: Temporal.ZonedDateTime): readonly Later[] {
  const today = now.add({ hours: LATER_HOURS }).round({ smallestUnit: "minute", roundingIncrement: 15 });
  const tomorrow = now.add({ days: 1 }).with(MORNING);
  const monday = now.add({ days: 7 - ((now.dayOfWeek - MONDAY) % 7) }).with(MORNING);
  const isStillToday = today.toPlainDate().equals(now.toPlainDate()) && today.hour <= LAST_HOUR;
  return [
    ...(isStillToday ? [{ name: say("Later today"), until: instantOf(today) }] : []),
    { name: say("Tomorrow morning"), until: instantOf(tomorrow) },
    { name: say("Next week"), until: instantOf(monday) },
    { name: say("Until they write"), until: null },
  ];
}

const instantOf = (at: Temporal.ZonedDateTime): string => at.toInstant().toString();

/** The instant of a local time, as an `<input type="datetime-local">` gives it; null where it is none. */
export function instantIn(zone: string, local: string): string | null {
  try {
    return Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant().toString();
  } catch (problem) {
    if (problem instanceof RangeError) return null;
    throw problem;
  }
}

export function snoozedText(until: string | null, zone: string): string {
  return until ? say("Put off until {when}", { when: dayAndTime(until, zone) }) : say("Put off until they write");
}
