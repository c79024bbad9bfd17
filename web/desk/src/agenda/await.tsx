// Puts somebody on the waitlist: who, what for, and when it would suit.
import { useState, type ReactNode } from "react";
import { accepted } from "../graph/client.js";
import { useOnce } from "../graph/once.js";
import type { DayPart } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { today, writtenDate } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { useSaying } from "../shell/said.js";
import { Who, type Patient } from "./patient.js";
import { Awaited } from "./waitlist-documents.js";
import { useChoices, WhatFor } from "./what.js";
import { partOf } from "./wish.js";

const MONDAY = Temporal.PlainDate.from("2024-01-01");
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const PARTS: readonly DayPart[] = ["MORNING", "AFTERNOON", "EVENING"];

interface Wish {
  firstDay: string;
  lastDay: string;
  weekdays: ReadonlySet<number>;
  dayParts: ReadonlySet<DayPart>;
}

const ANY: Wish = { firstDay: "", lastDay: "", weekdays: new Set(), dayParts: new Set() };

interface AwaitProps {
  /** Read the list again. */
  refresh: () => void;
  done: (text: string) => void;
  cancel: () => void;
}

export function Await({ refresh, done, cancel }: AwaitProps): ReactNode {
  const [patient, setPatient] = useState<Patient | null>(null);
  const [wish, setWish] = useState<Wish>(ANY);
  const once = useOnce(Awaited);
  const choices = useChoices(null);
  const { service, who, place, minutes } = choices;
  const { line, attempt, isBusy } = useSaying();
  const isReady = patient !== null && service !== null && !isBusy;
  const add = (): void =>
    void attempt(async () => {
      if (!patient || !service) return;
      const whom = { serviceId: service.id, patientId: patient.id, practitionerId: who, locationId: place, durationMinutes: minutes };
      accepted(await once.ask({ input: { ...whom, ...writtenWish(wish) } }, refresh));
      done(say("On the list: what falls free and suits is offered in turn."));
    });
  return (
    <section className="part" aria-label={say("Put somebody on the list")}>
      <Who patient={patient} choose={setPatient} />
      <WhatFor choices={choices} changed={() => undefined} />
      <When wish={wish} setWish={setWish} />
      {line}
      <p className="deeds">
        <button type="button" className="primary" disabled={!isReady} onClick={add}>
          {say("Put on the list")}
        </button>
        <button type="button" onClick={cancel}>
          {say("Back")}
        </button>
        {!patient && <span className="faint">{say("Say who waits.")}</span>}
      </p>
    </section>
  );
}

/** A wish as the API takes it: what is not said is any. */
const writtenWish = ({ firstDay, lastDay, weekdays, dayParts }: Wish) => ({
  firstDay: firstDay || null,
  lastDay: lastDay || null,
  weekdays: weekdays.size > 0 ? [...weekdays].sort() : null,
  dayParts: dayParts.size > 0 ? [...dayParts] : null,
});

function When({ wish, setWish }: { wish: Wish; setWish: (wish: Wish) => void }): ReactNode {
  const { clinic } = useDesk();
  const { firstDay, lastDay, weekdays, dayParts } = wish;
  const first = today(clinic.timeZone).toString();
  const days = WEEKDAYS.map((day) => [day, writtenDate(MONDAY.add({ days: day - 1 }), { weekday: "short" })] as const);
  return (
    <>
      <div className="pair">
        <label>
          {say("Not before")}
          <input type="date" min={first} value={firstDay} onChange={(event) => setWish({ ...wish, firstDay: event.target.value })} />
        </label>
        <label>
          {say("Not after")}
          <input type="date" min={firstDay || first} value={lastDay} onChange={(event) => setWish({ ...wish, lastDay: event.target.value })} />
        </label>
      </div>
      <Several legend={say("Only on")} choices={days} chosen={weekdays} setChosen={(next) => setWish({ ...wish, weekdays: next })} />
      <Several legend={say("Only in these parts of the day")} choices={PARTS.map((part) => [part, partOf(part)] as const)} chosen={dayParts} setChosen={(next) => setWish({ ...wish, dayParts: next })} />
    </>
  );
}

interface SeveralProps<Value> {
  legend: string;
  choices: readonly (readonly [Value, string])[];
  chosen: ReadonlySet<Value>;
  setChosen: (chosen: ReadonlySet<Value>) => void;
}

/** Some of several; none of them means any. */
function Several<Value extends string | number>({ legend, choices, chosen, setChosen }: SeveralProps<Value>): ReactNode {
  const turn = (value: Value): void => setChosen(new Set(chosen.has(value) ? [...chosen].filter((one) => one !== value) : [...chosen, value]));
  return (
    <fieldset className="several">
      <legend>{legend}</legend>
      {choices.map(([value, text]) => (
        <label key={value} className="check">
          <input type="checkbox" checked={chosen.has(value)} onChange={() => turn(value)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
