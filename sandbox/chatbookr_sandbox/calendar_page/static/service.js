// What the page asks of the sandbox.

const ROOT = "/sandbox/google";

export class Refusal extends Error {}

export async function calendars() {
  const answer = await asked(`${ROOT}/accounts`);
  return (await answer.json()).accounts;
}

// One day, or null while it is as the page knows it (`etag`).
export async function dayOf(calendar, date, etag) {
  const headers = etag ? { "If-None-Match": etag } : {};
  const answer = await fetch(`${address(calendar)}/days/${date}`, { headers, cache: "no-store" });
  if (answer.status === 304) return null;
  if (!answer.ok) throw new Refusal(await complaintOf(answer));
  return { ...(await answer.json()), etag: answer.headers.get("ETag") };
}

export async function add(calendar, event) {
  await asked(`${address(calendar)}/events`, "POST", event);
}

export async function change(calendar, id, event) {
  await asked(`${address(calendar)}/events/${encodeURIComponent(id)}`, "PATCH", event);
}

export async function remove(calendar, id) {
  await asked(`${address(calendar)}/events/${encodeURIComponent(id)}`, "DELETE");
}

function address(calendar) {
  return `${ROOT}/calendars/${encodeURIComponent(calendar)}`;
}

async function asked(url, method = "GET", body = undefined) {
  const content = body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  const answer = await fetch(url, { method, ...content });
  if (!answer.ok) throw new Refusal(await complaintOf(answer));
  return answer;
}

async function complaintOf(answer) {
  try {
    const body = await answer.json();
    return body.error.message || body.error;
  } catch {
    return `The sandbox answered ${answer.status}.`;
  }
}
