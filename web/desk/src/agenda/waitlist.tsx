// Who waits for a time: whose turn it is first, what would suit, and what is kept for them at the moment.
import { useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { useChanges } from "../graph/changes.js";
import { accepted, change, newKey } from "../graph/client.js";
import type { OfferFragment, WaitingQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dayAndTime, time, today } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { refusal, useSaying, type Saying } from "../shell/said.js";
import { Await } from "./await.js";
import { Drawer } from "./drawer.js";
import { dialled } from "./facts.js";
import { Free } from "./free.js";
import { NotToBeHad, refusalIn, type Refusal } from "./refused.js";
import { refusals } from "./texts.js";
import { OfferDeclined, OfferMade, OfferTaken, Waiting, WaitingEnded, WaitlistTold } from "./waitlist-documents.js";
import { wishOf } from "./wish.js";

export type Entry = NonNullable<WaitingQuery["waitlist"]>["nodes"][number];

export function Waitlist({ close }: { close: () => void }): ReactNode {
  const { clinic, may } = useDesk();
  const [isAdding, setAdding] = useState(false);
  const { data, problem, refresh, reread } = useAnswer(Waiting, { clinic: clinic.id });
  useChanges(WaitlistTold, { clinic: clinic.id }, refresh);
  const saying = useSaying();
  const entries = data?.waitlist?.nodes ?? [];
  return (
    <Drawer name={say("Waitlist")} title={<h2>{say("Waitlist")}</h2>} close={close}>
      {problem && <p className="said problem">{refusal(problem)}</p>}
      {saying.line}
      {isAdding && (
        <Await
          refresh={refresh}
          done={(text) => {
            setAdding(false);
            saying.said(text);
            refresh();
          }}
          cancel={() => setAdding(false)}
        />
      )}
      {!isAdding && may("booking:write") && may("patient:read") && (
        <p className="deeds">
          <button type="button" onClick={() => setAdding(true)}>
            {say("Put somebody on the list")}
          </button>
        </p>
      )}
      {data && entries.length === 0 && <p className="empty">{say("Nobody waits for a time.")}</p>}
      <ol className="waiting">
        {entries.map((one) => (
          <Waiter key={one.id} entry={one} saying={saying} changed={reread} />
        ))}
      </ol>
    </Drawer>
  );
}

interface WaiterProps {
  entry: Entry;
  saying: Saying;
  /** Read the list again after a change of one's own, which is not over before that: the next would answer what is answered. */
  changed: () => Promise<void>;
}

function Waiter({ entry, saying, changed }: WaiterProps): ReactNode {
  const { clinic, may } = useDesk();
  const [isOffering, setOffering] = useState(false);
  const { patient, service, practitioner, offer } = entry;
  return (
    <li className="part">
      <p>
        <b>{patient?.name ?? patient?.phone ?? say("Somebody")}</b> <span className="faint">{patient?.phone && dialled(patient.phone)}</span>
      </p>
      <p>{[service?.title, practitioner?.fullName ?? say("with anybody"), ...wishOf(entry, clinic.timeZone)].filter(Boolean).join(" · ")}</p>
      <p className="faint">{say("Waits since {when}", { when: dayAndTime(entry.since, clinic.timeZone) })}</p>
      {offer && (
        <p className="warning">
          {say("{when} is kept until {until}.", { when: dayAndTime(offer.startsAt, clinic.timeZone), until: time(offer.offeredUntil, clinic.timeZone) })}{" "}
          {offer.needsCall && say("No message reaches them: please call.")}
        </p>
      )}
      {may("booking:write") && !isOffering && <Answers entry={entry} saying={saying} changed={changed} begin={() => setOffering(true)} />}
      {isOffering && (
        <MakeOffer
          entry={entry}
          done={(text) => {
            setOffering(false);
            saying.said(text);
            void changed();
          }}
          cancel={() => setOffering(false)}
        />
      )}
    </li>
  );
}

function Answers({ entry, saying: { attempt, said, isBusy }, changed, begin }: WaiterProps & { begin: () => void }): ReactNode {
  const [key] = useState(newKey);
  const go = (work: () => Promise<unknown>, text: string): void =>
    void attempt(() => work().finally(changed), waitingRefusals()).then((isDone) => isDone && said(text));
  const take = async (): Promise<unknown> => accepted(await change(OfferTaken, { id: entry.id, key }));
  const decline = async (): Promise<unknown> => accepted(await change(OfferDeclined, { id: entry.id }));
  const remove = async (): Promise<unknown> => accepted(await change(WaitingEnded, { id: entry.id }));
  return (
    <p className="deeds">
      {entry.offer ? (
        <>
          <button type="button" className="primary" disabled={isBusy} onClick={() => go(take, say("Booked."))}>
            {say("They take it")}
          </button>
          <button type="button" disabled={isBusy} onClick={() => go(decline, say("Passed on; they keep their place."))}>
            {say("They do not")}
          </button>
        </>
      ) : (
        <button type="button" disabled={isBusy} onClick={begin}>
          {say("Offer a time…")}
        </button>
      )}
      <button type="button" className="danger" disabled={isBusy} onClick={() => go(remove, say("Taken off the list."))}>
        {say("Take off")}
      </button>
    </p>
  );
}

const waitingRefusals = (): Readonly<Record<string, string>> => ({
  ...refusals(),
  OFFER_OVER: say("The offer is over; they keep their place."),
  NOT_WAITING: say("They wait no longer, or have an offer to answer."),
  ALREADY_OFFERED: say("They were offered that time before, or have another offer."),
});

interface MakeOfferProps {
  entry: Entry;
  done: (text: string) => void;
  cancel: () => void;
}

function MakeOffer({ entry, done, cancel }: MakeOfferProps): ReactNode {
  const { clinic } = useDesk();
  const [chosen, setChosen] = useState<OfferFragment | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const { line, attempt, isBusy } = useSaying();
  const wanted = {
    service: entry.service?.id ?? "",
    with: entry.practitioner?.id ?? null,
    at: entry.location?.id ?? null,
    minutes: entry.durationMinutes ?? null,
    moving: null,
  };
  const choose = (offer: OfferFragment | null): void => {
    setChosen(offer);
    setRefused(null);
  };
  const make = (offer: OfferFragment): void =>
    void attempt(async () => {
      const input = { entryId: entry.id, startsAt: offer.startsAt, practitionerId: offer.practitioner?.id ?? null };
      const problem = refusalIn(await change(OfferMade, { input }));
      if (!problem) return done(say("Offered: the time is kept for them. If no message reaches them, it says so here."));
      return setRefused({ ...problem, message: waitingRefusals()[problem.code] ?? problem.message });
    });
  return (
    <>
      <Free wanted={wanted} from={today(clinic.timeZone)} chosen={chosen} choose={choose} />
      {refused && <NotToBeHad refusal={refused} take={choose} isBusy={isBusy} />}
      {line}
      <p className="deeds">
        <button type="button" className="primary" disabled={!chosen || isBusy} onClick={() => chosen && make(chosen)}>
          {chosen ? say("Offer {when}", { when: dayAndTime(chosen.startsAt, clinic.timeZone) }) : say("Choose a time")}
        </button>
        <button type="button" onClick={cancel}>
          {say("Back")}
        </button>
      </p>
    </>
  );
}
