// The way to the API: the log-in's own addresses, and GraphQL by documents the server knows by name.

/** A refusal: its stable code, the argument at fault if one is, and how long to wait if that helps. */
export class Refused extends Error {
  constructor(code, message = "", { field = null, seconds = 0, status = 0 } = {}) {
    super(message);
    Object.assign(this, { code, field, seconds, status });
  }
}

/** Send JSON and return the answer's. Throws Refused. */
export async function send(method, path, body) {
  const [answer, told] = await fetched(method, path, body);
  if (answer.ok) return told;
  throw refusal(told.errors?.[0], answer);
}

/** Run a document and return its data. A session that is over is forgotten, and nobody asks then. Throws Refused. */
export async function ask(name, variables = {}, isFresh = false) {
  const body = { documentId: `chatbookr.pages.${name}`, variables };
  const [answer, told] = await fetched("POST", "/graphql", body);
  if (answer.status === 401 && !isFresh) {
    await send("POST", "/logout");
    return ask(name, variables, true);
  }
  if (told.errors?.length || !told.data) throw refusal(told.errors?.[0], answer);
  return told.data;
}

/** Run a mutation and return its payload. Throws Refused for the first of its `userErrors`. */
export async function change(name, variables) {
  const [payload] = Object.values(await ask(name, variables));
  const [problem] = payload.userErrors;
  if (problem) throw new Refused(problem.code, problem.message, { field: problem.field?.at(-1) ?? null });
  return payload;
}

async function fetched(method, path, body) {
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  try {
    const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    return [answer, await answer.json()];
  } catch {
    throw new Refused("UNREACHABLE");
  }
}

function refusal(problem, answer) {
  const { code = "UNEXPECTED", field, retryAfterSeconds } = problem?.extensions ?? {};
  const seconds = retryAfterSeconds ?? Number(answer.headers.get("retry-after") ?? 0);
  return new Refused(code, problem?.message, { field: field?.at?.(-1) ?? null, seconds, status: answer.status });
}
