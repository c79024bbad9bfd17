// A sheet as columns: what stands behind (hours, closures, other calendars) and the cards in front, in minutes from the top.
import type { SheetQuery } from "../gql/graphql.js";
import { epochMinute, type Axis } from "./axis.js";
import { laid, type Laid } from "./lanes.js";

export type SheetColumn = NonNullable<SheetQuery["agenda"]>[number];
export type Entry = SheetColumn["entries"][number];
export type SheetBooking = NonNullable<Entry["booking"]>;
export type BehindKind = "HOURS" | "CLOSURE" | "HOLD" | "EXTERNAL_BUSY";

export interface Behind {
  kind: BehindKind;
  from: number;
  to: number;
}

/** A booking; `booking` is null where it is another's, which the asker does not see. */
export interface Card {
  key: string;
  from: number;
  to: number;
  startsAt: string;
  endsAt: string;
  booking: SheetBooking | null;
  room: string | null;
}

export interface Column {
  key: string;
  date: Temporal.PlainDate;
  title: string;
  practitionerId: string | null;
  behind: readonly Behind[];
  cards: readonly Laid<Card>[];
  isClosed: boolean;
}

/** Which room each booking has: rooms have columns of their own. */
export function roomsOf(sheet: readonly SheetColumn[]): ReadonlyMap<string, string> {
  const rooms = new Map<string, string>();
  for (const { resourceId, name, entries } of sheet) {
    if (!resourceId || !name) continue;
    for (const { booking } of entries) {
      if (!booking) continue;
      const before = rooms.get(booking.id);
      rooms.set(booking.id, before ? `${before}, ${name}` : name);
    }
  }
  return rooms;
}

/** Lay one of a sheet's columns out on a date. */
export function columnOf(
  one: SheetColumn,
  date: Temporal.PlainDate,
  axis: Axis,
  zone: string,
  rooms: ReadonlyMap<string, string>,
): Column {
  const [start, end] = [date, date.add({ days: 1 })].map((day) => day.toZonedDateTime(zone).epochMilliseconds / 60_000);
  const there = one.entries.filter(({ startsAt, endsAt }) => epochMinute(startsAt) < end! && epochMinute(endsAt) > start!);
  const placed = there.map((entry) => ({
    entry,
    from: axis.place(epochMinute(entry.startsAt), date),
    to: axis.place(epochMinute(entry.endsAt), date),
  }));
  const behind = placed.flatMap(({ entry, from, to }) =>
    entry.kind === "BOOKING" ? [] : [{ kind: entry.kind, from, to } satisfies Behind],
  );
  const cards = placed.filter(({ entry }) => entry.kind === "BOOKING");
  return {
    key: `${one.practitioner?.id ?? one.resourceId ?? ""}/${date.toString()}`,
    date,
    title: one.practitioner?.fullName ?? one.name ?? "",
    practitionerId: one.practitioner?.id ?? null,
    behind,
    cards: laid(cards.map(({ entry, from, to }) => cardOf(entry, from, to, rooms))),
    isClosed: behind.some(({ kind }) => kind === "CLOSURE"),
  };
}

function cardOf(entry: Entry, from: number, to: number, rooms: ReadonlyMap<string, string>): Card {
  const { booking, startsAt, endsAt } = entry;
  return {
    key: booking?.id ?? `${startsAt}/${endsAt}`,
    from,
    to: Math.max(to, from + SHORTEST),
    startsAt,
    endsAt,
    booking: booking ?? null,
    room: booking ? (rooms.get(booking.id) ?? null) : null,
  };
}

const SHORTEST = 14; // minutes: a card has to be hit, and to hold one line

/** When the first door opens, in minutes from the top: where a day is looked at from. */
export function firstOpening(columns: readonly Column[]): number | null {
  const people = columns.filter(({ practitionerId }) => practitionerId); // a room may be open all night
  const starts = people.flatMap(({ behind, cards }) => [
    ...behind.filter(({ kind }) => kind === "HOURS").map(({ from }) => from),
    ...cards.map(({ stretch }) => stretch.from),
  ]);
  return starts.length > 0 ? Math.min(...starts) : null;
}
