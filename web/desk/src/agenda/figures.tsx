// Below the grid: how full the shown week is, and how many did not come.
import { useEffect, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { language, say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { mondayOf } from "./place.js";
import { Figures } from "./waitlist-documents.js";

export function WeekFigures({ day, heard }: { day: Temporal.PlainDate; heard: number }): ReactNode {
  const { clinic } = useDesk();
  const { data, refresh } = useAnswer(Figures, { clinic: clinic.id, day: mondayOf(day).toString() });
  useEffect(() => {
    if (heard > 0) refresh();
  }, [heard, refresh]);
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
  const full = data?.utilisation ?? [];
  const open = sum(full.map((one) => one.openMinutes));
  const missed = sum((data?.noShows ?? []).map((one) => one.missed));
  const due = sum((data?.noShows ?? []).map((one) => one.bookings));
  if (open === 0) return null;
  const share = new Intl.NumberFormat(language(), { style: "percent" }).format(sum(full.map((one) => one.bookedMinutes)) / open);
  return (
    <footer className="figures faint">
      <span>{say("This week {share} of the open time is booked.", { share })}</span>
      {due > 0 && <span>{say("{missed} of {due} due appointments did not come.", { missed, due })}</span>}
    </footer>
  );
}
