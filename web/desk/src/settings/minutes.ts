// Times of the day as forms write them, and as the API counts them: minutes since midnight; 1440 is the next midnight.

export const MINUTES_A_DAY = 1440;

/** Write minutes as a time input does; the midnight at a day's end as the one it is, 00:00. */
export function clockOf(minutes: number): string {
  const rest = minutes % MINUTES_A_DAY;
  return `${String(Math.floor(rest / 60)).padStart(2, "0")}:${String(rest % 60).padStart(2, "0")}`;
}

/** Read a time input; `isEnd`: 00:00 is the midnight at the day's end. */
export function minutesOf(clock: string, isEnd = false): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  const all = 60 * hours + minutes;
  return isEnd && all === 0 ? MINUTES_A_DAY : all;
}
