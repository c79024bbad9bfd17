// Apollo Client 4: typed documents, its cache as it comes, subscriptions over graphql-transport-ws and over SSE.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  HttpLink,
  InMemoryCache,
  Observable,
  type OperationVariables,
  type TypedDocumentNode,
} from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { print } from "graphql";
import { createClient as createSseClient, type Client as SseClient } from "graphql-sse";
import { createClient } from "graphql-ws";
import { Book, BookingById, BookingChanged, Cancel, Channels, ServiceById, Services } from "./documents.js";
import { authorization, endpoint, headers, isTold, server, socketEndpoint, timeFor, webSocketImpl } from "./server.js";

const http = new HttpLink({ uri: endpoint, headers });

function apollo(link: ApolloLink = http): ApolloClient {
  return new ApolloClient({ link, cache: new InMemoryCache({ possibleTypes: { Node: ["Booking", "Service"] } }) });
}

/** The link graphql-sse's documentation gives for Apollo. */
class SseLink extends ApolloLink {
  constructor(private readonly client: SseClient) {
    super();
  }

  override request(operation: ApolloLink.Operation): Observable<ApolloLink.Result> {
    const { operationName, variables, extensions } = operation;
    return new Observable((sink) =>
      this.client.subscribe(
        { query: print(operation.query), operationName, variables, extensions },
        {
          next: (value) => sink.next(value as ApolloLink.Result),
          error: (problem) => sink.error(problem),
          complete: () => sink.complete(),
        },
      ),
    );
  }
}

test("Apollo pages through a connection, and finds a node in its cache that it has not asked for", async () => {
  const client = apollo();
  const variables = { clinic: server.clinic, first: 2 };

  const first = await client.query({ query: Services, variables });
  const page = first.data?.clinic?.services;
  const second = await client.query({ query: Services, variables: { ...variables, after: page?.pageInfo.endCursor } });

  const titles = [page, second.data?.clinic?.services].map((one) => one?.edges.map((edge) => edge.node.title));
  assert.deepEqual(titles, [["Check-up", "First consultation"], ["Physiotherapy session"]]);
  const service = page?.edges[0]?.node;
  const id = client.cache.identify({ __typename: "Service", id: service?.id ?? "" });
  assert.deepEqual((client.cache.extract() as Record<string, unknown>)[id ?? ""], { __typename: "Service", ...service });
  assert.equal((await client.query({ query: ServiceById, variables: { id: service?.id ?? "" } })).data?.node?.id, service?.id);
});

test("Apollo's watched query sees what a mutation answers, by id alone", async () => {
  const client = apollo();
  const made = await client.mutate({ mutation: Book, variables: { input: await timeFor(0) } });
  const booking = made.data?.bookingCreate?.booking;
  assert.ok(booking);
  const variables = { id: booking.id };
  await client.query({ query: BookingById, variables });

  await client.mutate({ mutation: Cancel, variables: { input: { bookingId: booking.id, version: booking.version } } });

  const seen = client.cache.readQuery({ query: BookingById, variables });
  assert.deepEqual(seen?.node, { __typename: "Booking", id: booking.id, status: "CANCELLED", version: booking.version + 1 });
});

test("Apollo hands on a mutation's userErrors as data", async () => {
  const input = { ...(await timeFor(0)), notes: "a receptionist may not write notes" };

  const { data, error } = await apollo().mutate({ mutation: Book, variables: { input } });

  assert.equal(error, undefined);
  assert.equal(data?.bookingCreate?.booking, null);
  assert.deepEqual(
    data?.bookingCreate?.userErrors.map(({ code, field }) => ({ code, field })),
    [{ code: "FORBIDDEN_FIELD", field: ["input", "notes"] }],
  );
});

test("Apollo tells a refused field's code, and keeps what was not refused", async () => {
  const { data, error } = await apollo().query({
    query: Channels,
    variables: { clinic: server.clinic },
    errorPolicy: "all",
  });

  assert.ok(CombinedGraphQLErrors.is(error));
  assert.deepEqual(error.errors.map((one) => one.extensions?.["code"]), ["FORBIDDEN"]);
  assert.equal(data?.deadJobs, null);
  assert.equal(data?.channels?.nodes?.length, 1);
});

test("Apollo reads a request error's code under the media type of the specification", async () => {
  const wrong = apollo().query({
    query: Services as TypedDocumentNode<unknown, OperationVariables>,
    variables: { clinic: server.clinic, first: "many" },
  });

  await assert.rejects(wrong, (problem: unknown) => {
    assert.ok(CombinedGraphQLErrors.is(problem), String(problem));
    assert.ok(problem.errors[0]?.extensions?.["code"]);
    return true;
  });
});

async function tells(link: ApolloLink, place: number): Promise<void> {
  const client = apollo(link);
  await isTold(place, ({ next, error }) => {
    const told = client.subscribe({ query: BookingChanged, variables: { clinic: server.clinic } });
    const subscription = told.subscribe({ next: (result) => (result.error ? error(result.error) : next(result.data)), error });
    return () => subscription.unsubscribe();
  });
}

test("Apollo subscribes over graphql-transport-ws", async () => {
  const socket = createClient({ url: socketEndpoint, webSocketImpl, connectionParams: { authorization } });
  await tells(new GraphQLWsLink(socket), 1);
  await socket.dispose();
});

test("Apollo subscribes over SSE", async () => {
  await tells(new SseLink(createSseClient({ url: endpoint, headers })), 2);
});
