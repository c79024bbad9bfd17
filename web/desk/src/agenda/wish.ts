// What would suit who waits, in a few words.
import type { DayPart } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dayAndTime, writtenDate } from "../language/times.js";
import type { Entry } from "./waitlist.js";

const PARTS = 3; // all of them: the whole day
const WEEK = 7; // likewise
const MONDAY = Temporal.PlainDate.from("2024-01-01");

/** Say a wish: days, parts of them, hours, and before what. */
export function wishOf(entry: Entry, zone: string): string[] {
  const { firstDay, lastDay, fromMinute, untilMinute, startsBefore, weekdays, days, dayParts, booking } = entry;
  const words: (string | false | null | undefined)[] = [
    weekdays.length < WEEK && weekdays.map((one) => writtenDate(MONDAY.add({ days: one - 1 }), { weekday: "short" })).join(", "),
    days.map(dated).join(", "),
    dayParts.length < PARTS && dayParts.map(partOf).join(", "),
    firstDay && say("from {day} on", { day: dated(firstDay) }),
    lastDay && say("until {day}", { day: dated(lastDay) }),
    typeof fromMinute === "number" && say("after {time}", { time: clock(fromMinute) }),
    typeof untilMinute === "number" && say("before {time}", { time: clock(untilMinute) }),
    booking ? say("earlier than {when}", { when: dayAndTime(booking.startsAt, zone) }) : startsBefore && say("earlier than {when}", { when: dayAndTime(startsBefore, zone) }),
  ];
  return words.filter((one): one is string => Boolean(one));
}

const dated = (day: string): string => writtenDate(Temporal.PlainDate.from(day), { day: "numeric", month: "short" });

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** Say a part of the day. */
export function partOf(part: DayPart): string {
  switch (part) {
    case "MORNING":
      return say("mornings");
    case "AFTERNOON":
      return say("afternoons");
    case "EVENING":
      return say("evenings");
  }
}
