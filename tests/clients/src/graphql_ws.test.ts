// graphql-ws as it is: every kind of operation over one socket.
import assert from "node:assert/strict";
import { test } from "node:test";
import { print } from "graphql";
import { type Client, createClient } from "graphql-ws";
import { Book, BookingChanged, Channels, Services } from "./documents.js";
import { authorization, isTold, server, socketEndpoint, timeFor, webSocketImpl } from "./server.js";

const clinic = server.clinic;

async function over(use: (client: Client) => Promise<void>, connectionParams: Record<string, unknown>): Promise<void> {
  const client = createClient({ url: socketEndpoint, webSocketImpl, connectionParams, retryAttempts: 0 });
  try {
    await use(client);
  } finally {
    await client.dispose();
  }
}

async function answer(client: Client, query: string, variables: Record<string, unknown>) {
  const { value } = await client.iterate<Record<string, any>>({ query, variables }).next();
  assert.ok(value);
  return value;
}

test("graphql-ws asks, changes and is refused over one socket", () =>
  over(
    async (client) => {
      const page = await answer(client, print(Services), { clinic, first: 2 });
      const after = page.data?.["clinic"].services.pageInfo.endCursor;
      const rest = await answer(client, print(Services), { clinic, first: 2, after });
      const startsAt = "2020-01-01T03:00:00Z";
      const refused = await answer(client, print(Book), { input: { ...(await timeFor(6)), startsAt } });
      const denied = await answer(client, print(Channels), { clinic });

      assert.equal(rest.data?.["clinic"].services.edges.length, 1);
      assert.equal(refused.data?.["bookingCreate"].userErrors[0].code, "SLOT_NOT_OFFERED");
      assert.equal(denied.errors?.[0]?.extensions?.["code"], "FORBIDDEN");
    },
    { authorization },
  ));

test("graphql-ws is told of a change", () =>
  over(
    (client) =>
      isTold(6, ({ next, error }) =>
        client.subscribe<any>(
          { query: print(BookingChanged), variables: { clinic } },
          { next: ({ data, errors }) => (errors ? error(errors) : next(data)), error, complete: () => undefined },
        ),
      ),
    { authorization },
  ));

test("graphql-ws reads why it is not let in", () =>
  over(
    async (client) => {
      const asking = answer(client, "{ viewer { user { fullName } } }", {});

      await assert.rejects(asking, (closed: { code?: number }) => closed.code === 4403 || closed.code === 4401);
    },
    { authorization: "Bearer nobody's" },
  ));
