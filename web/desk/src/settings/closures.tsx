// Days that are otherwise than usual: closed, or with other hours, for everybody or one practitioner.
import { useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { accepted, change } from "../graph/client.js";
import type { ArrangedQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { today, writtenDate } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { useSaying } from "../shell/said.js";
import { Arranged, DaysSet } from "./documents.js";
import { outcome } from "./hours.js";
import { clockOf } from "./minutes.js";
import { Windows, type DayWindow } from "./windows.js";

type Day = NonNullable<ArrangedQuery["arrangements"]>["days"][number];

export function Closures(): ReactNode {
  const { clinic } = useDesk();
  const { data, refresh } = useAnswer(Arranged, { clinic: clinic.id });
  const { line, said, attempt } = useSaying();
  const days = (data?.arrangements?.days ?? []).filter((one) => one.day >= today(clinic.timeZone).toString());
  const rooms = new Map(data?.arrangements?.rooms.map((one) => [one.resourceId, one.name]));
  const usual = (day: Day) =>
    void attempt(async () => {
      const whose = { practitionerId: day.practitioner?.id ?? null, resourceId: day.resourceId ?? null };
      accepted(await change(DaysSet, { input: { clinicId: clinic.id, firstDay: day.day, lastDay: day.day, ...whose } }));
      said(say("The usual hours hold again."));
      refresh();
    });
  return (
    <section aria-labelledby="closures-title" className="card stack">
      <h2 id="closures-title">{say("Closed days and other hours")}</h2>
      {line}
      <ul className="lines">
        {days.map((day) => (
          <li key={`${day.day} ${day.practitioner?.id} ${day.resourceId}`}>
            <span>
              <b>{writtenDate(Temporal.PlainDate.from(day.day), { weekday: "short", day: "numeric", month: "short", year: "numeric" })}</b>{" "}
              {day.practitioner?.fullName ?? rooms.get(day.resourceId ?? "") ?? say("everybody")}: {hoursOf(day)}
            </span>
            <button type="button" className="plain" onClick={() => usual(day)}>
              {say("Usual hours again")}
            </button>
          </li>
        ))}
        {data && days.length === 0 && <li className="faint">{say("The usual hours hold on every day to come.")}</li>}
      </ul>
      <NewClosure done={refresh} />
    </section>
  );
}

const hoursOf = ({ windows }: Day): string =>
  windows.length === 0 ? say("closed") : windows.map((one) => `${clockOf(one.startMinute)}–${clockOf(one.endMinute)}`).join(", ");

function NewClosure({ done }: { done: () => void }): ReactNode {
  const { clinic } = useDesk();
  const first = today(clinic.timeZone).toString();
  const [days, setDays] = useState<Days>({ from: first, until: first, who: "" });
  const [windows, setWindows] = useState<DayWindow[]>([]);
  const { line, said, attempt, isBusy } = useSaying();
  const save = () =>
    attempt(async () => {
      const input = { clinicId: clinic.id, firstDay: days.from, lastDay: lastOf(days), practitionerId: days.who || null, windows };
      const { affectedBookings } = accepted(await change(DaysSet, { input }));
      said(outcome(affectedBookings?.length ?? 0));
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
      <h3>{say("Arrange days otherwise")}</h3>
      <DaysAndWhom days={days} choose={setDays} first={first} />
      <Windows label={say("Hours on these days")} windows={windows} change={setWindows} />
      {line}
      <p className="buttons">
        <button className="primary" disabled={isBusy}>
          {windows.length === 0 ? say("Close these days") : say("Save these hours")}
        </button>
      </p>
    </form>
  );
}

/** Local dates, and the id of a practitioner; empty: everybody. */
interface Days {
  from: string;
  until: string;
  who: string;
}

const lastOf = ({ from, until }: Days): string => (until < from ? from : until);

function DaysAndWhom({ days, choose, first }: { days: Days; choose: (days: Days) => void; first: string }): ReactNode {
  const { practitioners } = useDesk();
  return (
    <div className="choices">
      <label>
        {say("First day")}
        <input type="date" required min={first} value={days.from} onChange={(event) => choose({ ...days, from: event.target.value })} />
      </label>
      <label>
        {say("Last day")}
        <input type="date" required min={days.from} value={lastOf(days)} onChange={(event) => choose({ ...days, until: event.target.value })} />
      </label>
      <label>
        {say("For whom")}
        <select value={days.who} onChange={(event) => choose({ ...days, who: event.target.value })}>
          <option value="">{say("everybody")}</option>
          {practitioners.map((one) => (
            <option key={one.id} value={one.id}>
              {one.fullName}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
