// Relay: what relay-compiler makes of the schema, and relay-runtime's store that reads and writes it; the server gets ids alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, type SubscribePayload } from "graphql-ws";
import relay, { type GraphQLResponse, type OperationType, type RequestParameters, type Variables } from "relay-runtime";
import BookMutation, { type documentsBookMutation } from "./relay/__generated__/documentsBookMutation.graphql.js";
import BookingChanged, {
  type documentsBookingChangedSubscription,
} from "./relay/__generated__/documentsBookingChangedSubscription.graphql.js";
import CancelMutation, { type documentsCancelMutation } from "./relay/__generated__/documentsCancelMutation.graphql.js";
import ForbiddenQuery, { type documentsForbiddenQuery } from "./relay/__generated__/documentsForbiddenQuery.graphql.js";
import ServiceFragment from "./relay/__generated__/documentsService.graphql.js";
import ServiceAgainQuery, {
  type documentsServiceAgainQuery,
} from "./relay/__generated__/documentsServiceAgainQuery.graphql.js";
import ServicesFragment, { type documentsServices$data } from "./relay/__generated__/documentsServices.graphql.js";
import ServicesPageQuery, {
  type documentsServicesPageQuery,
} from "./relay/__generated__/documentsServicesPageQuery.graphql.js";
import ServicesQuery, { type documentsServicesQuery } from "./relay/__generated__/documentsServicesQuery.graphql.js";
import { authorization, endpoint, headers, isTold, server, socketEndpoint, timeFor, webSocketImpl } from "./server.js";

const { commitMutation, createOperationDescriptor, Environment, getSingularSelector, Network, Observable } = relay;
const { RecordSource, requestSubscription, Store } = relay;

const clinic = server.clinic;
const socket = createClient({ url: socketEndpoint, webSocketImpl, connectionParams: { authorization }, lazyCloseTimeout: 0 });

/** The id under which relay-compiler has put the document into the manifest that the server knows. */
const documentIdOf = (request: RequestParameters) => `sha256:${request.id}`;

async function post(request: RequestParameters, variables: Variables): Promise<GraphQLResponse> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ documentId: documentIdOf(request), variables }),
  });
  return (await response.json()) as GraphQLResponse;
}

function environment() {
  const network = Network.create(post, (request, variables) =>
    Observable.create((sink) =>
      socket.subscribe(
        { query: "", documentId: documentIdOf(request), variables } as SubscribePayload, // graphql-ws insists on a query
        { next: (value) => sink.next(value as GraphQLResponse), error: sink.error, complete: sink.complete },
      ),
    ),
  );
  return new Environment({ network, store: new Store(new RecordSource()) });
}

type Store = ReturnType<typeof environment>;

async function asked<Operation extends OperationType>(
  store: Store,
  query: Parameters<typeof createOperationDescriptor>[0],
  variables: Operation["variables"],
): Promise<Operation["response"]> {
  const operation = createOperationDescriptor(query, variables);
  await store.execute({ operation }).toPromise();
  store.retain(operation);
  return store.lookup(operation.fragment).data as Operation["response"];
}

test("Relay reads a connection, page after page, into one list of its store", async () => {
  const store = environment();
  const seen = await asked<documentsServicesQuery>(store, ServicesQuery, { clinic, first: 2 });
  const selector = getSingularSelector(ServicesFragment, seen.clinic);
  assert.ok(selector);
  const titles = () =>
    (store.lookup(selector).data as documentsServices$data).services?.edges.map((edge) => edge.node.title);
  const before = titles();
  const end = (store.lookup(selector).data as unknown as { services: { pageInfo: { endCursor: string } } }).services;

  await asked<documentsServicesPageQuery>(store, ServicesPageQuery, { id: clinic, first: 2, after: end.pageInfo.endCursor });

  assert.deepEqual(before, ["Check-up", "First consultation"]);
  assert.deepEqual(titles(), ["Check-up", "First consultation", "Physiotherapy session"]);
});

test("Relay loads a node again by its id", async () => {
  const store = environment();

  const again = await asked<documentsServiceAgainQuery>(store, ServiceAgainQuery, { id: server.service });

  const selector = getSingularSelector(ServiceFragment, again.node);
  assert.ok(selector);
  assert.deepEqual(store.lookup(selector).data, { id: server.service, title: "Check-up", shortTitle: "Check-up", durationMinutes: 30 });
});

test("Relay's store sees what a mutation answers, by id alone", async () => {
  const store = environment();
  const made = await change<documentsBookMutation>(store, BookMutation, { input: await timeFor(8) });
  const booking = made.bookingCreate?.booking;
  assert.ok(booking, JSON.stringify(made));

  await change<documentsCancelMutation>(store, CancelMutation, { input: { bookingId: booking.id, version: booking.version } });

  assert.equal(store.getStore().getSource().get(booking.id)?.["status"], "CANCELLED");
});

function change<Operation extends relay.MutationParameters>(
  store: Store,
  mutation: relay.GraphQLTaggedNode,
  variables: Operation["variables"],
): Promise<Operation["response"]> {
  return new Promise((resolve, reject) => {
    commitMutation<Operation>(store, { mutation, variables, onCompleted: resolve, onError: reject });
  });
}

test("Relay hands on a mutation's userErrors as data", async () => {
  const input = { ...(await timeFor(8)), startsAt: "2020-01-01T03:00:00Z" };

  const answer = await change<documentsBookMutation>(environment(), BookMutation, { input });

  assert.equal(answer.bookingCreate?.booking, null);
  assert.deepEqual(answer.bookingCreate?.userErrors.map((one) => one.code), ["SLOT_NOT_OFFERED"]);
});

test("Relay reads a refused field as null, and its error's code from the answer", async () => {
  let codes: unknown[] = [];
  const network = Network.create(async (request, variables) => {
    const answer = await post(request, variables);
    codes = ("errors" in answer ? (answer.errors ?? []) : []).map((one) => Reflect.get(one, "extensions").code);
    return answer;
  });
  const store = new Environment({ network, store: new Store(new RecordSource()) });

  const seen = await asked<documentsForbiddenQuery>(store, ForbiddenQuery, { clinic });

  assert.equal(seen.deadJobs, null);
  assert.deepEqual(codes, ["FORBIDDEN"]);
});

test("Relay subscribes over graphql-transport-ws", async () => {
  await isTold(9, ({ next, error }) => {
    const { dispose } = requestSubscription<documentsBookingChangedSubscription>(environment(), {
      subscription: BookingChanged,
      variables: { clinic },
      onNext: next,
      onError: error,
    });
    return dispose;
  });
  await socket.dispose();
});
