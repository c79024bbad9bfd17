// The place of the grid that was pointed at: free, or why it is not, in words.
import { useEffect, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import type { OfferFragment, SlotReason } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dateOf, dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { WhyNot } from "./booking-documents.js";
import { SheetPlaces } from "./documents.js";
import { reasonOf } from "./texts.js";
import { inUse } from "./what.js";

interface AskedProps {
  at: Temporal.Instant;
  service: { id: string; durationMinutes: number };
  minutes: number | null;
  practitionerId: string;
  location: string | null;
  chosen: OfferFragment | null;
  choose: (offer: OfferFragment) => void;
}

/** Say whether a time can be had; one that can be asked for alone is offered as such. */
export function AskedFor({ at, service, minutes, practitionerId, location, chosen, choose }: AskedProps): ReactNode {
  const { clinic, practitioners, places } = useDesk();
  const time = at.toString();
  const { data, isLoading } = useAnswer(
    WhyNot,
    location ? { clinic: clinic.id, service: service.id, with: practitionerId, at: location, time, minutes } : null,
  );
  const reasons = data?.explainSlot ?? null;
  const isOnRequest = isStaleAlone(reasons);
  const canBeHad = reasons !== null && !isLoading && (reasons.length === 0 || isOnRequest);
  const person = practitioners.find((one) => one.id === practitionerId);
  const offer: OfferFragment = {
    startsAt: time,
    endsAt: at.add({ minutes: minutes ?? service.durationMinutes }).toString(),
    isOnRequest,
    practitioner: person ?? null,
    location: places.find((one) => one.id === location) ?? null,
  };
  const key = `${canBeHad}/${time}/${service.id}/${practitionerId}/${minutes ?? ""}`;
  useEffect(() => {
    if (canBeHad && !chosen) choose(offer); // whoever has chosen another time meanwhile means that one
  }, [key, chosen === null]);
  if (!reasons || isLoading) return <p className="faint">{say("Looking whether {when} is free…", { when: dayAndTime(time, clinic.timeZone) })}</p>;
  return <Verdict offer={offer} reasons={canBeHad ? [] : reasons} take={chosen && Date.parse(chosen.startsAt) === at.epochMilliseconds ? null : () => choose(offer)} />;
}

function Verdict({ offer, reasons, take }: { offer: OfferFragment; reasons: readonly SlotReason[]; take: (() => void) | null }): ReactNode {
  const { clinic } = useDesk();
  const words = { when: dayAndTime(offer.startsAt, clinic.timeZone), who: offer.practitioner?.fullName ?? "" };
  if (reasons.length === 0) {
    return (
      <p className="verdict good" role="status">
        {offer.isOnRequest ? say("{when} with {who} can be asked for: nobody can see the calendar right now.", words) : say("{when} with {who} is free.", words)}{" "}
        {take && (
          <button type="button" className="plain" onClick={take}>
            {say("Take it")}
          </button>
        )}
      </p>
    );
  }
  return (
    <div className="verdict" role="status">
      <p>{say("{when} with {who} is not free:", words)}</p>
      <ul>
        {reasons.map((one) => (
          <li key={one}>{reasonOf(one)}</li>
        ))}
      </ul>
    </div>
  );
}

const isStaleAlone = (reasons: readonly SlotReason[] | null): boolean => reasons?.length === 1 && reasons[0] === "STALE_CALENDAR";

/** Where somebody is at an instant: of one place there is no question, of several the hours say; null while they are asked. */
export function useWhere(at: Temporal.Instant | null, practitionerId: string | null): string | null {
  const desk = useDesk();
  const { clinic } = desk;
  const places = inUse(desk.places);
  const isAsked = at !== null && practitionerId !== null && places.length > 1;
  const day = at ? dateOf(at.toString(), clinic.timeZone).toString() : "";
  const { data } = useAnswer(SheetPlaces, isAsked ? { clinic: clinic.id, day, days: 1, with: [practitionerId] } : null);
  if (!isAsked) return places[0]?.id ?? null;
  const entries = data?.agenda?.[0]?.entries ?? [];
  const there = entries.filter((one) => one.kind === "HOURS" && one.location);
  const moment = at.epochMilliseconds;
  const inside = there.find((one) => Date.parse(one.startsAt) <= moment && moment < Date.parse(one.endsAt));
  return (inside ?? there[0])?.location?.id ?? (data ? (places[0]?.id ?? null) : null);
}
