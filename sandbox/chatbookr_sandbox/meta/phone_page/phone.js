// A patient's phone: keeps the thread on the page in step with the sandbox, and sends what is typed and tapped.

import { bubble, day, divider, element, restate, rows, typing, words } from "/phone/thread.js";

const byId = (id) => document.getElementById(id);
const thread = byId("thread"), input = byId("phone-input"), sheet = byId("sheet");
const MEMORY = "chatbookr-sandbox-phone";

const phone = { patient: "31612345678", name: "Ana Jansen", number: null, clinic: null };
let numbers = [];
let stream = null;
let shown = [];
let isRefreshing = false;
let isStale = false;

async function ask(path, wish) {
  const query = phone.number ? `?phone_number_id=${encodeURIComponent(phone.number)}` : "";
  const request = wish === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(wish) };
  const answer = await fetch(path + query, request);
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error ?? answer.statusText);
  return said;
}

const place = (what) => `/sandbox/meta/patients/${encodeURIComponent(phone.patient)}/${what}`;

async function send(wish) {
  try {
    await ask(place("messages"), { name: phone.name, ...wish });
    tell(null);
  } catch (problem) {
    tell(problem.message);
    throw problem;
  }
  thread.scrollTop = thread.scrollHeight;
}

async function choose(message, option) {
  if (sheet.open) sheet.close();
  const type = message.type === "template" ? "button" : message.list ? "list_reply" : "button_reply";
  await send({ type, id: option.id, context: message.id });
  input.focus({ preventScroll: true });
}

function open(message) {
  byId("sheet-title").textContent = message.list.button;
  byId("sheet-body").replaceChildren(...rows(message, choose));
  layInPhone();
  sheet.showModal();
}

// A modal dialog belongs to the window; this puts it at the foot of the phone.
function layInPhone() {
  const frame = byId("phone"), edge = frame.getBoundingClientRect();
  sheet.style.width = `${frame.clientWidth}px`;
  sheet.style.left = `${edge.left + frame.clientLeft}px`;
  sheet.style.bottom = `${innerHeight - edge.bottom + frame.clientTop}px`;
  sheet.style.maxHeight = `${frame.clientHeight * 0.82}px`;
}

// The thread

async function refresh() {
  if (isRefreshing) { isStale = true; return; }
  isRefreshing = true;
  try {
    do {
      isStale = false;
      show(await ask(place("messages")));
      byId("offline").hidden = true;
    } while (isStale);
  } catch {
    byId("offline").hidden = false;
  } finally {
    isRefreshing = false;
  }
}

function show(view) {
  const wasAtEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80;
  const items = [];
  let lastDay = null;
  for (const message of view.messages) {
    const label = day(message.at);
    if (label !== lastDay) items.push({ key: `day ${label}`, make: () => divider(label) });
    lastDay = label;
    // A status climbs while somebody's finger or focus is on a button: the bubble stays, only its tick is made anew.
    items.push({ key: JSON.stringify({ ...message, status: null }), make: () => bubble(message, { choose, open }), renew: (node) => restate(node, message) });
  }
  if (!items.length) items.push({ key: "empty", make: welcome });
  if (view.is_typing) items.push({ key: "typing", make: typing });
  const kept = new Map(shown.map((item) => [item.key, item.node]));
  const isNew = items.some((item) => !kept.has(item.key));
  for (const item of items) {
    item.node = kept.get(item.key) ?? item.make();
    item.renew?.(item.node);
  }
  reconcile(items.map((item) => item.node));
  shown = items;
  byId("clinic-state").textContent = view.is_typing ? "typing…" : view.number.display_phone_number;
  if (isNew && wasAtEnd) thread.scrollTop = thread.scrollHeight;
  followEnd();
  const hasUnread = view.messages.some((each) => each.from === "clinic" && ["sent", "delivered"].includes(each.status));
  if (hasUnread && document.visibilityState === "visible") ask(place("read"), {}).catch(() => {});
}

function reconcile(nodes) {
  for (const child of [...thread.children]) if (!nodes.includes(child)) child.remove();
  nodes.forEach((node, at) => { if (thread.children[at] !== node) thread.insertBefore(node, thread.children[at] ?? null); });
}

function welcome() {
  const hello = element("button", { class: "option hello", type: "button", "data-testid": "say-hello", onclick: () => send({ type: "text", text: "hello" }) }, "Say hello");
  return element("li", { class: "welcome" }, element("p", {}, ...words(`Nothing said yet. Start as a patient would, with *hello*.`)), hello);
}

function followEnd() {
  byId("latest").hidden = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 160;
}

function listen() {
  stream?.close();
  stream = new EventSource(`${place("events")}?phone_number_id=${encodeURIComponent(phone.number)}`);
  stream.addEventListener("changed", refresh);
  stream.onerror = () => { byId("offline").hidden = false; };
}

// Whose phone it is

function tell(problem) {
  byId("identity-problem").textContent = problem ?? "";
  byId("identity-problem").hidden = !problem;
  if (problem) showDesk(true);
}

function recall() {
  try { Object.assign(phone, JSON.parse(localStorage.getItem(MEMORY) ?? "{}")); } catch { localStorage.removeItem(MEMORY); }
  const query = new URLSearchParams(location.search);
  for (const name of ["patient", "name", "number"]) if (query.get(name)) phone[name] = query.get(name);
}

function use() {
  const clinic = numbers.find((each) => each.phone_number_id === phone.number) ?? numbers[0];
  phone.number = clinic.phone_number_id;
  byId("clinic-name").textContent = clinic.verified_name;
  byId("clinic-state").textContent = clinic.display_phone_number;
  byId("clinic-avatar").textContent = clinic.verified_name.split(/\s+/).slice(0, 2).map((word) => [...word][0]).join("").toUpperCase();
  byId("patient-number").value = /^\d+$/.test(phone.patient) ? `+${phone.patient}` : phone.patient;
  byId("patient-name").value = phone.name;
  byId("clinic-number").replaceChildren(...numbers.map((each) =>
    element("option", { value: each.phone_number_id, selected: each.phone_number_id === phone.number }, `${each.verified_name} · ${each.display_phone_number}`)));
  byId("clinic-field").hidden = numbers.length < 2;
  const { patient, name, number } = phone;
  localStorage.setItem(MEMORY, JSON.stringify({ patient, name, number }));
  shown = [];
  thread.replaceChildren();
  listen();
}

async function changeIdentity() {
  const spoken = byId("patient-number").value.trim();
  const patient = /^[A-Za-z]{2}\.[A-Za-z0-9.]+$/.test(spoken) ? spoken : spoken.replace(/\D/g, "");
  const name = byId("patient-name").value.trim() || "Patient";
  const answer = await fetch(`/sandbox/meta/patients/${encodeURIComponent(patient || "none")}`, {
    method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify({ name }),
  });
  if (!answer.ok) return tell((await answer.json()).error);
  tell(null);
  Object.assign(phone, { patient, name, number: byId("clinic-number").value });
  history.replaceState(null, "", location.pathname);
  use();
  showDesk(false);
  input.focus();
}

function showDesk(isShown) {
  document.body.classList.toggle("desk-open", isShown);
  byId("open-desk").setAttribute("aria-expanded", String(isShown));
}

// Writing

function fit() {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, 128)}px`;
  byId("phone-send").disabled = !input.value.trim();
}

async function sendTyped() {
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  fit();
  await send({ type: "text", text }).catch(() => { input.value = text; fit(); });
}

byId("composer").addEventListener("submit", (event) => { event.preventDefault(); sendTyped(); input.focus(); });
input.addEventListener("input", fit);
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); sendTyped(); }
});
byId("identity").addEventListener("submit", (event) => { event.preventDefault(); changeIdentity(); });
byId("clinic-number").addEventListener("change", changeIdentity);
byId("open-desk").addEventListener("click", () => showDesk(!document.body.classList.contains("desk-open")));
byId("close-sheet").addEventListener("click", () => sheet.close());
sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
addEventListener("resize", () => { if (sheet.open) layInPhone(); });
byId("latest").addEventListener("click", () => { thread.scrollTo({ top: thread.scrollHeight, behavior: "smooth" }); });
thread.addEventListener("scroll", followEnd);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && phone.number) refresh(); });

recall();
numbers = await ask("/sandbox/meta/numbers");
use();
for (const control of [input, byId("use-identity")]) control.disabled = false; // not before it is known whom to write to
fit(); // a browser may have put back what was typed before
input.focus();
