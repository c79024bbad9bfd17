// Hours that hold for some dates only: a summer, an evening surgery of one winter.
import { useState, type ReactNode } from "react";
import { say } from "../language/say.js";
import { writtenDate } from "../language/times.js";
import { clockOf, minutesOf } from "./minutes.js";
import { WEEKDAYS, weekdayName } from "./weekdays.js";

export interface Season {
  weekday: number;
  startMinute: number;
  endMinute: number;
  validFrom?: string | null;
  validUntil?: string | null;
}

interface SeasonsProps<Window extends Season> {
  windows: readonly Window[];
  add: (season: { weekday: number; startMinute: number; endMinute: number; validFrom: string | null; validUntil: string | null }) => void;
  takeAway: (season: Window) => void;
}

export function Seasons<Window extends Season>({ windows, add, takeAway }: SeasonsProps<Window>): ReactNode {
  const sorted = [...windows].sort((a, b) => (a.validFrom ?? "").localeCompare(b.validFrom ?? "") || a.weekday - b.weekday);
  return (
    <div className="stack" role="group" aria-label={say("Hours for some dates only")}>
      <h3>{say("Hours for some dates only")}</h3>
      <p className="faint">{say("They are open on top of the usual hours. Saved together with the week above.")}</p>
      <ul className="lines">
        {sorted.map((season, index) => (
          <li key={index}>
            <span>
              <b>{weekdayName(season.weekday)}</b> {clockOf(season.startMinute)}–{clockOf(season.endMinute)} · {datesOf(season)}
            </span>
            <button type="button" className="plain" onClick={() => takeAway(season)}>
              {say("Take away")}
            </button>
          </li>
        ))}
      </ul>
      <NewSeason add={add} />
    </div>
  );
}

const dated = (day: string): string => writtenDate(Temporal.PlainDate.from(day), { day: "numeric", month: "short", year: "numeric" });

function datesOf({ validFrom, validUntil }: Season): string {
  if (validFrom && validUntil) return say("{from} until {until}", { from: dated(validFrom), until: dated(validUntil) });
  if (validFrom) return say("from {from} on", { from: dated(validFrom) });
  return say("until {until}", { until: dated(validUntil ?? "") });
}

interface WhenProps {
  type: "time" | "date";
  label: string;
  value: string;
  choose: (value: string) => void;
  least?: string;
}

function When({ type, label, value, choose, least }: WhenProps): ReactNode {
  return (
    <label>
      {label}
      <input type={type} value={value} min={least || undefined} onChange={(event) => choose(event.target.value)} />
    </label>
  );
}

function NewSeason({ add }: Pick<SeasonsProps<Season>, "add">): ReactNode {
  const [weekday, setWeekday] = useState(1);
  const [start, setStart] = useState("09:00");
  const [end, setEnd] = useState("17:00");
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const isWhole = start !== "" && end !== "" && minutesOf(start) < minutesOf(end, true) && (from !== "" || until !== "") && (until === "" || from <= until);
  const put = () => {
    add({ weekday, startMinute: minutesOf(start), endMinute: minutesOf(end, true), validFrom: from || null, validUntil: until || null });
  };
  return (
    <div className="choices">
      <label>
        {say("Weekday")}
        <select value={weekday} onChange={(event) => setWeekday(Number(event.target.value))}>
          {WEEKDAYS.map((one) => (
            <option key={one} value={one}>
              {weekdayName(one)}
            </option>
          ))}
        </select>
      </label>
      <When type="time" label={say("Opens")} value={start} choose={setStart} />
      <When type="time" label={say("Closes")} value={end} choose={setEnd} />
      <When type="date" label={say("First date")} value={from} choose={setFrom} />
      <When type="date" label={say("Last date")} value={until} choose={setUntil} least={from} />
      <button type="button" disabled={!isWhole} onClick={put}>
        {say("Add these hours")}
      </button>
    </div>
  );
}
