// graphql-sse in its "distinct connections" mode, which is how it comes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { print } from "graphql";
import { createClient, type Client } from "graphql-sse";
import { Book, BookingChanged, Channels, Services } from "./documents.js";
import { endpoint, headers, isTold, server, timeFor } from "./server.js";

const clinic = server.clinic;
const client = createClient({ url: endpoint, headers, retryAttempts: 0 });

async function answer(from: Client, query: string, variables: Record<string, unknown>) {
  const { value } = await from.iterate<Record<string, any>>({ query, variables }).next();
  assert.ok(value);
  return value;
}

test("graphql-sse asks, changes and is refused", async () => {
  const page = await answer(client, print(Services), { clinic, first: 2 });
  const after = page.data?.["clinic"].services.pageInfo.endCursor;
  const rest = await answer(client, print(Services), { clinic, first: 2, after });
  const startsAt = "2020-01-01T03:00:00Z";
  const refused = await answer(client, print(Book), { input: { ...(await timeFor(7)), startsAt } });
  const denied = await answer(client, print(Channels), { clinic });

  assert.equal(rest.data?.["clinic"].services.edges.length, 1);
  assert.equal(refused.data?.["bookingCreate"].userErrors[0].code, "SLOT_NOT_OFFERED");
  assert.equal(denied.errors?.[0]?.extensions?.["code"], "FORBIDDEN");
});

test("graphql-sse is told of a change", () =>
  isTold(7, ({ next, error }) =>
    client.subscribe<any>(
      { query: print(BookingChanged), variables: { clinic } },
      { next: ({ data, errors }) => (errors ? error(errors) : next(data)), error, complete: () => undefined },
    ),
  ));

test("graphql-sse reads why it is not let in", async () => {
  const nobody = createClient({ url: endpoint, headers: { authorization: "Bearer nobody's" }, retryAttempts: 0 });

  await assert.rejects(answer(nobody, "subscription { bookingChanged(clinicId: \"x\") { booking { id } } }", {}));
});
