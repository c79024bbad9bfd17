// A partner's program: lists a clinic's free times, and books one of them once, however often it has to ask.
// CHATBOOKR_API is the address of the partners' surface (https://…/partner/graphql), CHATBOOKR_KEY the key.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

const api = process.env["CHATBOOKR_API"] ?? "";
const key = process.env["CHATBOOKR_KEY"] ?? "";
const TRIES = 6;
const COME_AGAIN = new Set(["RATE_LIMITED", "INTERNAL_SERVER_ERROR"]); // what may go well the next time
const DAY_MS = 24 * 60 * 60 * 1000;

interface Service {
  id: string;
  title: string;
  isActive: boolean;
}

interface Slot {
  startsAt: string;
  timeZone: string;
  isOnRequest: boolean;
  practitioner: { id: string; fullName: string };
}

interface Booking {
  id: string;
  reference: string;
  startsAt: string;
  status: string;
}

interface UserError {
  code: string;
  message: string;
  field: string[] | null;
}

interface Answer<Data> {
  data?: Data;
  errors?: { message: string; extensions: { code: string } }[];
}

/** The API said no; `codes` say why to a program. */
class Refused extends Error {
  constructor(
    readonly codes: string[],
    message: string,
  ) {
    super(`${codes.join(", ")}: ${message}`);
  }
}

/**
 * Ask, and ask again where that may help.
 * Only what may be done twice may be asked twice: queries, and mutations under an idempotency key.
 */
async function ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
  for (let attempt = 1; ; attempt += 1) {
    let response: Response;
    try {
      response = await fetch(api, {
        method: "POST",
        headers: {
          authorization: `Bearer ${key}`,
          accept: "application/graphql-response+json",
          "content-type": "application/json",
        },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(20_000),
      });
    } catch (problem) {
      if (attempt === TRIES) throw problem;
      await sleep(2 ** attempt * 100);
      continue;
    }
    const { data, errors = [] } = (await response.json()) as Answer<Data>;
    if (errors.length === 0 && data !== undefined) return data;
    const codes = errors.map((error) => error.extensions.code);
    if (attempt === TRIES || !codes.some((code) => COME_AGAIN.has(code))) {
      throw new Refused(codes, errors.map((error) => error.message).join("; "));
    }
    await sleep(Number(response.headers.get("retry-after") ?? 2 ** attempt / 10) * 1000);
  }
}

const OFFER = `query Offer { key { clinic { id name services(first: 20) { nodes { id title isActive } } } } }`;
const SLOTS = `
  query Slots($clinic: ID!, $service: ID!, $from: DateTime!, $to: DateTime!) {
    availableSlots(clinicId: $clinic, serviceId: $service, from: $from, to: $to) {
      startsAt timeZone isOnRequest practitioner { id fullName }
    }
  }`;
const PATIENTS = `query Patients($clinic: ID!) { patients(clinicId: $clinic, first: 1) { nodes { id } } }`;
const BOOK = `
  mutation Book($key: String!, $input: BookingCreateInput!) {
    bookingCreate(input: $input) @idempotent(key: $key) {
      booking { id reference startsAt status }
      userErrors { code message field }
    }
  }`;

/** Book once: asked again under the same key, it is answered again. Throws Refused, as for a time just taken. */
async function book(input: Record<string, string | boolean>, idempotencyKey: string): Promise<Booking> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const { bookingCreate } = await ask<{ bookingCreate: { booking: Booking | null; userErrors: UserError[] } }>(BOOK, {
      input,
      key: idempotencyKey,
    });
    const { booking, userErrors } = bookingCreate;
    if (booking) return booking;
    const codes = userErrors.map((error) => error.code);
    if (!codes.includes("IDEMPOTENCY_IN_PROGRESS")) {
      throw new Refused(codes, userErrors.map((error) => error.message).join("; "));
    }
    await sleep(1000); // an earlier try of ours is still being worked on
  }
  throw new Error("an earlier try is still under way");
}

const { key: opened } = await ask<{
  key: { clinic: { id: string; name: string; services: { nodes: Service[] } } };
}>(OFFER);
const { clinic } = opened;
const service = clinic.services.nodes.find((one) => one.isActive);
if (!service) throw new Error(`${clinic.name} offers nothing`);
const from = new Date();
const { availableSlots } = await ask<{ availableSlots: Slot[] }>(SLOTS, {
  clinic: clinic.id,
  service: service.id,
  from,
  to: new Date(from.getTime() + 14 * DAY_MS),
});

if (process.argv[2] === "slots") {
  for (const { startsAt, timeZone, isOnRequest, practitioner } of availableSlots.slice(0, 10)) {
    console.log(startsAt, timeZone, practitioner.fullName, ...(isOnRequest ? ["on request"] : []));
  }
} else if (process.argv[2] === "book") {
  const { patients } = await ask<{ patients: { nodes: { id: string }[] } }>(PATIENTS, { clinic: clinic.id });
  const [slot] = availableSlots;
  const [patient] = patients.nodes;
  if (!slot || !patient) throw new Error("there is no free time, or nobody to book it for: has a patient written to the clinic?");
  const wish = {
    serviceId: service.id,
    practitionerId: slot.practitioner.id,
    startsAt: slot.startsAt,
    patientId: patient.id,
    orOnRequest: slot.isOnRequest, // whoever chose it was shown that the practice confirms it
  };
  const idempotencyKey = randomUUID(); // keep it with the wish, so that a restart asks again under the same
  const booking = await book(wish, idempotencyKey);
  const again = await book(wish, idempotencyKey);
  if (again.id !== booking.id) throw new Error("that was booked twice");
  const done = booking.status === "REQUESTED" ? "Asked for" : "Booked";
  console.log(`${done} ${service.title} at ${booking.startsAt}, reference ${booking.reference}`);
} else {
  console.error("usage: node partner.js slots|book");
  process.exitCode = 2;
}
