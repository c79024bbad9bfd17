// Hours as a form of several people has them: each weekday is one field, and what holds for some dates only another.
import { say } from "../language/say.js";
import type { Fields } from "./merging.js";
import { clockOf } from "./minutes.js";
import { WEEKDAYS, weekdayName } from "./weekdays.js";

export interface WeekWindow {
  weekday: number;
  startMinute: number;
  endMinute: number;
  validFrom: string | null;
  validUntil: string | null;
}

interface Arranged {
  weekday: number;
  startMinute: number;
  endMinute: number;
  validFrom?: string | null;
  validUntil?: string | null;
}

/** As the API takes hours. */
export const written = ({ weekday, startMinute, endMinute, validFrom = null, validUntil = null }: Arranged): WeekWindow => ({
  weekday,
  startMinute,
  endMinute,
  validFrom,
  validUntil,
});

export const isUsual = (one: Arranged): boolean => !one.validFrom && !one.validUntil;

type Week = Readonly<Record<string, readonly WeekWindow[]>>;

/** Sort hours by weekday and start: what is the same reads the same. */
export function weekFields(windows: readonly Arranged[]): Week {
  const sorted = windows.map(written).sort((a, b) => a.weekday - b.weekday || a.startMinute - b.startMinute || (a.validFrom ?? "").localeCompare(b.validFrom ?? ""));
  const days = WEEKDAYS.map((weekday) => [`day ${weekday}`, sorted.filter((one) => isUsual(one) && one.weekday === weekday)] as const);
  return { ...Object.fromEntries(days), seasons: sorted.filter((one) => !isUsual(one)) };
}

export const windowsIn = (fields: Fields): WeekWindow[] => Object.values(fields as Week).flat();

/** Say which hours a colleague has changed, and to what. */
export function weekClash(field: string, theirs: unknown): string {
  const windows = theirs as readonly WeekWindow[];
  const hours = windows.map((one) => `${clockOf(one.startMinute)}–${clockOf(one.endMinute)}`).join(", ") || say("closed");
  if (field === "seasons") return say("A colleague has changed the hours for some dates meanwhile. Save again to have them your way.");
  return say("A colleague has changed {day} meanwhile, to: {hours}. Save again to have it your way.", { day: weekdayName(Number(field.slice(4))), hours });
}
