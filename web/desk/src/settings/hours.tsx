// The usual week of a practitioner at a place.
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { accepted, ask, change, Refused } from "../graph/client.js";
import type { ArrangedQuery } from "../gql/graphql.js";
import { say, sayCount } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { useSaying } from "../shell/said.js";
import { Unopened } from "./unopened.js";
import { Arranged, HoursSet } from "./documents.js";
import { merged } from "./merging.js";
import { Seasons } from "./seasons.js";
import { isUsual, weekFields, weekClash, windowsIn, written } from "./week.js";
import { WEEKDAYS, weekdayName } from "./weekdays.js";
import { Windows } from "./windows.js";

type WeekWindow = NonNullable<ArrangedQuery["arrangements"]>["hours"][number]["windows"][number];

export function Hours(): ReactNode {
  const desk = useDesk();
  const { clinic } = desk;
  const practitioners = desk.practitioners.filter((one) => one.isActive);
  const places = desk.places.filter((one) => one.isActive);
  const [who, setWho] = useState(practitioners[0]?.id ?? "");
  const [where, setWhere] = useState(places[0]?.id ?? "");
  const answer = useAnswer(Arranged, { clinic: clinic.id });
  const { data, refresh } = answer;
  const saved = useMemo(() => windowsOf(data, who, where), [data, who, where]);
  if (!data) return <Unopened answer={answer} />;
  return (
    <section aria-labelledby="hours-title" className="card stack">
      <h2 id="hours-title">{say("Opening hours")}</h2>
      <div className="choices">
        <Whose label={say("Practitioner")} all={practitioners.map((one) => [one.id, one.fullName])} chosen={who} choose={setWho} />
        <Whose label={say("Place")} all={places.map((one) => [one.id, one.name])} chosen={where} choose={setWhere} />
      </div>
      {who && where && <Week key={`${who} ${where}`} saved={saved} practitionerId={who} locationId={where} done={refresh} />}
    </section>
  );
}

interface WhoseProps {
  label: string;
  /** Ids and names. */
  all: readonly (readonly [string, string])[];
  chosen: string;
  choose: (id: string) => void;
}

function Whose({ label, all, chosen, choose }: WhoseProps): ReactNode {
  return (
    <label>
      {label}
      <select value={chosen} onChange={(event) => choose(event.target.value)}>
        {all.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

const windowsOf = (found: ArrangedQuery | null, who: string, where: string): readonly WeekWindow[] =>
  found?.arrangements?.hours.find((one) => one.practitioner?.id === who && one.location?.id === where)?.windows ?? [];

interface WeekProps {
  saved: readonly WeekWindow[];
  practitionerId: string;
  locationId: string;
  done: () => void;
}

function Week({ saved, practitionerId, locationId, done }: WeekProps): ReactNode {
  const { clinic } = useDesk();
  const { windows, setWindows, together, discard, keep } = useWeek(saved);
  const { line, said, attempt, isBusy } = useSaying();
  const save = () =>
    attempt(async () => {
      const hours = together(windowsOf(await ask(Arranged, { clinic: clinic.id }), practitionerId, locationId));
      const { affectedBookings } = accepted(await change(HoursSet, { input: { practitionerId, locationId, hours } }));
      said(outcome(affectedBookings?.length ?? 0));
      keep(hours);
      done();
    });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <UsualWeek windows={windows} setWindows={setWindows} />
      <Seasons
        windows={windows.filter((one) => !isUsual(one))}
        add={(season) => setWindows((before) => [...before, season])}
        takeAway={(season) => setWindows((before) => before.filter((one) => one !== season))}
      />
      {line}
      <p className="buttons">
        <button type="button" disabled={isBusy} onClick={discard}>
          {say("Discard")}
        </button>
        <button className="primary" disabled={isBusy}>
          {say("Save")}
        </button>
      </p>
    </form>
  );
}

/** The hours as they are written, beside those they were written over. */
function useWeek(saved: readonly WeekWindow[]) {
  const [windows, setWindows] = useState(saved);
  const seen = useRef(saved);
  const base = useRef(saved);
  useEffect(() => {
    const before = seen.current; // what is arranged anew meanwhile is shown, but for somebody who has begun to change it
    seen.current = saved;
    if (windows !== before) return;
    base.current = saved;
    setWindows(saved);
  }, [saved, windows]);
  const keep = (kept: readonly WeekWindow[]) => {
    base.current = kept;
    seen.current = kept;
    setWindows(kept);
  };
  /** Put in what a colleague has saved meanwhile; where both changed a day, show the rest of it, and say so. */
  const together = (theirs: readonly WeekWindow[]) => {
    const { fields, clashes } = merged(weekFields(base.current), weekFields(windows), weekFields(theirs));
    const both = windowsIn(fields);
    const [clash] = clashes;
    if (!clash) return both;
    base.current = theirs;
    setWindows(both);
    throw new Refused("OVERTAKEN", weekClash(clash.field, clash.theirs));
  };
  return { windows, setWindows, together, keep, discard: () => keep(saved) };
}

interface UsualWeekProps {
  windows: readonly WeekWindow[];
  setWindows: (change: (before: readonly WeekWindow[]) => readonly WeekWindow[]) => void;
}

function UsualWeek({ windows, setWindows }: UsualWeekProps): ReactNode {
  const of = (weekday: number) => windows.filter((one) => isUsual(one) && one.weekday === weekday).sort((a, b) => a.startMinute - b.startMinute);
  const put = (weekday: number, own: readonly { startMinute: number; endMinute: number }[]) =>
    setWindows((before) => [
      ...before.filter((one) => one.weekday !== weekday || !isUsual(one)),
      ...own.map((one) => written({ startMinute: one.startMinute, endMinute: one.endMinute, weekday })),
    ]);
  return (
    <table className="week">
      <tbody>
        {WEEKDAYS.map((weekday) => (
          <tr key={weekday}>
            <th scope="row">{weekdayName(weekday)}</th>
            <td>
              <Windows label={weekdayName(weekday)} windows={of(weekday)} change={(own) => put(weekday, own)} />
            </td>
            <td>
              {weekday > 1 && (
                <button type="button" className="plain" onClick={() => put(weekday, of(weekday - 1))}>
                  {say("As the day before")}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Say that hours were changed, and how many appointments need another time for it. */
export const outcome = (affected: number): string =>
  affected === 0
    ? say("Saved. New times are offered by it from now on.")
    : sayCount(affected, "Saved. {count} appointment needs another time now: see To do.", "Saved. {count} appointments need another time now: see To do.");
