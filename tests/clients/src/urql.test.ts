// urql: its document cache, Graphcache with nothing configured but the schema's own ids, GraphQL over SSE by fetch.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type ClientOptions, type Exchange, Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { createClient } from "graphql-ws";
import { Book, BookingById, BookingChanged, Cancel, Channels, Services } from "./documents.js";
import { authorization, endpoint, headers, isTold, server, socketEndpoint, timeFor, webSocketImpl } from "./server.js";

function urql(exchanges: Exchange[] = [], options: Partial<ClientOptions> = {}): Client {
  return new Client({
    url: endpoint,
    fetchOptions: { headers },
    preferGetMethod: false,
    exchanges: [cacheExchange({}), ...exchanges, fetchExchange],
    ...options,
  });
}

test("urql pages through a connection", async () => {
  const client = urql();
  const variables = { clinic: server.clinic, first: 2 };

  const page = (await client.query(Services, variables).toPromise()).data?.clinic?.services;
  const last = await client.query(Services, { ...variables, after: page?.pageInfo.endCursor ?? null }).toPromise();

  assert.equal(page?.edges.length, 2);
  assert.equal(page?.pageInfo.hasNextPage, true);
  assert.deepEqual(last.data?.clinic?.services?.edges.map((edge) => edge.node.title), ["Physiotherapy session"]);
});

test("urql asks by GET too", async () => {
  const client = urql();

  const answer = await client.query(Services, { clinic: server.clinic, first: 1 }, { preferGetMethod: "force" });

  assert.equal(answer.error, undefined);
  assert.equal(answer.data?.clinic?.services?.edges.length, 1);
});

test("urql's normalised cache sees what a mutation answers, by id alone", async () => {
  const client = urql();
  const made = await client.mutation(Book, { input: await timeFor(3) }).toPromise();
  const booking = made.data?.bookingCreate?.booking;
  assert.ok(booking, JSON.stringify(made.data));
  await client.query(BookingById, { id: booking.id }).toPromise();

  const input = { bookingId: booking.id, version: booking.version };
  await client.mutation(Cancel, { input }).toPromise();

  const seen = client.readQuery(BookingById, { id: booking.id }, { requestPolicy: "cache-only" });
  assert.deepEqual(seen?.data?.node, { id: booking.id, status: "CANCELLED", version: booking.version + 1 });
});

test("urql hands on a mutation's userErrors as data", async () => {
  const input = { ...(await timeFor(3)), startsAt: "2020-01-01T03:00:00Z" };

  const { data, error } = await urql().mutation(Book, { input }).toPromise();

  assert.equal(error, undefined);
  assert.deepEqual(data?.bookingCreate?.userErrors.map((one) => one.code), ["SLOT_NOT_OFFERED"]);
});

test("urql tells a refused field's code, and keeps what was not refused", async () => {
  const { data, error } = await urql().query(Channels, { clinic: server.clinic }).toPromise();

  assert.deepEqual(error?.graphQLErrors.map((one) => one.extensions["code"]), ["FORBIDDEN"]);
  assert.equal(data?.deadJobs, null);
  assert.equal(data?.channels?.nodes?.length, 1);
});

function tells(client: Client, place: number): Promise<void> {
  return isTold(place, ({ next, error }) => {
    const told = client.subscription(BookingChanged, { clinic: server.clinic });
    const { unsubscribe } = told.subscribe((result) => (result.error ? error(result.error) : next(result.data)));
    return unsubscribe;
  });
}

test("urql subscribes over graphql-transport-ws", async () => {
  const socket = createClient({ url: socketEndpoint, webSocketImpl, connectionParams: { authorization } });
  const forwarding = subscriptionExchange({
    forwardSubscription: (request) => ({
      subscribe: (sink) => ({ unsubscribe: socket.subscribe({ ...request, query: request.query ?? "" }, sink) }),
    }),
  });
  await tells(urql([forwarding]), 4);
  await socket.dispose();
});

/** urql aborts the stream it leaves, and lets nobody catch that: what was aborted ends here like what is over. */
async function endingFetch(address: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(address, init);
  const reader = response.body?.getReader();
  const body = new ReadableStream({
    async pull(stream) {
      const part = await reader?.read().catch(() => undefined);
      part?.value ? stream.enqueue(part.value) : stream.close();
    },
  });
  return new Response(body, response);
}

test("urql subscribes over SSE, by fetch alone", async () => {
  await tells(urql([], { fetchSubscriptions: true, fetch: endingFetch }), 5);
});
