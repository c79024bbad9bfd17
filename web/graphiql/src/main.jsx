import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-sse';
import { parse, getOperationAST } from 'graphql';
import React, { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'graphiql/graphiql.css';
import './page.css';

const root = document.getElementById('graphiql');
const { surface, path } = root.dataset;
const address = window.location.origin + path;

const questions = createGraphiQLFetcher({ url: address, enableIncrementalDelivery: false });

/** Queries and mutations go as JSON, subscriptions as Server-Sent Events. */
function fetcher(request, options) {
  const { introspection } = options ?? {};
  if (introspection || !isSubscription(request)) return questions(request, options);
  const client = createClient({ url: address, headers: options?.headers ?? {}, retryAttempts: 0 });
  return client.iterate(request);
}

function isSubscription({ query, operationName }) {
  try {
    return getOperationAST(parse(query), operationName)?.operation === 'subscription';
  } catch {
    return false; // the server says better what is wrong with it
  }
}

const EXAMPLE = {
  staff: `# Ctrl-Enter runs this, Ctrl-Space completes.
query Viewer {
  viewer {
    user { fullName }
    memberships { role clinic { id name } }
  }
}
`,
  partner: `# Headers, below: {"Authorization": "Bearer <key>"}
query Clinic {
  __typename
}
`,
};

async function send(way, body) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(way, { method: 'POST', headers, body: JSON.stringify(body ?? {}) });
  if (!answer.ok) {
    const { errors } = await answer.json();
    throw new Error(errors[0].message);
  }
}

function LogIn({ onChange }) {
  const [problem, setProblem] = useState('');
  async function submit(event) {
    event.preventDefault();
    const { email, password } = Object.fromEntries(new FormData(event.target));
    try {
      await send('/login', { email, password });
      onChange();
    } catch (error) {
      setProblem(error.message);
    }
  }
  return (
    <form className="log-in" onSubmit={submit}>
      <input name="email" type="email" placeholder="e-mail" autoComplete="username" required />
      <input name="password" type="password" placeholder="password" autoComplete="current-password" required />
      <button type="submit">Log in</button>
      <span role="alert">{problem}</span>
    </form>
  );
}

/** Who is logged in; the partners' surface takes no cookies, and shows where a key goes instead. */
function Person() {
  const [email, setEmail] = useState();
  async function look() {
    const query = '{ viewer { user { email fullName } } }';
    const { data } = await questions({ query }, {});
    setEmail(data?.viewer ? (data.viewer.user?.email ?? data.viewer.user?.fullName ?? 'logged in') : null);
  }
  useEffect(() => void look(), []);
  if (surface !== 'staff') return <span>Authorization: Bearer &lt;key&gt;, in the headers below</span>;
  if (email === undefined) return null;
  if (email === null) return <LogIn onChange={look} />;
  return (
    <span className="log-in">
      {email} <button onClick={() => send('/logout').then(look)}>Log out</button>
    </span>
  );
}

createRoot(root).render(
  <>
    <header className="bar">
      <strong>Chatbookr</strong> <code>{path}</code> <Person />
    </header>
    <GraphiQL fetcher={fetcher} defaultQuery={EXAMPLE[surface]} shouldPersistHeaders={false} defaultEditorToolsVisibility="headers">
      <GraphiQL.Logo> </GraphiQL.Logo>
    </GraphiQL>
  </>,
);
