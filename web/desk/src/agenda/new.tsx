// A new booking: who, what for, with whom, and a time that is really free; or, where the role may, one that is not.
import { useState, type ReactNode } from "react";
import { Temporal } from "temporal-polyfill";
import { change, newKey } from "../graph/client.js";
import type { OfferFragment } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dateOf, dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { useSaying } from "../shell/said.js";
import { AskedFor, useWhere } from "./asked.js";
import { Booked } from "./booking-documents.js";
import { Drawer } from "./drawer.js";
import { Free } from "./free.js";
import { Overbook } from "./overbook.js";
import { Who, type Patient } from "./patient.js";
import { NotToBeHad, refusalIn, type Refusal } from "./refused.js";
import { useChoices, WhatFor, type Choices } from "./what.js";

/** Where it begins: at a place of the grid, or on a day. */
export interface Draft {
  at: Temporal.Instant | null;
  practitionerId: string | null;
  day: Temporal.PlainDate;
}

interface NewProps {
  draft: Draft;
  close: () => void;
  booked: (id: string, startsAt: string, text: string) => void;
}

interface Booking {
  chosen: OfferFragment | null;
  choose: (offer: OfferFragment | null) => void;
  /** Ask for it; a reason puts it there whatever else is there. */
  book: (offer: OfferFragment, overbookReason: string | null) => void;
  /** What is asked for is not what it was: it is another request. */
  renew: () => void;
  refused: Refusal | null;
  line: ReactNode;
  isBusy: boolean;
}

function useBooking({ service, who, minutes }: Choices, patient: Patient | null, notes: string, booked: NewProps["booked"]): Booking {
  const { clinic } = useDesk();
  const [chosen, setChosen] = useState<OfferFragment | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [key, setKey] = useState(newKey);
  const { line, attempt, isBusy } = useSaying();
  const renew = (): void => setKey(newKey());
  const choose = (offer: OfferFragment | null): void => {
    setChosen(offer);
    setRefused(null);
    renew();
  };
  async function ask(offer: OfferFragment, overbookReason: string | null): Promise<void> {
    if (!service || !patient) return;
    const input = {
      serviceId: service.id,
      startsAt: offer.startsAt,
      patientId: patient.id,
      practitionerId: who,
      locationId: who ? (offer.location?.id ?? null) : null,
      durationMinutes: minutes,
      orOnRequest: offer.isOnRequest,
      ...(overbookReason ? { overbookReason } : {}),
      ...(notes.trim() ? { notes: notes.trim() } : {}),
    };
    const answer = await change(Booked, { input, key });
    const problem = refusalIn(answer);
    if (problem) return setRefused(problem);
    const { id, startsAt, status } = answer.booking!;
    const when = dayAndTime(startsAt, clinic.timeZone);
    return booked(id, startsAt, status === "REQUESTED" ? say("Asked for: {when}.", { when }) : say("Booked: {when}.", { when }));
  }
  const book = (offer: OfferFragment, reason: string | null): void => void attempt(() => ask(offer, reason));
  return { chosen, choose, book, renew, refused, line, isBusy };
}

export function NewBooking({ draft: { at, practitionerId, day }, close, booked }: NewProps): ReactNode {
  const { clinic, may } = useDesk();
  const [patient, setPatient] = useState<Patient | null>(null);
  const [notes, setNotes] = useState("");
  const choices = useChoices(practitionerId);
  const { service, who, minutes, setWho } = choices;
  const location = useWhere(at, who);
  const { chosen, choose, book, renew, refused, line, isBusy } = useBooking(choices, patient, notes, booked);
  const take = (offer: OfferFragment): void => {
    choose(offer);
    if (who && offer.practitioner) setWho(offer.practitioner.id);
  };
  const asked = at && who && service ? { at, service, minutes, practitionerId: who, location } : null;
  const wanted = { service: service?.id ?? "", with: who, at: null, minutes, moving: null };
  const from = at ? dateOf(at.toString(), clinic.timeZone) : day;
  const isReady = patient !== null && !isBusy;
  return (
    <Drawer name={say("New appointment")} title={<h2>{say("New appointment")}</h2>} close={close}>
      <Who patient={patient} choose={(next) => { setPatient(next); renew(); }} />
      <WhatFor choices={choices} changed={() => choose(null)} />
      {asked && <AskedFor {...asked} chosen={chosen} choose={choose} />}
      {service && <Free key={`${service.id}/${who ?? ""}/${minutes ?? ""}`} wanted={wanted} from={from} chosen={chosen} choose={choose} />}
      {may("booking.notes:write") && <Notes notes={notes} setNotes={(text) => { setNotes(text); renew(); }} />}
      {refused && <NotToBeHad refusal={refused} take={take} isBusy={isBusy} />}
      {line}
      <Submit chosen={chosen} isReady={isReady && service !== null} lacks={patient ? null : say("Say who comes.")} book={(offer) => book(offer, null)} />
      {may("booking:overbook") && asked && location && (
        <Overbook
          at={asked.at}
          isReady={isReady}
          book={(reason) => book(placeOf(asked.at, location, minutes ?? asked.service.durationMinutes), reason)}
        />
      )}
    </Drawer>
  );
}

interface SubmitProps {
  chosen: OfferFragment | null;
  isReady: boolean;
  lacks: string | null;
  book: (offer: OfferFragment) => void;
}

function Submit({ chosen, isReady, lacks, book }: SubmitProps): ReactNode {
  const { clinic } = useDesk();
  const label = chosen ? say("Book {when}", { when: dayAndTime(chosen.startsAt, clinic.timeZone) }) : say("Choose a time");
  return (
    <p className="deeds submit">
      <button type="button" className="primary" disabled={!chosen || !isReady} onClick={() => chosen && book(chosen)}>
        {label}
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
