// A new booking: who, what for, with whom, and a time that is really free; or, where the role may, one that is not.
import { useEffect, useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import type { OfferFragment } from "../gql/graphql.js";
import { say, sayCount } from "../language/say.js";
import { dateOf, dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { AskedFor, useWhere } from "./asked.js";
import { PatientNamed } from "./booking-documents.js";
import { useAsking, type Done } from "./booking.js";
import { Drawer } from "./drawer.js";
import { Free } from "./free.js";
import { Overbook } from "./overbook.js";
import { Who, type Patient } from "./patient.js";
import { Dates, ONCE, RhythmChoice, ruleOf, useSeries, type Rhythm, type Series } from "./recurring.js";
import { NotToBeHad } from "./refused.js";
import { SeriesRefusals } from "./series.js";
import { Upcoming } from "./upcoming.js";
import { hasSeveralPlaces, useChoices, WhatFor, type Choices } from "./what.js";

/** Where it begins: at a place of the grid, or on a day. */
export interface Draft {
  at: Temporal.Instant | null;
  practitionerId: string | null;
  day: Temporal.PlainDate;
  /** Whom it is for, where that is known; their id. */
  patientId: string | null;
}

interface NewProps {
  draft: Draft;
  close: () => void;
  booked: Done;
  /** Show an appointment they have instead. */
  open: (bookingId: string, startsAt: string) => void;
}

export function NewBooking({ draft: { at, practitionerId, day, patientId }, close, booked, open }: NewProps): ReactNode {
  const { clinic, may } = useDesk();
  const [patient, setPatient] = usePatient(patientId);
  const [notes, setNotes] = useState("");
  const [rhythm, setRhythm] = useState<Rhythm>(ONCE);
  const choices = useChoices(practitionerId);
  const { service, who, place, minutes, setWho } = choices;
  const there = useWhere(at, who);
  const location = place ?? there;
  const { chosen, choose, book, bookAll, refused, others, line, isBusy } = useAsking(choices, patient, notes, booked);
  const recurs = rhythm.weeks > 0;
  const series = useSeries(seriesOf(choices, chosen, rhythm));
  const take = (offer: OfferFragment): void => {
    choose(offer);
    if (who && offer.practitioner) setWho(offer.practitioner.id);
  };
  const asked = at && who && service ? { at, service, minutes, practitionerId: who, location } : null;
  const wanted = { service: service?.id ?? "", with: who, at: place, minutes, moving: null };
  const from = at ? dateOf(at.toString(), clinic.timeZone) : day;
  const isReady = patient !== null && service !== null && !isBusy;
  const lacks = patient ? null : say("Say who comes.");
  return (
    <Drawer name={say("New appointment")} title={<h2>{say("New appointment")}</h2>} close={close}>
      <Who patient={patient} choose={setPatient} />
      {patient && <Upcoming patientId={patient.id} open={open} />}
      <WhatFor choices={choices} changed={() => choose(null)} />
      {asked && <AskedFor {...asked} chosen={chosen} choose={choose} />}
      {service && <Free key={`${service.id}/${who ?? ""}/${place ?? ""}/${minutes ?? ""}`} wanted={wanted} from={from} chosen={chosen} choose={choose} />}
      <RhythmChoice rhythm={rhythm} setRhythm={setRhythm} />
      {recurs && <Dates series={series} />}
      {may("booking.notes:write") && <Notes notes={notes} setNotes={setNotes} />}
      {refused && <NotToBeHad refusal={refused} take={take} isBusy={isBusy} />}
      {line}
      <SeriesRefusals refused={others} />
      {recurs && <SubmitAll series={series} isReady={isReady && chosen !== null} lacks={lacks} book={() => chosen && bookAll(chosen, rhythm, series)} />}
      {!recurs && <Submit chosen={chosen} isReady={isReady} lacks={lacks} book={(offer) => book(offer, null)} />}
      {!recurs && asked && location && <Beside asked={asked} location={location} isReady={isReady} book={book} />}
    </Drawer>
  );
}

/** Who was chosen: at first whoever is known by their id, if anybody is. */
function usePatient(id: string | null): readonly [Patient | null, (patient: Patient | null) => void] {
  const [patient, setPatient] = useState<Patient | null>(null);
  const node = useAnswer(PatientNamed, id ? { id } : null).data?.node;
  useEffect(() => {
    if (node && "birthDate" in node) setPatient(node);
  }, [node]);
  return [patient, setPatient];
}

interface BesideProps {
  asked: { at: Temporal.Instant; service: { durationMinutes: number }; minutes: number | null };
  location: string;
  isReady: boolean;
  book: (offer: OfferFragment, reason: string) => void;
}

/** For who may: at the time that was pointed at, whatever stands there. */
function Beside({ asked: { at, service, minutes }, location, isReady, book }: BesideProps): ReactNode {
  if (!useDesk().may("booking:overbook")) return null;
  return <Overbook at={at} isReady={isReady} book={(reason) => book(placeOf(at, location, minutes ?? service.durationMinutes), reason)} />;
}

/** What series is meant: where the first one is, if somebody was named. */
function seriesOf({ service, who, place, minutes }: Choices, chosen: OfferFragment | null, rhythm: Rhythm): Parameters<typeof useSeries>[0] {
  if (rhythm.weeks === 0 || !chosen || !service) return null;
  const at = place ?? (who ? (chosen.location?.id ?? null) : null);
  return { service: service.id, startsAt: chosen.startsAt, rule: ruleOf(rhythm), with: who, at, minutes };
}

interface SubmitAllProps {
  series: Series;
  isReady: boolean;
  lacks: string | null;
  book: () => void;
}

function SubmitAll({ series, isReady, lacks, book }: SubmitAllProps): ReactNode {
  const { count } = series;
  return (
    <p className="deeds submit">
      <button type="button" className="primary" disabled={!isReady || !series.isReady} onClick={book}>
        {count > 0 ? sayCount(count, "Book {count} appointment", "Book {count} appointments") : say("Choose a time")}
      </button>
      {lacks && <span className="faint">{lacks}</span>}
    </p>
  );
}

interface SubmitProps {
  chosen: OfferFragment | null;
  isReady: boolean;
  lacks: string | null;
  book: (offer: OfferFragment) => void;
}

function Submit({ chosen, isReady, lacks, book }: SubmitProps): ReactNode {
  const { clinic, places } = useDesk();
  const placeName = chosen?.location && hasSeveralPlaces(places) && `, ${chosen.location.name}`;
  const label = chosen ? say("Book {when}", { when: dayAndTime(chosen.startsAt, clinic.timeZone) }) : say("Choose a time");
  return (
    <p className="deeds submit">
      <button type="button" className="primary" disabled={!chosen || !isReady} onClick={() => chosen && book(chosen)}>
        {label}
        {placeName}
        {chosen?.isOnRequest && ` (${say("on request")})`}
      </button>
      {lacks && <span className="faint">{lacks}</span>}
    </p>
  );
}

function Notes({ notes, setNotes }: { notes: string; setNotes: (text: string) => void }): ReactNode {
  return (
    <label>
      {say("Notes")}
      <textarea rows={2} maxLength={500} value={notes} onChange={(event) => setNotes(event.target.value)} />
    </label>
  );
}

const placeOf = (at: Temporal.Instant, location: string, minutes: number): OfferFragment => ({
  startsAt: at.toString(),
  endsAt: at.add({ minutes }).toString(),
  isOnRequest: false,
  practitioner: null,
  location: { id: location, name: "" },
});
