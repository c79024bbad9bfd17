// Where things stand on the sheet: minutes to pixels, and events that overlap side by side.

export const SNAP_MINUTES = 15;
export const HOUR_PIXELS = 56;
export const DAY_MINUTES = 1440;
const FIRST_HOUR = 7;
const LAST_HOUR = 20;
const SHORTEST_SHOWN_MINUTES = 20;

// The hours shown: 7 to 20, and more where an event needs it.
export function shownHours(events) {
  let first = FIRST_HOUR;
  let last = LAST_HOUR;
  for (const event of events) {
    first = Math.min(first, Math.floor(event.startMinute / 60));
    last = Math.max(last, Math.ceil(event.endMinute / 60));
  }
  return { first, last };
}

// Give each event a column among those it overlaps with, and say how many columns they share.
export function columns(events) {
  const placed = new Map();
  let group = [];
  let groupEnd = -1;
  const close = () => {
    const count = Math.max(0, ...group.map((entry) => entry.column + 1));
    for (const entry of group) placed.set(entry.id, { column: entry.column, count });
    group = [];
  };
  for (const event of events) {
    const end = Math.max(event.endMinute, event.startMinute + SHORTEST_SHOWN_MINUTES);
    if (event.startMinute >= groupEnd) {
      close();
      groupEnd = -1;
    }
    const taken = new Set(group.filter((entry) => entry.end > event.startMinute).map((entry) => entry.column));
    let column = 0;
    while (taken.has(column)) column += 1;
    group.push({ id: event.id, column, end });
    groupEnd = Math.max(groupEnd, end);
  }
  close();
  return placed;
}

export function pixels(minutes) {
  return (minutes * HOUR_PIXELS) / 60;
}

export function heightOf(event) {
  return pixels(Math.max(event.endMinute - event.startMinute, SHORTEST_SHOWN_MINUTES)) - 2;
}

export function snapped(minutes) {
  return Math.round(minutes / SNAP_MINUTES) * SNAP_MINUTES;
}

export function clockTime(minute) {
  const hours = Math.floor(minute / 60) % 24;
  return `${String(hours).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

export function minuteOf(text) {
  const [hours, minutes] = text.split(":").map(Number);
  return hours * 60 + minutes;
}

// Local dates are plain strings; UTC stands in for "no zone" while counting days.
export function shiftedDate(date, days) {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

// What the zone is ahead of UTC at noon of the day: "GMT+2".
export function offsetOf(timeZone, date) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "shortOffset" });
  const parts = format.formatToParts(new Date(`${date}T12:00:00Z`));
  return parts.find((part) => part.type === "timeZoneName").value;
}

export function spokenDate(date) {
  const options = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat("en-GB", options).format(new Date(`${date}T00:00:00Z`));
}
