// Trusted documents: the server knows the manifests that graphql-codegen and relay-compiler wrote, clients send ids.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { Client, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { createClient as createSseClient } from "graphql-sse";
import { createClient } from "graphql-ws";
import { BookingChanged, Services } from "./documents.js";
import { authorization, endpoint, headers, isTold, server, socketEndpoint, webSocketImpl } from "./server.js";

type Hashed = { __meta__: { hash: string } };

const idOf = (document: unknown) => `sha256:${(document as Hashed).__meta__.hash}`;
const variables = { clinic: server.clinic, first: 2 };
const titles = ["Check-up", "First consultation"];

interface Page {
  clinic: { services: { edges: { node: { title: string } }[] } };
}

function titlesOf(data: unknown): string[] {
  return (data as Page).clinic.services.edges.map((edge) => edge.node.title);
}

test("a document of graphql-codegen is asked by its hash, by POST", async () => {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", accept: "application/graphql-response+json" },
    body: JSON.stringify({ documentId: idOf(Services), variables }),
  });

  const { data } = (await response.json()) as { data: unknown };
  assert.deepEqual(titlesOf(data), titles);
});

test("a document of graphql-codegen is asked by its hash, by GET, and answered with 304 where nothing changed", async () => {
  const address = `${endpoint}?${new URLSearchParams({ documentId: idOf(Services), variables: JSON.stringify(variables) })}`;
  const first = await fetch(address, { headers });
  const tag = first.headers.get("etag") ?? "";

  const again = await fetch(address, { headers: { ...headers, "if-none-match": tag } });

  assert.deepEqual(titlesOf(((await first.json()) as { data: unknown }).data), titles);
  assert.match(tag, /^W\//);
  assert.equal(again.status, 304);
});

test("an id that no manifest has is refused with a code", async () => {
  const address = `${endpoint}?${new URLSearchParams({ documentId: `sha256:${"0".repeat(64)}` })}`;

  const response = await fetch(address, { headers: { ...headers, accept: "application/graphql-response+json" } });

  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  assert.equal(response.status, 400);
  assert.equal(errors[0]?.extensions.code, "PERSISTED_QUERY_NOT_FOUND");
});

test("every document of both manifests is known", async () => {
  for (const manifest of ["src/gql/persisted-documents.json", "relay-documents.json"]) {
    for (const hash of Object.keys(JSON.parse(readFileSync(manifest, "utf8")) as object)) {
      const response = await fetch(endpoint, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ documentId: `sha256:${hash}`, variables: {} }),
      });
      const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
      assert.notEqual(errors?.[0]?.extensions.code, "PERSISTED_QUERY_NOT_FOUND", `${manifest}: ${hash}`);
    }
  }
});

test("urql's own exchange for persisted documents finds what is trusted, and never sends the text", async () => {
  const sent: string[] = [];
  const persisted = persistedExchange({
    enforcePersistedQueries: true,
    preferGetForPersistedQueries: false,
    generateHash: async (_, document) => (document as unknown as Hashed).__meta__.hash,
  });
  const client = new Client({
    url: endpoint,
    fetchOptions: { headers },
    preferGetMethod: false,
    exchanges: [persisted, fetchExchange],
    fetch: (address, init) => {
      sent.push(String(init?.body));
      return fetch(address, init);
    },
  });

  const { data, error } = await client.query(Services, variables).toPromise();

  assert.equal(error, undefined);
  assert.deepEqual(titlesOf(data), titles);
  assert.equal(sent.length, 1);
  assert.doesNotMatch(sent[0] ?? "", /"query":"/);
});

test("Apollo's own link for persisted queries finds what is trusted, by GET, and never sends the text", async () => {
  const sent: string[] = [];
  const http = new HttpLink({
    uri: endpoint,
    headers,
    fetch: (address, init) => {
      sent.push(`${init?.method} ${String(address)} ${String(init?.body ?? "")}`);
      return fetch(address, init);
    },
  });
  const persisted = new PersistedQueryLink({
    generateHash: (document) => (document as unknown as Hashed).__meta__.hash,
    useGETForHashedQueries: true,
  });
  const client = new ApolloClient({ link: persisted.concat(http), cache: new InMemoryCache() });

  const { data } = await client.query({ query: Services, variables });

  assert.deepEqual(titlesOf(data), titles);
  assert.equal(sent.length, 1);
  assert.match(sent[0] ?? "", /^GET /);
  assert.doesNotMatch(sent[0] ?? "", /query=/);
});

test("a subscription is asked by its id over graphql-transport-ws", async () => {
  const socket = createClient({ url: socketEndpoint, webSocketImpl, connectionParams: { authorization } });
  const payload = { query: "", documentId: idOf(BookingChanged), variables: { clinic: server.clinic } }; // a query it must have
  await isTold(10, ({ next, error }) =>
    socket.subscribe<any>(payload, {
      next: ({ data, errors }) => (errors ? error(errors) : next(data)),
      error,
      complete: () => undefined,
    }),
  );
  await socket.dispose();
});

test("a subscription is asked by its id over SSE", async () => {
  const client = createSseClient({ url: endpoint, headers, retryAttempts: 0 });
  const payload = { query: "", documentId: idOf(BookingChanged), variables: { clinic: server.clinic } };
  await isTold(11, ({ next, error }) =>
    client.subscribe<any>(payload, {
      next: ({ data, errors }) => (errors ? error(errors) : next(data)),
      error,
      complete: () => undefined,
    }),
  );
});
