// The way to the API: one client, which names its documents by their hashes, as production takes nothing else from a page.
import { Client, fetchExchange, subscriptionExchange, type AnyVariables, type OperationContext, type TypedDocumentNode } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { createClient } from "graphql-ws";
import { noteOver, stay, whenBack } from "./standing.js";

interface Hashed {
  __meta__: { hash: string };
}

const byHash = persistedExchange({
  enforcePersistedQueries: true,
  enableForMutation: true,
  enableForSubscriptions: true,
  preferGetForPersistedQueries: false,
  generateHash: async (_, document) => (document as unknown as Hashed).__meta__.hash,
});

const HEARTBEAT_MS = 12_000; // a socket that is cut without a word is noticed by then

const SETTLED_MS = 500; // the protocol has no sign that a subscription stands

let isConnected = false;
const toldConnected = new Set<() => void>();

// One socket for all that is listened to: by HTTP/1.1 a browser has six connections to a server, for all pages of it that
// are open, and a stream each would leave none to ask by. Whoever listens begins again by themselves (`changes.ts`).
const socket = createClient({
  url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql`,
  retryAttempts: 0,
  keepAlive: HEARTBEAT_MS,
  on: {
    connected: () => {
      isConnected = true;
      setTimeout(tellConnected, SETTLED_MS);
    },
    closed: () => {
      isConnected = false;
    },
  },
});

// It was opened as whoever was there then: whoever listens begins anew.
whenBack(() => socket.terminate());

/**
 * Be called once what is listened to from now on is surely heard; never where it is already, and not after the returned
 * function was called. What changed between an answer and that moment was told to nobody.
 */
export function onceConnected(then: () => void): () => void {
  if (!isConnected) toldConnected.add(then);
  return () => void toldConnected.delete(then);
}

function tellConnected(): void {
  const told = [...toldConnected];
  toldConnected.clear();
  for (const one of told) one();
}

const bySocket = subscriptionExchange({
  forwardSubscription: (request) => ({
    subscribe: (sink) => ({ unsubscribe: socket.subscribe({ ...request, query: request.query ?? "" }, sink as Sink) }),
  }),
});

type Sink = Parameters<typeof socket.subscribe>[1];

/** Nothing is cached: what is on the screen is asked for anew whenever the API tells of a change. */
export const client = new Client({
  url: "/graphql",
  preferGetMethod: false,
  exchanges: [byHash, bySocket, fetchExchange],
});

/** A refusal: the API's stable code, what it says in English, and the field at fault if one is. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly field: string | null = null,
  ) {
    super(message);
  }
}

/** Where somebody logs in, to come back to this very place afterwards. */
export const logIn = (): void => location.assign(`/log-in#${location.pathname.slice(1)}${location.search}`);

/**
 * Ask for data. What the role may not see is null in it; throws Refused where there is nothing to show at all, and where nobody
 * is logged in any more: everything is null then, and would look as if there were nothing.
 */
export async function ask<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const asked = stay();
  const { data, error } = await client.query(document, variables).toPromise();
  if (data && !isOver(error)) return data;
  throw refusedBy(error, asked);
}

interface UserError {
  code: string;
  message: string;
  field?: readonly string[] | null;
}

/** Change something, and return its payload whatever it says. Throws Refused where the request itself was refused. */
export async function change<Data extends object, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  context?: Partial<OperationContext>,
): Promise<NonNullable<Data[Exclude<keyof Data, "__typename">]>> {
  const asked = stay();
  const { data, error } = await client.mutation(document, variables, context).toPromise();
  const payload = data && Object.entries(data).find(([name]) => name !== "__typename")?.[1];
  if (!payload) throw refusedBy(error, asked);
  return payload;
}

/** Throw Refused for the first of a payload's `userErrors`, and return the payload where there is none. */
export function accepted<Payload extends { userErrors: readonly UserError[] }>(payload: Payload): Payload {
  const [problem] = payload.userErrors;
  if (problem) throw new Refused(problem.code, problem.message, problem.field?.at(-1) ?? null);
  return payload;
}

/** A new idempotency key: given again with a request that is sent again, never with another one. */
export const newKey = (): string => crypto.randomUUID();

interface ClientError {
  networkError?: Error | undefined;
  graphQLErrors: readonly { message: string; extensions?: Record<string, unknown> }[];
  response?: { status?: number } | undefined;
}

export const isOver = (error: ClientError | undefined): boolean =>
  error?.response?.status === 401 || (error?.graphQLErrors ?? []).some((one) => one.extensions?.["code"] === "UNAUTHENTICATED");

function refusedBy(error: ClientError | undefined, asked: number): Refused {
  if (isOver(error)) {
    noteOver(asked);
    return new Refused("UNAUTHENTICATED", "");
  }
  const [problem] = error?.graphQLErrors ?? [];
  const code = problem?.extensions?.["code"];
  if (problem) return new Refused(typeof code === "string" ? code : "UNEXPECTED", problem.message);
  return new Refused(error?.networkError ? "UNREACHABLE" : "UNEXPECTED", error?.networkError?.message ?? "");
}
