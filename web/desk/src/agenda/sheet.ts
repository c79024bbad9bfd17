// The sheet that is shown: asked for by days and people, asked again whenever the API tells of a change, laid out as columns.
import { useCallback, useMemo, useState } from "react";
import { useAnswer, type Answer } from "../graph/answers.js";
import { useChanges } from "../graph/changes.js";
import type { SheetQuery } from "../gql/graphql.js";
import { ClinicChanged } from "../session/documents.js";
import { useDesk } from "../session/session.js";
import { CalendarTold } from "../shell/documents.js";
import { axisOf, type Axis } from "./axis.js";
import { columnOf, roomsOf, type Column } from "./columns.js";
import { BookingTold, Sheet } from "./documents.js";

export interface Shown {
  columns: readonly Column[];
  axis: Axis;
  sheet: Answer<SheetQuery>;
  /** Counts what was heard of bookings, for whatever else shows some. */
  heard: number;
  again: () => void;
}

/** Show days of people (null for everybody), and of rooms if they are wanted. */
export function useSheet(dates: readonly Temporal.PlainDate[], people: readonly string[] | null, showsRooms: boolean): Shown {
  const { clinic, may } = useDesk();
  const zone = clinic.timeZone;
  const asked = { clinic: clinic.id, day: dates[0]!.toString(), days: dates.length, with: people ? [...people] : null };
  const sheet = useAnswer(Sheet, asked);
  const [heard, setHeard] = useState(0);
  const again = useCallback(() => {
    sheet.refresh();
    setHeard((before) => before + 1);
  }, [sheet.refresh]);
  useChanges(BookingTold, { clinic: clinic.id }, again);
  useChanges(ClinicChanged, { clinic: clinic.id }, again);
  useChanges(CalendarTold, may("connection:read") ? { clinic: clinic.id } : null, sheet.refresh);
  const axis = useMemo(() => axisOf(dates, zone), [dates, zone]);
  const columns = useMemo(() => {
    const found = sheet.data?.agenda ?? [];
    const rooms = roomsOf(found);
    const wanted = found.filter((one) => one.practitioner || showsRooms);
    return dates.flatMap((date) => wanted.map((one) => columnOf(one, date, axis, zone, rooms)));
  }, [sheet.data, dates, axis, zone, showsRooms]);
  return { columns, axis, sheet, heard, again };
}
