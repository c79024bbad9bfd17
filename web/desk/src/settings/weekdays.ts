// The days of a week by name, Monday first.
import { locale } from "../language/say.js";

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const A_MONDAY = Date.UTC(2024, 0, 1);

export const weekdayName = (weekday: number): string =>
  new Intl.DateTimeFormat(locale(), { weekday: "long", timeZone: "UTC" }).format(A_MONDAY + (weekday - 1) * 86_400_000);
