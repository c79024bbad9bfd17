// A partner's program with types of its own surface: what it may not have, and what goes wrong, is in the types too.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { BookOnce, Own, Times } from "./partner/documents.js";
import { type TypedDocumentString, BookingCreateErrorCode } from "./partner/gql/graphql.js";
import { server } from "./server.js";

const DAY_MS = 24 * 60 * 60 * 1000;

interface Answer<Data> {
  data?: Data;
  errors?: { extensions: { code: string; coordinate?: string } }[];
}

async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  ...[variables]: Variables extends Record<string, never> ? [] : [Variables]
): Promise<Answer<Data>> {
  const response = await fetch(`${server.api}/partner/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.partnerKey}`, "content-type": "application/json" },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  return (await response.json()) as Answer<Data>;
}

test("a partner's typed program books once, and meets what is taken as an outcome", async () => {
  const own = (await ask(Own)).data?.key;
  const service = own?.clinic?.services?.nodes[0];
  const clinic = own?.clinic?.id;
  assert.ok(clinic && service);
  const from = Date.now() + 21 * DAY_MS; // no other client books so late
  const days = { from: new Date(from).toISOString(), to: new Date(from + 7 * DAY_MS).toISOString() };
  const slot = (await ask(Times, { clinic, service: service.id, ...days })).data?.availableSlots?.at(-1);
  assert.ok(slot?.practitioner);
  const input = {
    serviceId: service.id,
    practitionerId: slot.practitioner.id,
    startsAt: slot.startsAt,
    patientId: server.patient,
  };
  const key = randomUUID();

  const booked = await ask(BookOnce, { input, key });
  const again = await ask(BookOnce, { input, key });
  const taken = await ask(BookOnce, { input, key: randomUUID() });

  const { booking, userErrors } = booked.data?.bookingCreate ?? {};
  assert.deepEqual(userErrors, []);
  assert.equal(booking?.startsAt, slot.startsAt);
  assert.equal(booking?.patient?.name, null); // patient.contact:read is not among the key's scopes
  assert.deepEqual(booked.errors?.map((one) => one.extensions.coordinate), ["Patient.name"]);
  assert.equal(again.data?.bookingCreate?.booking?.id, booking?.id);
  assert.deepEqual(taken.data?.bookingCreate?.userErrors.map((one) => one.code), [BookingCreateErrorCode.SlotTaken]);
});
