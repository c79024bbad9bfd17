// From when until when, once or several times a day: rows of two times that can be added and taken away.
import type { ReactNode } from "react";
import { say } from "../language/say.js";
import { clockOf, minutesOf } from "./minutes.js";

export interface DayWindow {
  startMinute: number;
  endMinute: number;
}

const USUAL: DayWindow = { startMinute: 9 * 60, endMinute: 17 * 60 };

interface WindowsProps {
  /** Of which day these are, for whoever cannot see where they stand. */
  label: string;
  windows: readonly DayWindow[];
  change: (windows: DayWindow[]) => void;
}

export function Windows({ label, windows, change }: WindowsProps): ReactNode {
  const replace = (index: number, window: DayWindow) => change(windows.map((one, at) => (at === index ? window : one)));
  const last = windows.at(-1);
  const next = last ? { startMinute: Math.min(last.endMinute + 30, 1380), endMinute: Math.min(last.endMinute + 270, 1440) } : USUAL;
  return (
    <div className="windows" role="group" aria-label={label}>
      {windows.length === 0 && <span className="faint">{say("closed")}</span>}
      {windows.map((window, index) => (
        <span className="window" key={index}>
          <input
            type="time"
            required
            aria-label={say("from")}
            value={clockOf(window.startMinute)}
            onChange={(event) => replace(index, { ...window, startMinute: minutesOf(event.target.value) })}
          />
          <span aria-hidden="true">–</span>
          <input
            type="time"
            required
            aria-label={say("until")}
            value={clockOf(window.endMinute)}
            onChange={(event) => replace(index, { ...window, endMinute: minutesOf(event.target.value, true) })}
          />
          <button type="button" className="plain" aria-label={say("Take away")} onClick={() => change(windows.filter((_, at) => at !== index))}>
            ✕
          </button>
        </span>
      ))}
      <button type="button" className="plain" onClick={() => change([...windows, next])}>
        {say("Add hours")}
      </button>
    </div>
  );
}
