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
import { useChoices, WhatFor } from "./what.js";

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

export function NewBooking({ draft, close, booked }: NewProps): ReactNode {
  const { clinic, may } = useDesk();
  const [patient, setPatient] = useState<Patient | null>(null);
  const [chosen, setChosen] = useState<OfferFragment | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [notes, setNotes] = useState("");
  const [key, setKey] = useState(newKey);
  const choices = useChoices(draft.practitionerId);
  const { line, attempt, isBusy } = useSaying();
  const { service, who, minutes } = choices;
  const location = useWhere(draft.at, who);
  const choose = (offer: OfferFragment | null): void => {
    setChosen(offer);
    setRefused(null);
    setKey(newKey()); // another time is another request
  };
  async function book(offer: OfferFragment, overbookReason: string | null): Promise<void> {
    if (!service || !patient) return;
    const input = {
      serviceId: service.id,
      startsAt: offer.startsAt,
      patientId: patient.id,
      practitionerId: who ?? (overbookReason ? (offer.practitioner?.id ?? null) : null),
      locationId: who || overbookReason ? (offer.location?.id ?? location) : null,
      durationMinutes: minutes,
      orOnRequest: offer.isOnRequest,
      ...(overbookReason ? { overbookReason } : {}),
      ...(notes.trim() ? { notes: notes.trim() } : {}),
    };
    const answer = await change(Booked, { input, key });
    const problem = refusalIn(answer);
    if (problem) {
      setKey(newKey());
      return setRefused(problem);
    }
    const { id, startsAt, status } = answer.booking!;
    const when = dayAndTime(startsAt, clinic.timeZone);
    return booked(id, startsAt, status === "REQUESTED" ? say("Asked for: {when}.", { when }) : say("Booked: {when}.", { when }));
  }
  const take = (offer: OfferFragment): void => {
    choose(offer);
    if (who && offer.practitioner) choices.setWho(offer.practitioner.id);
  };
  const isAsked = draft.at !== null && who !== null && service !== null;
  const wanted = { service: service?.id ?? "", with: who, at: null, minutes, moving: null };
  const from = draft.at ? dateOf(draft.at.toString(), clinic.timeZone) : draft.day;
  const label = chosen ? say("Book {when}", { when: dayAndTime(chosen.startsAt, clinic.timeZone) }) : say("Choose a time");
  return (
    <Drawer name={say("New appointment")} title={<h2>{say("New appointment")}</h2>} close={close}>
      <Who patient={patient} choose={(next) => { setPatient(next); setKey(newKey()); }} />
      <WhatFor choices={choices} changed={() => choose(null)} />
      {isAsked && (
        <AskedFor
          at={draft.at!}
          service={service}
          minutes={minutes}
          practitionerId={who}
          location={location}
          isChosen={chosen?.startsAt === draft.at!.toString()}
          choose={choose}
        />
      )}
      {service && <Free key={`${service.id}/${who ?? ""}/${minutes ?? ""}`} wanted={wanted} from={from} chosen={chosen} choose={choose} />}
      {may("booking.notes:write") && (
        <label>
          {say("Notes")}
          <textarea rows={2} maxLength={500} value={notes} onChange={(event) => { setNotes(event.target.value); setKey(newKey()); }} />
        </label>
      )}
      {refused && <NotToBeHad refusal={refused} take={take} isBusy={isBusy} />}
      {line}
      <p className="deeds">
        <button type="button" className="primary" disabled={!chosen || !patient || !service || isBusy} onClick={() => chosen && void attempt(() => book(chosen, null))}>
          {label}
          {chosen?.isOnRequest && ` (${say("on request")})`}
        </button>
        {!patient && <span className="faint">{say("Say who comes.")}</span>}
      </p>
      {may("booking:overbook") && isAsked && location && (
        <Overbook
          at={draft.at!}
          isReady={patient !== null && !isBusy}
          book={(reason) => void attempt(() => book(placeOf(draft.at!, location, minutes ?? service.durationMinutes), reason))}
        />
      )}
    </Drawer>
  );
}

const placeOf = (at: Temporal.Instant, location: string, minutes: number): OfferFragment => ({
  startsAt: at.toString(),
  endsAt: at.add({ minutes }).toString(),
  isOnRequest: false,
  practitioner: null,
  location: { id: location, name: "" },
});
