// Where one is in the agenda: the day in the path, all else in the query, so that any sight of it can be linked to.
import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { today } from "../language/times.js";

export interface Place {
  day: Temporal.PlainDate;
  isWeek: boolean;
  /** Ids of the practitioners that are shown; null for everybody. */
  people: readonly string[] | null;
  showsRooms: boolean;
  bookingId: string | null;
  /** What of the cards above the grid is looked for: a booking's id, or "all". */
  settles: string | null;
  /** For whom a new appointment is begun: a patient's id. */
  patientId: string | null;
}

export interface Moves {
  /** Go somewhere; what is not named stays. An opened booking closes as one turns to another day. */
  go: (there: Partial<Place>) => void;
}

/** Read the address; a day that is none is today. */
export function usePlace(day: string | null, zone: string): Place & Moves {
  const search = useSearch();
  const [, navigate] = useLocation();
  const place = useMemo(() => read(day, search, zone), [day, search, zone]);
  const go = useCallback(
    (there: Partial<Place>) => {
      const next = { ...place, settles: null, patientId: null, ...(there.day ? { bookingId: null } : {}), ...there };
      navigate(written(next, zone), { replace: there.day === undefined && there.bookingId === undefined });
    },
    [place, navigate, zone],
  );
  return { ...place, go };
}

function read(day: string | null, search: string, zone: string): Place {
  const asked = new URLSearchParams(search);
  const people = asked.get("with");
  return {
    day: dateOf(day) ?? today(zone),
    isWeek: asked.get("view") === "week",
    people: people ? people.split(",") : null,
    showsRooms: asked.has("rooms"),
    bookingId: asked.get("booking"),
    settles: asked.get("settle"),
    patientId: asked.get("for"),
  };
}

function dateOf(text: string | null): Temporal.PlainDate | null {
  if (!text || !/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" });
  } catch (problem) {
    if (problem instanceof RangeError) return null; // the 30th of February, say
    throw problem;
  }
}

function written(place: Place, zone: string): string {
  const asked = new URLSearchParams();
  if (place.isWeek) asked.set("view", "week");
  if (place.people) asked.set("with", place.people.join(","));
  if (place.showsRooms) asked.set("rooms", "1");
  if (place.bookingId) asked.set("booking", place.bookingId);
  if (place.settles) asked.set("settle", place.settles);
  if (place.patientId) asked.set("for", place.patientId);
  const path = place.day.equals(today(zone)) ? "/agenda" : `/agenda/${place.day.toString()}`;
  const query = asked.toString();
  return query ? `${path}?${query}` : path;
}

/** The Monday of a date's week. */
export const mondayOf = (day: Temporal.PlainDate): Temporal.PlainDate => day.subtract({ days: day.dayOfWeek - 1 });
