// Moves a booking, alone or with its series, to a time that is really free.
import { useState, type ReactNode } from "react";
import { change, newKey, Refused } from "../graph/client.js";
import type { OfferFragment, SeriesScope } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dateOf, dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { useSaying } from "../shell/said.js";
import { Moved, SeriesMoved } from "./documents.js";
import { Free } from "./free.js";
import { NotToBeHad, refusalIn, type Refusal } from "./refused.js";
import { ScopeChoice, SeriesRefusals, seenOf, type Scope, type SeriesRefused, type SeriesRow } from "./series.js";
import type { Booking } from "./steps.js";
import { refusals } from "./texts.js";

const ANYBODY = "anybody";

interface MoveProps {
  booking: Booking;
  series: readonly SeriesRow[];
  first?: Refusal | null;
  done: (text: string) => Promise<void>;
  cancel: () => void;
  changed: () => Promise<void>;
}

interface Moving {
  chosen: OfferFragment | null;
  choose: (offer: OfferFragment | null) => void;
  move: (offer: OfferFragment) => void;
  refused: Refusal | null;
  others: readonly SeriesRefused[];
  line: ReactNode;
  isBusy: boolean;
}

/** Keep what was chosen, and ask for it: of one booking, or of several of its series. */
function useMoving({ booking, series, first = null, done, changed }: MoveProps, who: string, scope: Scope): Moving {
  const { clinic } = useDesk();
  const [chosen, setChosen] = useState<OfferFragment | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(first);
  const [others, setOthers] = useState<readonly SeriesRefused[]>([]);
  const [key, setKey] = useState(newKey);
  const { line, attempt, isBusy } = useSaying();
  const begin = (offer: OfferFragment | null): void => {
    setChosen(offer);
    setRefused(null);
    setOthers([]);
    setKey(newKey()); // another time is another request
  };
  const whom = who === ANYBODY ? { withWhom: "ANYBODY" as const } : { practitionerId: who };
  async function one(offer: OfferFragment): Promise<void> {
    const input = { bookingId: booking.id, startsAt: offer.startsAt, version: booking.version, orOnRequest: offer.isOnRequest, ...whom };
    const problem = refusalIn(await change(Moved, { input, key }));
    if (!problem) return done(offer.isOnRequest ? say("Asked for. It stays where it is until somebody confirms the new time.") : movedTo(offer, clinic.timeZone));
    setRefused(problem);
    if (problem.code === "STALE") await changed();
    return undefined;
  }
  async function several(offer: OfferFragment, which: SeriesScope): Promise<void> {
    const person = who === booking.practitioner?.id ? {} : whom;
    const input = { bookingId: booking.id, startsAt: offer.startsAt, scope: which, seen: seenOf(series, booking, which), ...person };
    const answer = await change(SeriesMoved, { input, key });
    const [problem] = answer.userErrors;
    if (!problem) return done(movedTo(offer, clinic.timeZone));
    setOthers(answer.refusals ?? []);
    if (answer.refusals?.some((refused) => refused.code === "STALE")) await changed();
    throw new Refused(problem.code, problem.message);
  }
  const move = (offer: OfferFragment): void => {
    setRefused(null);
    void attempt(() => (scope === "ONE" ? one(offer) : several(offer, scope)), refusals());
  };
  return { chosen, choose: begin, move, refused, others, line, isBusy };
}

export function Move(props: MoveProps): ReactNode {
  const { booking, cancel } = props;
  const { clinic } = useDesk();
  const [who, setWho] = useState(booking.practitioner?.id ?? ANYBODY);
  const [scope, setScope] = useState<Scope>("ONE");
  const { chosen, choose, move, refused, others, line, isBusy } = useMoving(props, who, scope);
  const isAnybody = who === ANYBODY;
  const wanted = {
    service: booking.service?.id ?? "",
    with: isAnybody ? null : who,
    at: isAnybody ? (booking.location?.id ?? null) : null, // to anybody it moves where it is
    minutes: null,
    moving: booking.id,
  };
  const take = (offer: OfferFragment): void => {
    choose(offer);
    if (!isAnybody && offer.practitioner) setWho(offer.practitioner.id);
  };
  return (
    <section className="part move" aria-label={say("Move the appointment")}>
      <h3>{say("Move the appointment")}</h3>
      <WithWhom booking={booking} who={who} setWho={(next) => { setWho(next); choose(null); }} />
      {booking.series && <ScopeChoice scope={scope} setScope={(next) => { setScope(next); choose(chosen); }} />}
      <Free key={who} wanted={wanted} from={dateOf(booking.startsAt, clinic.timeZone)} chosen={chosen} choose={choose} />
      {refused && <NotToBeHad refusal={refused} take={take} isBusy={isBusy} />}
      {line}
      <SeriesRefusals refused={others} />
      <p className="deeds">
        <button type="button" className="primary" disabled={!chosen || isBusy} onClick={() => chosen && move(chosen)}>
          {chosen ? say("Move to {when}", { when: dayAndTime(chosen.startsAt, clinic.timeZone) }) : say("Choose a time")}
        </button>
        <button type="button" onClick={cancel}>
          {say("Leave it")}
        </button>
      </p>
      <p className="faint">{say("The patient is told of the new time by message. Where none can be sent, a task asks somebody to call.")}</p>
    </section>
  );
}

const movedTo = (offer: OfferFragment, zone: string): string => say("Moved to {when}.", { when: dayAndTime(offer.startsAt, zone) });

function WithWhom({ booking, who, setWho }: { booking: Booking; who: string; setWho: (who: string) => void }): ReactNode {
  const people = useDesk().practitioners.filter((one) => one.isActive || one.id === booking.practitioner?.id);
  return (
    <label>
      {say("With")}
      <select value={who} onChange={(event) => setWho(event.target.value)}>
        <option value={ANYBODY}>{say("Whoever is free")}</option>
        {people.map((one) => (
          <option key={one.id} value={one.id}>
            {one.fullName}
          </option>
        ))}
      </select>
    </label>
  );
}
