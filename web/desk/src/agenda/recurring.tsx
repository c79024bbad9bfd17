// A booking that comes again: how often, what each date would be, and other times for those that are not free.
import { useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import type { OfferFragment, SeriesPreviewQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { refusal } from "../shell/said.js";
import { SeriesPreview } from "./recurring-documents.js";
import { reasonOf } from "./texts.js";

const MOST = 26; // half a year of weeks: what lies farther ahead is booked when it is nearer
const FEWEST = 2;

export type Occurrence = NonNullable<SeriesPreviewQuery["bookingSeriesPreview"]>[number];

/** How it comes again; `weeks` of 0: it does not. */
export interface Rhythm {
  weeks: 0 | 1 | 2;
  count: number;
}

export const ONCE: Rhythm = { weeks: 0, count: 6 };

/** Write a rhythm as RFC 5545 does. */
export const ruleOf = ({ weeks, count }: Rhythm): string => `FREQ=WEEKLY;INTERVAL=${weeks};COUNT=${count}`;

export function RhythmChoice({ rhythm, setRhythm }: { rhythm: Rhythm; setRhythm: (rhythm: Rhythm) => void }): ReactNode {
  const [typed, setTyped] = useState(String(rhythm.count));
  const turn = (text: string): void => {
    setTyped(text);
    const count = Number(text);
    if (Number.isInteger(count) && count >= FEWEST && count <= MOST) setRhythm({ ...rhythm, count });
  };
  return (
    <div className="pair">
      <label>
        {say("How often")}
        <select value={rhythm.weeks} onChange={(event) => setRhythm({ ...rhythm, weeks: Number(event.target.value) as Rhythm["weeks"] })}>
          <option value={0}>{say("Once")}</option>
          <option value={1}>{say("Every week")}</option>
          <option value={2}>{say("Every two weeks")}</option>
        </select>
      </label>
      {rhythm.weeks > 0 && (
        <label>
          {say("How many times")}
          <input type="number" min={FEWEST} max={MOST} value={typed} onChange={(event) => turn(event.target.value)} onBlur={() => setTyped(String(rhythm.count))} />
        </label>
      )}
    </div>
  );
}

/** What is to be booked: each date of the series, with other times for some and some left out. */
export interface Series {
  occurrences: readonly Occurrence[];
  isLoading: boolean;
  problem: ReactNode;
  instead: ReadonlyMap<number, OfferFragment>;
  replace: (ordinal: number, offer: OfferFragment | null) => void;
  leavesOut: boolean;
  setLeavesOut: (leavesOut: boolean) => void;
  /** How many would be booked; those that are not free count where another time was chosen. */
  count: number;
  isReady: boolean;
}

interface Asked {
  service: string;
  startsAt: string;
  rule: string;
  with: string | null;
  at: string | null;
  minutes: number | null;
}

/** Ask what a series would be; null asks for nothing. What was chosen for its dates is forgotten as the question changes. */
export function useSeries(asked: Asked | null): Series {
  const { clinic } = useDesk();
  const { data, problem, isLoading } = useAnswer(SeriesPreview, asked ? { clinic: clinic.id, ...asked } : null);
  const key = JSON.stringify(asked);
  const [choice, setChoice] = useState<{ key: string; instead: ReadonlyMap<number, OfferFragment>; leavesOut: boolean }>({ key, ...NO_CHOICE });
  const { instead, leavesOut } = choice.key === key ? choice : NO_CHOICE;
  const occurrences = (asked && !isLoading && data?.bookingSeriesPreview) || [];
  const replace = (ordinal: number, offer: OfferFragment | null): void => {
    const next = new Map(instead);
    if (offer) next.set(ordinal, offer);
    else next.delete(ordinal);
    setChoice({ key, instead: next, leavesOut });
  };
  const count = occurrences.filter((one) => one.isOffered || instead.has(one.ordinal)).length;
  return {
    occurrences,
    isLoading,
    problem: problem && <p className="problem">{refusal(problem)}</p>,
    instead,
    replace,
    leavesOut,
    setLeavesOut: (next) => setChoice({ key, instead, leavesOut: next }),
    count,
    isReady: count > 0 && (count === occurrences.length || leavesOut),
  };
}

const NO_CHOICE = { instead: new Map<number, OfferFragment>() as ReadonlyMap<number, OfferFragment>, leavesOut: false };

export function Dates({ series }: { series: Series }): ReactNode {
  const { occurrences, isLoading, problem, count, leavesOut, setLeavesOut } = series;
  if (problem) return problem;
  if (isLoading) return <p className="faint">{say("Looking at each date…")}</p>;
  if (occurrences.length === 0) return <p className="faint">{say("Choose a time: the others follow at the same hour.")}</p>;
  return (
    <section className="part" aria-label={say("Dates of the series")}>
      <h3>{say("Dates of the series")}</h3>
      <ol className="dates">
        {occurrences.map((one) => (
          <DateRow key={one.ordinal} one={one} series={series} />
        ))}
      </ol>
      {count < occurrences.length && (
        <label className="check">
          <input type="checkbox" checked={leavesOut} onChange={() => setLeavesOut(!leavesOut)} />
          {say("Leave out what is not free, and book the others")}
        </label>
      )}
    </section>
  );
}

function DateRow({ one, series: { instead, replace } }: { one: Occurrence; series: Series }): ReactNode {
  const { clinic } = useDesk();
  const other = instead.get(one.ordinal);
  const when = dayAndTime(one.startsAt, clinic.timeZone);
  if (one.isOffered) return <li value={one.ordinal}>{when}</li>;
  if (other) {
    return (
      <li value={one.ordinal}>
        <del>{when}</del> <b>{dayAndTime(other.startsAt, clinic.timeZone)}</b>{" "}
        <button type="button" className="plain" onClick={() => replace(one.ordinal, null)}>
          {say("Another time")}
        </button>
      </li>
    );
  }
  return (
    <li value={one.ordinal} className="lacking">
      <p>
        {when} <b className="problem">{say("not free")}</b>
      </p>
      <p className="faint">{(one.reasons ?? []).map(reasonOf).join(" ")}</p>
      <p className="instead" role="group" aria-label={say("Instead of {when}", { when })}>
        {one.alternatives.map((offer) => (
          <button key={offer.startsAt} type="button" onClick={() => replace(one.ordinal, offer)}>
            {dayAndTime(offer.startsAt, clinic.timeZone)}
          </button>
        ))}
      </p>
    </li>
  );
}
