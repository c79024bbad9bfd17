// A practitioner's day: shows it, keeps it fresh, and lets events be added, moved and deleted.

import { makeDraggable } from "/calendar/static/drag.js";
import {
  clockTime, columns, DAY_MINUTES, heightOf, HOUR_PIXELS, minuteOf, offsetOf, pixels, shiftedDate, shownHours, snapped, spokenDate,
} from "/calendar/static/layout.js";
import * as service from "/calendar/static/service.js";

const REFRESH_MILLISECONDS = 1000;
const USUAL_MINUTES = 30;

const element = (id) => document.getElementById(id);
const view = { calendar: null, date: null, day: null, isDragging: false };
const known = new Set(); // ids already on the sheet, so that a new one can be shown arriving
let edited = null; // the event the dialog is about, null for a new one

function made(tag, testId, text, classes = "") {
  const node = document.createElement(tag);
  if (testId) node.dataset.testid = testId;
  if (text !== undefined) node.textContent = text;
  node.className = classes;
  return node;
}

function draw() {
  const timed = view.day.events.filter((event) => !event.isAllDay);
  const hours = shownHours(timed);
  element("heading").textContent = spokenDate(view.date);
  element("date").value = view.date;
  element("zone").textContent = offsetOf(view.day.timeZone, view.date);
  element("zone").title = view.day.timeZone;
  element("day").dataset.date = view.date;
  document.body.classList.toggle("is-today", view.day.today === view.date);
  drawHours(hours);
  drawEvents(timed, hours);
  element("all-day").replaceChildren(...view.day.events.filter((event) => event.isAllDay).map(allDayBlock));
  known.clear();
  for (const event of view.day.events) known.add(event.id);
}

function drawHours({ first, last }) {
  const labels = [];
  for (let hour = first; hour <= last; hour += 1) {
    const label = made("span", null, clockTime(hour * 60));
    label.style.top = `${(hour - first) * HOUR_PIXELS}px`;
    labels.push(label);
  }
  element("hours").replaceChildren(...labels);
  element("day").style.height = `${(last - first) * HOUR_PIXELS}px`;
  element("lane").dataset.firstMinute = first * 60;
}

function drawEvents(events, { first, last }) {
  const focused = document.activeElement?.closest("[data-event-id]")?.dataset.eventId;
  const places = columns(events);
  const blocks = events.map((event) => timedBlock(event, first * 60, places.get(event.id)));
  const now = view.day.nowMinute;
  if (now !== null && now >= first * 60 && now <= last * 60) {
    const line = made("div", "calendar-now", undefined, "now");
    line.style.top = `${pixels(now - first * 60)}px`;
    blocks.push(line);
  }
  element("lane").replaceChildren(...blocks);
  if (focused) element("lane").querySelector(`[data-event-id="${CSS.escape(focused)}"]`)?.focus();
}

function timedBlock(event, firstMinute, place) {
  const block = eventBlock(event);
  block.dataset.firstMinute = firstMinute;
  block.style.top = `${pixels(event.startMinute - firstMinute)}px`;
  block.style.height = `${heightOf(event)}px`;
  block.style.left = `${(place.column * 100) / place.count}%`;
  block.style.width = `calc(${100 / place.count}% - 6px)`;
  block.classList.toggle("short", heightOf(event) < 44);
  block.append(made("span", null, undefined, "edge"));
  if (event.startDate === event.endDate) {
    makeDraggable(block, event, {
      dragging: (isDragging) => { view.isDragging = isDragging; },
      finished: (start, end) => attempt(() => service.change(view.calendar, event.id, timesOf(view.date, start, end))),
    });
  }
  return block;
}

function allDayBlock(event) {
  const block = eventBlock(event);
  block.classList.add("whole-day");
  return block;
}

function eventBlock(event) {
  const kind = event.isFree ? "free" : event.isFromClient ? "booked" : "own";
  const block = made("article", "event", undefined, `event ${kind}`);
  block.classList.toggle("arriving", view.hasShown && !known.has(event.id));
  block.tabIndex = 0;
  block.dataset.eventId = event.id;
  block.dataset.start = `${event.startDate}T${event.startTime}`;
  block.dataset.end = `${event.endDate}T${event.endTime}`;
  block.title = [event.title, event.location, event.description].filter(Boolean).join("\n");
  const hours = event.isAllDay ? "All day" : `${event.startTime} – ${event.endTime}`;
  const text = made("div", null, undefined, "text");
  text.append(made("span", "event-title", event.title, "title"), made("span", "event-time", hours, "time"));
  const tools = made("div", null, undefined, "tools");
  const move = made("button", "event-move", "Move");
  const remove = made("button", "event-delete", "Delete");
  move.setAttribute("aria-label", `Move ${event.title}`);
  remove.setAttribute("aria-label", `Delete ${event.title}`);
  move.addEventListener("click", () => openDialog(event));
  remove.addEventListener("click", () => attempt(() => service.remove(view.calendar, event.id)));
  block.addEventListener("dblclick", () => openDialog(event));
  block.addEventListener("keydown", (key) => {
    if (key.target === block && key.key === "Enter") openDialog(event);
  });
  tools.append(move, remove);
  block.append(text, tools);
  return block;
}

function timesOf(date, startMinute, endMinute) {
  const at = (minute) => ({
    date: null,
    dateTime: `${minute >= DAY_MINUTES ? shiftedDate(date, 1) : date}T${clockTime(minute)}:00`,
    timeZone: view.day.timeZone,
  });
  return { start: at(startMinute), end: at(endMinute) };
}

function openDialog(event, startMinute = 9 * 60) {
  edited = event;
  element("dialog-heading").textContent = event ? "Move or change event" : "New event";
  element("title").value = event ? event.title : "";
  element("event-date").value = event ? event.startDate : view.date;
  element("whole-day").checked = Boolean(event?.isAllDay);
  element("start").value = event && !event.isAllDay ? event.startTime : clockTime(startMinute);
  element("end").value = event && !event.isAllDay ? event.endTime : clockTime(startMinute + USUAL_MINUTES);
  element("complaint").textContent = "";
  showTimes();
  element("dialog").showModal();
}

function showTimes() {
  element("times").hidden = element("whole-day").checked;
}

function wished() {
  const summary = element("title").value.trim() || "Busy";
  const date = element("event-date").value;
  if (!date) throw new service.Refusal("Choose a date.");
  if (element("whole-day").checked) {
    const days = { start: { date, dateTime: null, timeZone: null }, end: { date: shiftedDate(date, 1), dateTime: null, timeZone: null } };
    return { summary, ...days };
  }
  const [start, end] = [element("start").value, element("end").value];
  if (!start || !end) throw new service.Refusal("Choose when it begins and ends.");
  if (minuteOf(end) <= minuteOf(start)) throw new service.Refusal("It has to end after it begins.");
  return { summary, ...timesOf(date, minuteOf(start), minuteOf(end)) };
}

async function save(submission) {
  submission.preventDefault();
  try {
    const event = wished();
    await (edited ? service.change(view.calendar, edited.id, event) : service.add(view.calendar, event));
    element("dialog").close();
    await refresh();
  } catch (refusal) {
    element("complaint").textContent = refusal.message;
  }
}

async function attempt(work) {
  try {
    await work();
    element("notice").hidden = true;
  } catch (refusal) {
    element("notice").textContent = refusal.message;
    element("notice").hidden = false;
    view.day.etag = null;
  }
  await refresh();
}

async function refresh() {
  if (view.isDragging || view.calendar === null) return;
  const { calendar, date } = view;
  const isSameDay = view.day !== null && view.day.date === date && view.day.calendar === calendar;
  const day = await service.dayOf(calendar, date, isSameDay ? view.day.etag : null);
  if (day === null || view.isDragging || view.calendar !== calendar || view.date !== date) return;
  view.hasShown = isSameDay;
  view.day = day;
  draw();
}

async function keepFresh() {
  try {
    if (!document.hidden) await refresh();
    if (element("notice").dataset.about === "connection") element("notice").hidden = true;
    delete element("notice").dataset.about;
  } catch {
    element("notice").textContent = "The sandbox does not answer. Trying again …";
    element("notice").dataset.about = "connection";
    element("notice").hidden = false;
  }
  setTimeout(keepFresh, REFRESH_MILLISECONDS);
}

async function show(change) {
  Object.assign(view, change);
  const query = new URLSearchParams({ calendar: view.calendar, date: view.date });
  history.replaceState(null, "", `?${query}`);
  element("calendar").value = view.calendar;
  await refresh();
}

async function listCalendars() {
  const groups = (await service.calendars()).map((account) => {
    const group = document.createElement("optgroup");
    group.label = account.email;
    for (const calendar of account.calendars) group.append(new Option(calendar.summary, calendar.id));
    return group;
  });
  element("calendar").replaceChildren(...groups);
}

function listen() {
  element("calendar").addEventListener("change", (event) => show({ calendar: event.target.value }));
  element("date").addEventListener("change", (event) => event.target.value && show({ date: event.target.value }));
  element("previous").addEventListener("click", () => show({ date: shiftedDate(view.date, -1) }));
  element("next").addEventListener("click", () => show({ date: shiftedDate(view.date, 1) }));
  element("today").addEventListener("click", () => show({ date: view.day.today }));
  element("add").addEventListener("click", () => openDialog(null));
  element("cancel").addEventListener("click", () => element("dialog").close());
  element("whole-day").addEventListener("change", showTimes);
  element("form").addEventListener("submit", save);
  element("lane").addEventListener("click", (click) => {
    if (click.target !== element("lane")) return;
    const minute = Number(element("lane").dataset.firstMinute) + (click.offsetY * 60) / HOUR_PIXELS;
    openDialog(null, Math.min(snapped(minute - 7), DAY_MINUTES - USUAL_MINUTES - 1));
  });
}

async function start() {
  document.body.style.setProperty("--hour", `${HOUR_PIXELS}px`);
  listen();
  await listCalendars();
  const asked = new URLSearchParams(location.search);
  const options = [...element("calendar").options].map((option) => option.value);
  const calendar = options.includes(asked.get("calendar")) ? asked.get("calendar") : options[0];
  const today = (await service.dayOf(calendar, new Date().toISOString().slice(0, 10), null)).today;
  await show({ calendar, date: /^\d{4}-\d\d-\d\d$/.test(asked.get("date") ?? "") ? asked.get("date") : today });
  document.querySelectorAll(".bar :disabled").forEach((control) => { control.disabled = false; }); // not before there is a day
  document.body.dataset.ready = "true";
  keepFresh();
}

start();
