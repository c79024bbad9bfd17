// Whom a conversation is with: what is known of them, their appointments, and what must be looked at.
import { useRef, type ReactNode } from "react";
import { Link } from "wouter";
import { useAnswer } from "../graph/answers.js";
import { useChanges } from "../graph/changes.js";
import type { BookingPartsFragment, PatientCardQuery, TasksOfQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dateOf, time, whenItWas, writtenDate, written } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { Copy } from "../shell/copy.js";
import { TaskTold } from "../shell/documents.js";
import { adviceOf, titleOf } from "../tasks/texts.js";
import { Done, Ticked } from "../tasks/ticked.js";
import { useTicked, type Ticking } from "../tasks/ticking.js";
import { Icon } from "./icons.js";
import { LabelChip } from "./row.js";
import { calledBy, languageName, phoneOf } from "./texts.js";
import type { Head } from "./thread.js";
import { BookingsOf, NamesOf, PatientBookingsTold, PatientCard, TasksOf } from "./writing-documents.js";

type Patient = Extract<NonNullable<PatientCardQuery["node"]>, { __typename?: "Patient" }>;

export function PatientPanel({ head, close }: { head: Head; close: () => void }): ReactNode {
  const patientId = head.patient?.id ?? null;
  const { data } = useAnswer(PatientCard, patientId ? { id: patientId } : null);
  const patient = data?.node && "relatedPersons" in data.node ? (data.node as Patient) : null;
  return (
    <aside className="patient-panel" aria-label={say("Patient")} onKeyDown={(event) => event.key === "Escape" && close()}>
      <div className="patient-top">
        <h2 dir="auto">{calledBy(head.patient)}</h2>
        <button type="button" className="icon-button" onClick={close} aria-label={say("Hide the patient")}>
          <Icon name="close" />
        </button>
      </div>
      {patient && <Known patient={patient} />}
      {head.labels.length > 0 && (
        <section>
          <h3>{say("Labels")}</h3>
          <p className="chips">
            {head.labels.map((one) => (
              <LabelChip key={one.id} label={one} />
            ))}
          </p>
        </section>
      )}
      <OpenTasks conversationId={head.id} />
      {patientId && <Bookings patientId={patientId} />}
      {patient?.consents && <Consents consents={patient.consents} />}
    </aside>
  );
}

function Known({ patient }: { patient: Patient }): ReactNode {
  const { clinic } = useDesk();
  const others = [...new Set((patient.relatedPersons ?? []).flatMap((one) => [one.patientId, one.contactId]))].filter((id) => id !== patient.id);
  const names = useAnswer(NamesOf, others.length > 0 ? { ids: others.slice(0, 20) } : null).data?.nodes ?? [];
  const nameOf = (id: string): string => {
    const found = names.find((one) => one && "id" in one && one.id === id);
    return found && "name" in found ? calledBy(found) : say("Unknown");
  };
  const comes = (patient.relatedPersons ?? []).filter((one) => one.contactId === patient.id);
  const writes = (patient.relatedPersons ?? []).filter((one) => one.patientId === patient.id);
  return (
    <dl className="facts">
      {patient.phone && <Fact name={say("Phone")} value={<Telephone phone={patient.phone} />} />}
      {patient.language && <Fact name={say("Language")} value={languageName(patient.language)} />}
      {patient.birthDate && (
        <Fact name={say("Born")} value={writtenDate(Temporal.PlainDate.from(patient.birthDate), { dateStyle: "medium" })} />
      )}
      <Fact name={say("Known since")} value={written(patient.createdAt, clinic.timeZone, { dateStyle: "medium" })} />
      {patient.isSealed && <Fact name={say("Sealed")} value={say("yes, few colleagues see them")} />}
      {comes.length > 0 && <Fact name={say("Books for")} value={comes.map((one) => nameOf(one.patientId)).join(", ")} />}
      {writes.length > 0 && <Fact name={say("Is booked for by")} value={writes.map((one) => nameOf(one.contactId)).join(", ")} />}
    </dl>
  );
}

const Telephone = ({ phone }: { phone: string }): ReactNode => (
  <>
    <a href={`tel:+${phone}`}>{phoneOf(phone)}</a>
    <Copy text={`+${phone}`} name={say("Copy the number")} />
  </>
);

function Fact({ name, value }: { name: string; value: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

type Task = NonNullable<TasksOfQuery["tasks"]>["nodes"][number];

function OpenTasks({ conversationId }: { conversationId: string }): ReactNode {
  const { clinic, may } = useDesk();
  const asked = may("task:read");
  const { data, refresh } = useAnswer(TasksOf, asked ? { clinic: clinic.id, conversation: conversationId } : null);
  useChanges(TaskTold, asked ? { clinic: clinic.id } : null, refresh);
  const ticked = useTicked();
  const tasks = (data?.tasks?.nodes ?? []).filter((one) => ticked.get(one.id)?.state !== "DONE");
  if (tasks.length === 0) return null;
  return (
    <section>
      <h3>{say("To do")}</h3>
      <ul className="small-tasks">
        {tasks.map((task) => (
          <li key={task.id}>
            <OpenTask task={task} ticking={ticked.get(task.id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OpenTask({ task, ticking }: { task: Task; ticking: Ticking | undefined }): ReactNode {
  const { clinic } = useDesk();
  const title = titleOf(task.kind, task.bookingCount ?? null, task.reason ?? null);
  if (ticking?.state === "WAITING") return <Ticked taskId={task.id} title={title} isPlain />;
  return (
    <>
      <p>
        <b>{title}</b> <span className="faint">{whenItWas(task.createdAt, clinic.timeZone)}</span>
      </p>
      {task.advice && <p className="faint">{adviceOf(task.advice)}</p>}
      {task.viewerCanMarkDone && <Done taskId={task.id} ticking={ticking} isPlain />}
    </>
  );
}

function Bookings({ patientId }: { patientId: string }): ReactNode {
  const { clinic, may } = useDesk();
  const from = useRef(Temporal.Now.instant().round("minute").toString()); // what begins now is still to come for as long as the page stands
  const asked = may("booking:read");
  const { data, refresh } = useAnswer(BookingsOf, asked ? { clinic: clinic.id, patient: patientId, from: from.current } : null);
  useChanges(PatientBookingsTold, asked ? { clinic: clinic.id } : null, refresh);
  if (!asked || !data) return null;
  const [upcoming, past] = [data.upcoming?.nodes ?? [], data.past?.nodes ?? []];
  return (
    <>
      <section>
        <h3>{say("Coming up")}</h3>
        {upcoming.length === 0 ? <p className="faint">{say("No appointment.")}</p> : <BookingList bookings={upcoming} />}
        {may("booking:write") && may("patient:read") && may("slot:read") && (
          <Link className="button" href={`/agenda?for=${encodeURIComponent(patientId)}`}>
            {say("New appointment")}
          </Link>
        )}
      </section>
      {past.length > 0 && (
        <section>
          <h3>{say("Before")}</h3>
          <BookingList bookings={past} />
        </section>
      )}
    </>
  );
}

function BookingList({ bookings }: { bookings: readonly BookingPartsFragment[] }): ReactNode {
  return (
    <ul className="small-bookings">
      {bookings.map((one) => {
        const day = dateOf(one.startsAt, one.timeZone);
        const state = statusText(one);
        return (
          <li key={one.id} className={one.status === "CANCELLED" ? "cancelled" : ""}>
            <Link href={`/agenda/${day.toString()}?booking=${encodeURIComponent(one.id)}`}>
              {writtenDate(day, { weekday: "short", day: "numeric", month: "short", year: "numeric" })}, {time(one.startsAt, one.timeZone)}
            </Link>
            <span>{[one.service?.title, one.practitioner?.shortName].filter(Boolean).join(" · ")}</span>
            {state && <span className={one.displacedAt ? "problem" : "faint"}>{state}</span>}
          </li>
        );
      })}
    </ul>
  );
}

function statusText({ status, displacedAt }: BookingPartsFragment): string {
  if (displacedAt && status === "CONFIRMED") return say("needs another time");
  switch (status) {
    case "REQUESTED":
      return say("waits for your answer");
    case "CHECKED_IN":
      return say("is there");
    case "COMPLETED":
      return say("took place");
    case "NO_SHOW":
      return say("did not come");
    case "CANCELLED":
      return say("cancelled");
    default:
      return "";
  }
}

function Consents({ consents }: { consents: NonNullable<Patient["consents"]> }): ReactNode {
  const { clinic } = useDesk();
  const said = consents.filter((one) => one.state !== "NOT_ASKED");
  if (said.length === 0) return null;
  return (
    <section>
      <h3>{say("Agreed to")}</h3>
      <dl className="facts">
        {said.map((one) => (
          <Fact
            key={one.purpose}
            name={PURPOSES[one.purpose]()}
            value={`${STATES[one.state]()}${one.since ? ` · ${written(one.since, clinic.timeZone, { dateStyle: "medium" })}` : ""}`}
          />
        ))}
      </dl>
    </section>
  );
}

type Consent = NonNullable<Patient["consents"]>[number];

const PURPOSES: Readonly<Record<Consent["purpose"], () => string>> = {
  REMINDERS: () => say("Reminders"),
  MARKETING: () => say("Offers and news"),
  MESSAGES: () => say("Messages of the assistant"),
  DATA_PROCESSING: () => say("Use of what they write"),
  HEALTH_DATA: () => say("Words about their health"),
};

const STATES: Readonly<Record<Consent["state"], () => string>> = {
  NOT_ASKED: () => say("not asked"),
  GRANTED: () => say("yes"),
  REFUSED: () => say("no"),
  WITHDRAWN: () => say("taken back"),
};
