// What is really free: the days of five weeks with how many times each has, and the times of the day that is chosen.
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import type { FreeDaysQuery, OfferFragment } from "../gql/graphql.js";
import { language, say, sayCount } from "../language/say.js";
import { time, today, writtenDate } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { refusal } from "../shell/said.js";
import { FreeDays, FreeTimes } from "./booking-documents.js";
import { Icon } from "./icons.js";
import { mondayOf } from "./place.js";
import { hasSeveralPlaces } from "./what.js";

const DAYS = 35;
type FreeDay = NonNullable<FreeDaysQuery["availableDays"]>[number];

export interface Wanted {
  service: string;
  with: string | null;
  at: string | null;
  minutes: number | null;
  moving: string | null;
}

interface FreeProps {
  wanted: Wanted;
  from: Temporal.PlainDate;
  chosen: OfferFragment | null;
  choose: (offer: OfferFragment | null) => void;
}

export function Free({ wanted, from, chosen, choose }: FreeProps): ReactNode {
  const { clinic } = useDesk();
  const now = today(clinic.timeZone);
  const [day, setDay] = useState(Temporal.PlainDate.compare(from, now) < 0 ? now : from);
  const [first, setFirst] = useState(() => mondayOf(day));
  const { data, problem, isLoading } = useAnswer(FreeDays, { clinic: clinic.id, ...wanted, ...span(first, DAYS, clinic.timeZone) });
  const free = useMemo(() => new Map((data?.availableDays ?? []).map((one) => [one.day, one])), [data]);
  const isNone = data !== null && !isLoading && !free.has(day.toString());
  useEffect(() => {
    const next = [...free.keys()].sort().find((one) => one >= day.toString());
    if (isNone && next) setDay(Temporal.PlainDate.from(next));
  }, [isNone, free]);
  return (
    <div className="free" aria-busy={isLoading}>
      <Calendar first={first} now={now} day={day} free={free} turn={setFirst} pick={(next) => { setDay(next); choose(null); }} />
      {problem && <p className="problem">{refusal(problem)}</p>}
      {data && free.size === 0 && !isLoading && <p className="faint">{say("Nothing is free in these weeks.")}</p>}
      {free.has(day.toString()) && <Times key={day.toString()} wanted={wanted} day={day} chosen={chosen} choose={choose} />}
    </div>
  );
}

const instantOf = (day: Temporal.PlainDate, zone: string): string => day.toZonedDateTime(zone).toInstant().toString();

const span = (day: Temporal.PlainDate, days: number, zone: string): { from: string; to: string } => ({
  from: instantOf(day, zone),
  to: instantOf(day.add({ days }), zone),
});

interface CalendarProps {
  first: Temporal.PlainDate;
  now: Temporal.PlainDate;
  day: Temporal.PlainDate;
  free: ReadonlyMap<string, FreeDay>;
  turn: (first: Temporal.PlainDate) => void;
  pick: (day: Temporal.PlainDate) => void;
}

function Calendar({ first, now, day, free, turn, pick }: CalendarProps): ReactNode {
  const days = Array.from({ length: DAYS }, (_, at) => first.add({ days: at }));
  const last = days.at(-1)!;
  const month: Intl.DateTimeFormatOptions = { month: "long", year: "numeric" };
  const title = new Intl.DateTimeFormat(language(), { ...month, timeZone: "UTC" }).formatRange(noonOf(first), noonOf(last));
  return (
    <div className="calendar">
      <p className="months">
        <button type="button" aria-label={say("Earlier weeks")} disabled={Temporal.PlainDate.compare(first, now) <= 0} onClick={() => turn(first.subtract({ days: 28 }))}>
          <Icon icon="before" />
        </button>
        <b aria-live="polite">{title}</b>
        <button type="button" aria-label={say("Later weeks")} onClick={() => turn(first.add({ days: 28 }))}>
          <Icon icon="after" />
        </button>
      </p>
      <div className="days" role="group" aria-label={say("Days with free times")}>
        {days.slice(0, 7).map((one) => (
          <abbr key={one.dayOfWeek} aria-hidden="true">{writtenDate(one, { weekday: "short" })}</abbr>
        ))}
        {days.map((one) => (
          <DayButton key={one.toString()} day={one} there={free.get(one.toString()) ?? null} isChosen={one.equals(day)} isToday={one.equals(now)} pick={pick} />
        ))}
      </div>
    </div>
  );
}

interface DayButtonProps {
  day: Temporal.PlainDate;
  there: FreeDay | null;
  isChosen: boolean;
  isToday: boolean;
  pick: (day: Temporal.PlainDate) => void;
}

function DayButton({ day, there, isChosen, isToday, pick }: DayButtonProps): ReactNode {
  const count = there ? sayCount(there.count, "{count} free time", "{count} free times") : say("nothing free");
  return (
    <button
      type="button"
      disabled={!there}
      aria-pressed={isChosen}
      className={isToday ? "today" : undefined}
      aria-label={`${writtenDate(day, { weekday: "long", day: "numeric", month: "long" })}, ${count}`}
      title={count}
      onClick={() => pick(day)}
    >
      {day.day}
      <i aria-hidden="true">{there ? (there.isOnRequest ? "?" : "•".repeat(Math.min(3, Math.ceil(there.count / 6)))) : ""}</i>
    </button>
  );
}

const aboutOf = ({ practitioner, location }: OfferFragment, hasPlaces: boolean): string =>
  [practitioner?.fullName, hasPlaces && location?.name].filter(Boolean).join(", ");

const noonOf = (day: Temporal.PlainDate): Date => new Date(`${day.toString()}T12:00:00Z`);

interface TimesProps extends Pick<FreeProps, "wanted" | "chosen" | "choose"> {
  day: Temporal.PlainDate;
}

/** The times of a day; another day is another one (`key`), since what is shown until its times are there would be this one's. */
function Times({ wanted, day, chosen, choose }: TimesProps): ReactNode {
  const { clinic, places } = useDesk();
  const { data, problem } = useAnswer(FreeTimes, { clinic: clinic.id, ...wanted, ...span(day, 1, clinic.timeZone) });
  if (problem) return <p className="problem">{refusal(problem)}</p>;
  const offers = data?.availableSlots ?? [];
  const times = new Map<string, OfferFragment[]>();
  for (const one of offers) times.set(one.startsAt, [...(times.get(one.startsAt) ?? []), one]);
  return (
    <div className="times">
      <p className="faint">
        {writtenDate(day, { weekday: "long", day: "numeric", month: "long" })}
        {offers.some((one) => one.isOnRequest) && ` · ${say("on request only: nobody can see the calendar right now")}`}
      </p>
      <div role="group" aria-label={say("Free times")}>
        {[...times].map(([startsAt, those]) => (
          <button
            key={startsAt}
            type="button"
            aria-pressed={chosen !== null && Date.parse(chosen.startsAt) === Date.parse(startsAt)}
            title={those.map((one) => aboutOf(one, hasSeveralPlaces(places))).join("\n")}
            onClick={() => choose(those[0]!)}
          >
            {time(startsAt, clinic.timeZone)}
            {those[0]!.isOnRequest && " ?"}
          </button>
        ))}
      </div>
    </div>
  );
}
