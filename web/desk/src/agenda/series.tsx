// Several appointments that belong together: which there are, and how many of them are meant.
import type { ReactNode } from "react";
import type { SeriesBookingsQuery, SeriesMovedMutation, SeriesScope } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { StatusIcon } from "./icons.js";
import type { Booking } from "./steps.js";
import { reasonOf, statusOf } from "./texts.js";

export type SeriesRow = NonNullable<SeriesBookingsQuery["bookingSeries"]>[number];
export type SeriesRefused = NonNullable<NonNullable<SeriesMovedMutation["bookingSeriesReschedule"]>["refusals"]>[number];
export type Scope = "ONE" | SeriesScope;

/** The versions that were seen of all that would change: what is to come and stands. */
export function seenOf(rows: readonly SeriesRow[], booking: Booking, scope: SeriesScope): { bookingId: string; version: number }[] {
  const since = scope === "ALL" ? 0 : (booking.series?.ordinal ?? 0);
  return rows
    .filter(({ status, startsAt, series }) => isToCome(status, startsAt) && (series?.ordinal ?? 0) >= since)
    .map(({ id, version }) => ({ bookingId: id, version: id === booking.id ? booking.version : version }));
}

const isToCome = (status: string, startsAt: string): boolean =>
  (status === "CONFIRMED" || status === "REQUESTED") && Date.parse(startsAt) > Date.now();

export function ScopeChoice({ scope, setScope }: { scope: Scope; setScope: (scope: Scope) => void }): ReactNode {
  const choices: readonly [Scope, string][] = [
    ["ONE", say("This one alone")],
    ["THIS_AND_FOLLOWING", say("This one and all later ones")],
    ["ALL", say("All that are still to come")],
  ];
  return (
    <fieldset className="scope">
      <legend>{say("Of the series")}</legend>
      {choices.map(([value, text]) => (
        <label key={value} className="check">
          <input type="radio" name="scope" checked={scope === value} onChange={() => setScope(value)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

export function SeriesList({ rows, own, open }: { rows: readonly SeriesRow[]; own: string; open: (id: string) => void }): ReactNode {
  const { clinic } = useDesk();
  return (
    <details className="part">
      <summary>{say("All appointments of the series")}</summary>
      <ol className="series">
        {rows.map((one) => (
          <li key={one.id} value={one.series?.ordinal}>
            <button type="button" className="plain" disabled={one.id === own} onClick={() => open(one.id)}>
              {dayAndTime(one.startsAt, clinic.timeZone)}
            </button>{" "}
            <span className="faint">
              <StatusIcon status={one.status} /> {statusOf(one.status)}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

export function SeriesRefusals({ refused }: { refused: readonly SeriesRefused[] }): ReactNode {
  const { clinic } = useDesk();
  if (refused.length === 0) return null;
  return (
    <ul className="refused">
      {refused.map((one) => (
        <li key={one.ordinal}>
          <b>
            {one.ordinal}. {dayAndTime(one.startsAt, clinic.timeZone)}
          </b>{" "}
          {(one.reasons ?? []).map(reasonOf).join(" ") || codeOf(one.code)}
        </li>
      ))}
    </ul>
  );
}

function codeOf(code: SeriesRefused["code"]): string {
  switch (code) {
    case "SLOT_TAKEN":
      return say("That time is not free any more.");
    case "SLOT_NOT_OFFERED":
      return say("That time is not offered.");
    case "CALENDAR_NOT_FRESH":
      return say("The calendar does not answer right now. Try again in a minute.");
    case "STALE":
      return say("Somebody changed it meanwhile.");
  }
}
