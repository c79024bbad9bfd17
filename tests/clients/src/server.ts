// The running server, as scripts/ci_clients.py started it, and what every client does before and after its part.
import assert from "node:assert/strict";
import { WebSocket } from "ws";

interface Server {
  api: string;
  token: string;
  clinic: string;
  patient: string;
  partnerKey: string;
  service: string;
}

export const server: Server = JSON.parse(process.env["CHATBOOKR_CLIENTS"] ?? "null");
assert.ok(server, "run scripts/ci_clients.py: it starts a server, and says where");

export const endpoint = `${server.api}/graphql`;
export const socketEndpoint = endpoint.replace(/^http/, "ws");
export const authorization = `Bearer ${server.token}`;
export const headers = { authorization };
export const webSocketImpl = WebSocket;

const DAY_MS = 24 * 60 * 60 * 1000;
const STARTS_AN_HOUR = 4;

interface Answer<Data> {
  data?: Data;
  errors?: { message: string; extensions: { code: string } }[];
}

/** Ask without any client. */
export async function ask<Data>(query: string, variables: Record<string, unknown>): Promise<Data> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", accept: "application/graphql-response+json" },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as Answer<Data>;
  assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
  assert.ok(answer.data);
  return answer.data;
}

export interface BookingInput {
  serviceId: string;
  practitionerId: string;
  startsAt: string;
  patientId: string;
}

/** Choose a time of this client's own, an hour from any other's, so that clients can be tried at once. */
export async function timeFor(place: number): Promise<BookingInput> {
  const from = new Date(Date.now() + 2 * DAY_MS);
  const { availableSlots } = await ask<{ availableSlots: { startsAt: string; practitioner: { id: string } }[] }>(
    `query ($clinic: ID!, $service: ID!, $from: DateTime!, $to: DateTime!) {
       availableSlots(clinicId: $clinic, serviceId: $service, from: $from, to: $to) { startsAt practitioner { id } }
     }`,
    { clinic: server.clinic, service: server.service, from, to: new Date(from.getTime() + 28 * DAY_MS) },
  );
  const start = [...new Set(availableSlots.map((slot) => slot.startsAt))].sort()[place * STARTS_AN_HOUR];
  const slot = availableSlots.find((one) => one.startsAt === start);
  assert.ok(slot, "there are times");
  const { startsAt, practitioner } = slot;
  return { serviceId: server.service, practitionerId: practitioner.id, startsAt, patientId: server.patient };
}

/** Book and cancel without any client. */
async function stir(input: BookingInput): Promise<void> {
  const made = await ask<{ bookingCreate: { booking: { id: string; version: number } | null } }>(
    "mutation ($input: BookingCreateInput!) { bookingCreate(input: $input) { booking { id version } } }",
    { input },
  );
  const { booking } = made.bookingCreate;
  assert.ok(booking);
  await ask("mutation ($input: BookingCancelInput!) { bookingCancel(input: $input) { booking { status } } }", {
    input: { bookingId: booking.id, version: booking.version },
  });
}

export interface Listener<Data> {
  next: (data: Data | null | undefined) => void;
  error: (problem: unknown) => void;
}

interface Told {
  bookingChanged?: { booking?: { startsAt: string; reference: string } | null } | null;
}

/** Subscribe, have a booking made at a time of this client's own, and wait until the client is told of it. */
export async function isTold(place: number, subscribe: (listener: Listener<Told>) => () => void): Promise<void> {
  const input = await timeFor(place);
  const start = Date.parse(input.startsAt);
  await new Promise<void>((resolve, reject) => {
    let unsubscribe = () => {};
    const end = (problem?: unknown) => {
      clearTimeout(late);
      unsubscribe();
      problem === undefined ? resolve() : reject(problem);
    };
    const late = setTimeout(() => end(new Error("nothing was told within 15 s")), 15_000);
    unsubscribe = subscribe({
      next: (data) => Date.parse(data?.bookingChanged?.booking?.startsAt ?? "") === start && end(),
      error: end,
    });
    // nothing says when a subscription has begun: wait a moment before causing what it shall tell
    setTimeout(() => stir(input).catch(end), 500);
  });
}
