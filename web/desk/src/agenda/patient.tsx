// Who comes: somebody who is known, found by words of the name or the end of the number, or somebody new.
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { accepted, Refused } from "../graph/client.js";
import { useOnce } from "../graph/once.js";
import type { PatientSearchQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { isNowhere } from "../shell/modal.js";
import { useSaying } from "../shell/said.js";
import { PatientMade, PatientSearch } from "./booking-documents.js";
import { dialled } from "./facts.js";

export type Patient = NonNullable<PatientSearchQuery["patients"]>["nodes"][number];

const PAUSE_MS = 250; // of typing, before it is looked for
const FEWEST = 3; // letters that are looked for

interface WhoProps {
  patient: Patient | null;
  choose: (patient: Patient | null) => void;
}

export function Who({ patient, choose }: WhoProps): ReactNode {
  const [isNew, setNew] = useState(false);
  const [typed, setTyped] = useState("");
  if (patient) return <Chosen patient={patient} change={() => choose(null)} />;
  if (isNew) return <NewPatient typed={typed} choose={choose} back={() => setNew(false)} />;
  return <KnownPatient typed={typed} setTyped={setTyped} choose={choose} begin={() => setNew(true)} />;
}

/** Whoever was found goes on here: what found them went with the finding. */
function Chosen({ patient, change }: { patient: Patient; change: () => void }): ReactNode {
  const home = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isNowhere()) home.current?.focus();
  }, []);
  return (
    <div className="chosen" ref={home} tabIndex={-1} role="group" aria-label={say("Patient")}>
      <p>
        <b>{patient.name ?? say("Somebody")}</b> <span className="faint">{aboutOf(patient)}</span>
      </p>
      <button type="button" className="plain" onClick={change}>
        {say("Somebody else")}
      </button>
    </div>
  );
}

const aboutOf = ({ phone, birthDate }: Patient): string =>
  [phone && dialled(phone), birthDate && say("born {date}", { date: birthDate })].filter(Boolean).join(" · ");

interface KnownProps {
  typed: string;
  setTyped: (typed: string) => void;
  choose: (patient: Patient) => void;
  begin: () => void;
}

function KnownPatient({ typed, setTyped, choose, begin }: KnownProps): ReactNode {
  const { clinic, may } = useDesk();
  const words = usePaused(typed.trim());
  const list = useId();
  const isEnough = words.length >= FEWEST && may("patient.contact:read");
  const { data, isLoading } = useAnswer(PatientSearch, isEnough ? { clinic: clinic.id, words } : null);
  const found = isEnough ? (data?.patients?.nodes ?? []) : [];
  const isOfThese = words === typed.trim() && !isLoading; // until then those are shown who were found by other words
  return (
    <div className="who">
      <label>
        {say("Patient")}
        <input
          type="search"
          autoFocus
          data-first
          autoComplete="off"
          value={typed}
          aria-controls={list}
          placeholder={say("Name, or the last digits of the number")}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && isOfThese && found[0]) choose(found[0]);
          }}
        />
      </label>
      <Found id={list} found={found} isOfThese={isOfThese} isNobody={isEnough && data !== null && !isLoading && found.length === 0} choose={choose} />
      {may("patient:write") && (
        <button type="button" className="plain" onClick={begin}>
          {say("Somebody new")}
        </button>
      )}
    </div>
  );
}

interface FoundProps {
  id: string;
  found: readonly Patient[];
  /** Whether these were found by what is written now: Enter takes the first of them alone. */
  isOfThese: boolean;
  isNobody: boolean;
  choose: (patient: Patient) => void;
}

function Found({ id, found, isOfThese, isNobody, choose }: FoundProps): ReactNode {
  return (
    <ul id={id} className="found" aria-live="polite" aria-busy={!isOfThese}>
      {found.map((one) => (
        <li key={one.id}>
          <button type="button" onClick={() => choose(one)}>
            <b>{one.name ?? say("Somebody")}</b> <span className="faint">{aboutOf(one)}</span>
          </button>
        </li>
      ))}
      {isNobody && <li className="faint">{say("Nobody is called so.")}</li>}
    </ul>
  );
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

interface NewPatientProps {
  typed: string;
  choose: (patient: Patient) => void;
  back: () => void;
}

function NewPatient({ typed, choose, back }: NewPatientProps): ReactNode {
  const { clinic } = useDesk();
  const isNumber = /\d{4}/.test(typed);
  const [name, setName] = useState(isNumber ? "" : typed);
  const [phone, setPhone] = useState(isNumber ? typed : "");
  const once = useOnce(PatientMade);
  const [earlier, setEarlier] = useState<Patient | null>(null);
  const { line, attempt, isBusy } = useSaying();
  const make = (): void =>
    void attempt(async () => {
      const input = { clinicId: clinic.id, name: name.trim(), phone: phone.replace(/[\s()./-]/g, "") || null };
      const { patient } = accepted(await once.ask({ input }, (found) => setEarlier(found.patient ?? null)));
      if (!patient) throw new Refused("NOT_FOUND", "");
      choose(patient);
    });
  return (
    <div className="part">
      <h3>{say("Somebody new")}</h3>
      <label>
        {say("Name")}
        <input autoFocus autoComplete="off" maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <label>
        {say("Telephone, with + and the country")}
        <input type="tel" autoComplete="off" placeholder="+31 6 1234 5678" value={phone} onChange={(event) => setPhone(event.target.value)} />
      </label>
      <p className="faint">{say("Whoever has that number already is taken to be them.")}</p>
      {line}
      {earlier && <Earlier patient={earlier} choose={choose} />}
      <p className="deeds">
        <button type="button" className="primary" disabled={isBusy || !name.trim()} onClick={make}>
          {say("Add the patient")}
        </button>
        <button type="button" onClick={back}>
          {say("Back")}
        </button>
      </p>
    </div>
  );
}

/** Whoever was added by what was sent before, though its answer was lost. */
function Earlier({ patient, choose }: { patient: Patient; choose: (patient: Patient) => void }): ReactNode {
  return (
    <p className="deeds">
      <button type="button" onClick={() => choose(patient)}>
        {say("Take {name}", { name: patient.name ?? say("Somebody") })}
      </button>
    </p>
  );
}
