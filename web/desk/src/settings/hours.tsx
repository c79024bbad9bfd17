// The usual week of a practitioner at a place.
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { accepted, change } from "../graph/client.js";
import type { ArrangedQuery } from "../gql/graphql.js";
import { say, sayCount } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { useSaying } from "../shell/said.js";
import { Arranged, HoursSet } from "./documents.js";
import { Seasons } from "./seasons.js";
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
  const { data, refresh } = useAnswer(Arranged, { clinic: clinic.id });
  const saved = useMemo(
    () => data?.arrangements?.hours.find((one) => one.practitioner?.id === who && one.location?.id === where)?.windows ?? [],
    [data, who, where],
  );
  return (
    <section aria-labelledby="hours-title" className="card stack">
      <h2 id="hours-title">{say("Opening hours")}</h2>
      <div className="choices">
        <label>
          {say("Practitioner")}
          <select value={who} onChange={(event) => setWho(event.target.value)}>
            {practitioners.map((one) => (
              <option key={one.id} value={one.id}>
                {one.fullName}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say("Place")}
          <select value={where} onChange={(event) => setWhere(event.target.value)}>
            {places.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      </div>
      {data && who && where && <Week key={`${who} ${where}`} saved={saved} practitionerId={who} locationId={where} done={refresh} />}
    </section>
  );
}

interface WeekProps {
  saved: readonly WeekWindow[];
  practitionerId: string;
  locationId: string;
  done: () => void;
}

function Week({ saved, practitionerId, locationId, done }: WeekProps): ReactNode {
  const [windows, setWindows] = useState(saved);
  const seen = useRef(saved);
  useEffect(() => {
    const before = seen.current; // what is arranged anew meanwhile is shown, but for somebody who has begun to change it
    seen.current = saved;
    setWindows((now) => (now === before ? saved : now));
  }, [saved]);
  const { line, said, attempt, isBusy } = useSaying();
  const usual = windows.filter((one) => !one.validFrom && !one.validUntil);
  const seasonal = windows.filter((one) => one.validFrom || one.validUntil);
  const of = (weekday: number) => usual.filter((one) => one.weekday === weekday).sort((a, b) => a.startMinute - b.startMinute);
  const put = (weekday: number, own: readonly { startMinute: number; endMinute: number }[]) =>
    setWindows((before) => [
      ...before.filter((one) => one.weekday !== weekday || one.validFrom || one.validUntil),
      ...own.map((one) => ({ startMinute: one.startMinute, endMinute: one.endMinute, weekday, validFrom: null, validUntil: null })),
    ]);
  const save = () =>
    attempt(async () => {
      const hours = windows.map(({ weekday, startMinute, endMinute, validFrom = null, validUntil = null }) => ({
        weekday,
        startMinute,
        endMinute,
        validFrom,
        validUntil,
      }));
      const { affectedBookings } = accepted(await change(HoursSet, { input: { practitionerId, locationId, hours } }));
      said(outcome(affectedBookings?.length ?? 0));
      seen.current = windows;
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
      <Seasons
        windows={seasonal}
        add={(season) => setWindows((before) => [...before, season])}
        takeAway={(season) => setWindows((before) => before.filter((one) => one !== season))}
      />
      {line}
      <p className="buttons">
        <button type="button" disabled={isBusy} onClick={() => setWindows(saved)}>
          {say("Discard")}
        </button>
        <button className="primary" disabled={isBusy}>
          {say("Save")}
        </button>
      </p>
    </form>
  );
}

/** Say that hours were changed, and how many appointments need another time for it. */
export const outcome = (affected: number): string =>
  affected === 0
    ? say("Saved. New times are offered by it from now on.")
    : sayCount(affected, "Saved. {count} appointment needs another time now: see To do.", "Saved. {count} appointments need another time now: see To do.");
