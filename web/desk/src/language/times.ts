// Instants as people say them, on the clinic's clock.
import { locale } from "./say.js";

/** Write an instant (ISO 8601) in a zone, as `Intl.DateTimeFormat` does. */
export function written(instant: string, zone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options }).format(new Date(instant));
}

export const time = (instant: string, zone: string): string =>
  written(instant, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const dayAndTime = (instant: string, zone: string): string =>
  `${written(instant, zone, { weekday: "short", day: "numeric", month: "short" })}, ${time(instant, zone)}`;

/** Write when something was: the time if it is of today, else the day. */
export function whenItWas(instant: string, zone: string, now: Temporal.Instant = Temporal.Now.instant()): string {
  const isToday = dateOf(instant, zone).equals(now.toZonedDateTimeISO(zone).toPlainDate());
  return isToday ? time(instant, zone) : written(instant, zone, { day: "numeric", month: "short" });
}

/** The local date of an instant in a zone. */
export const dateOf = (instant: string, zone: string): Temporal.PlainDate =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate();

/** Minutes since midnight of an instant in a zone, as the clock on the wall shows it. */
export function minuteOf(instant: string, zone: string): number {
  const { hour, minute } = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  return 60 * hour + minute;
}

export const today = (zone: string): Temporal.PlainDate => Temporal.Now.zonedDateTimeISO(zone).toPlainDate();

/** Write a local date. */
export const writtenDate = (date: Temporal.PlainDate, options: Intl.DateTimeFormatOptions): string =>
  written(`${date.toString()}T12:00:00Z`, "UTC", options);
