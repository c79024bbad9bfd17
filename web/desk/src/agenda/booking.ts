// Asking for a new booking, or for a series of them, once: what was chosen, what was refused, and the request's own key.
import type { TypedDocumentNode } from "@urql/core";
import { useState, type ReactNode } from "react";
import { Refused } from "../graph/client.js";
import { useOnce, type Once } from "../graph/once.js";
import type { OfferFragment } from "../gql/graphql.js";
import { say, sayCount } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { useSaying } from "../shell/said.js";
import { Booked } from "./booking-documents.js";
import type { Patient } from "./patient.js";
import { ruleOf, type Rhythm, type Series } from "./recurring.js";
import { SeriesBooked } from "./recurring-documents.js";
import { refusalIn, type Refusal } from "./refused.js";
import type { SeriesRefused } from "./series.js";
import { refusals } from "./texts.js";
import type { Choices } from "./what.js";

export type Done = (id: string, startsAt: string, text: string) => void;

export interface Asking {
  chosen: OfferFragment | null;
  choose: (offer: OfferFragment | null) => void;
  /** Ask for it; a reason puts it there whatever else is there. */
  book: (offer: OfferFragment, overbookReason: string | null) => void;
  /** Ask for all of a series that begins at a time. */
  bookAll: (offer: OfferFragment, rhythm: Rhythm, series: Series) => void;
  refused: Refusal | null;
  others: readonly SeriesRefused[];
  line: ReactNode;
  isBusy: boolean;
}

export function useAsking(choices: Choices, patient: Patient | null, notes: string, done: Done): Asking {
  const { clinic } = useDesk();
  const [chosen, setChosen] = useState<OfferFragment | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [others, setOthers] = useState<readonly SeriesRefused[]>([]);
  const [one, all] = [useOnce(Booked), useOnce(SeriesBooked)];
  const { line, attempt, isBusy } = useSaying();
  const choose = (offer: OfferFragment | null): void => {
    setChosen(offer);
    setRefused(null);
    setOthers([]);
  };
  async function ask(offer: OfferFragment, reason: string | null): Promise<void> {
    const common = commonOf(choices, patient, notes, offer);
    if (common) setRefused(await askForOne(one, { common, done, zone: clinic.timeZone }, offer, reason));
  }
  async function askAll(offer: OfferFragment, rhythm: Rhythm, series: Series): Promise<void> {
    const common = commonOf(choices, patient, notes, offer);
    if (common) await askForAll(all, { common, done, zone: clinic.timeZone }, rhythm, series, setOthers);
  }
  return {
    chosen,
    choose,
    book: (offer, reason) => void attempt(() => ask(offer, reason)),
    bookAll: (offer, rhythm, series) => void attempt(() => askAll(offer, rhythm, series), refusals()),
    refused,
    others,
    line,
    isBusy,
  };
}

interface Request {
  common: NonNullable<ReturnType<typeof commonOf>>;
  done: Done;
  zone: string;
}

type OnceOf<Document> = Document extends TypedDocumentNode<infer Data extends object, infer Variables extends { key: string }> ? Once<Data, Variables> : never;

const afterAll = (startsAt: string, zone: string): string =>
  say("What you sent before that went through after all: {when}. What you changed since was not sent.", { when: dayAndTime(startsAt, zone) });

/** Ask for one booking; why it is not to be had, or null once it is done. */
async function askForOne(once: OnceOf<typeof Booked>, { common, done, zone }: Request, offer: OfferFragment, overbookReason: string | null): Promise<Refusal | null> {
  const input = { ...common, orOnRequest: offer.isOnRequest, ...(overbookReason ? { overbookReason } : {}) };
  const answer = await once.ask({ input }, ({ booking }) => booking && done(booking.id, booking.startsAt, afterAll(booking.startsAt, zone)));
  const problem = refusalIn(answer);
  if (problem) return problem;
  const { id, startsAt, status } = answer.booking!;
  const when = dayAndTime(startsAt, zone);
  done(id, startsAt, status === "REQUESTED" ? say("Asked for: {when}.", { when }) : say("Booked: {when}.", { when }));
  return null;
}

/** Ask for a series; `lacking` hears which dates were not made. Throws Refused where nothing was booked. */
async function askForAll(
  once: OnceOf<typeof SeriesBooked>,
  { common, done, zone }: Request,
  rhythm: Rhythm,
  { occurrences, instead, leavesOut }: Series,
  lacking: (refused: readonly SeriesRefused[]) => void,
): Promise<void> {
  const replacements = occurrences.flatMap(({ ordinal, startsAt }) => {
    const other = instead.get(ordinal);
    return other ? [{ insteadOf: startsAt, startsAt: other.startsAt }] : [];
  });
  const input = { ...common, recurrence: ruleOf(rhythm), replacements, ifNotFree: leavesOut ? ("SKIP" as const) : ("REFUSE_ALL" as const) };
  const answer = await once.ask({ input }, (earlier) => {
    const [first] = earlier.bookings ?? [];
    if (first) done(first.id, first.startsAt, afterAll(first.startsAt, zone));
  });
  lacking(answer.refusals ?? []);
  const [problem] = answer.userErrors;
  if (problem) throw new Refused(problem.code, problem.message);
  const bookings = answer.bookings ?? [];
  if (bookings[0]) done(bookings[0].id, bookings[0].startsAt, sayCount(bookings.length, "Booked: {count} appointment.", "Booked: {count} appointments."));
}

function commonOf({ service, who, place, minutes }: Choices, patient: Patient | null, notes: string, offer: OfferFragment) {
  if (!service || !patient) return null;
  return {
    serviceId: service.id,
    startsAt: offer.startsAt,
    patientId: patient.id,
    practitionerId: who,
    locationId: place ?? (who ? (offer.location?.id ?? null) : null),
    durationMinutes: minutes,
    ...(notes.trim() ? { notes: notes.trim() } : {}),
  };
}
