// Small signs of what else is to be known of a booking: drawn, since not every font has such letters; words stand beside them.
import type { ReactNode } from "react";
import { say } from "../language/say.js";
import type { SheetBooking } from "./columns.js";

const PATHS = {
  displaced: "M8 3v6M8 12v.5",
  drifted: "M3 6h9l-3-3M13 10H4l3 3",
  failed: "M3 3l10 10M13 3L3 13",
  pending: "M13 8a5 5 0 1 1-2-4M11 1v3h-3",
  beside: "M3 3h7v7H3zM6 6h7v7H6z",
  chat: "M2 3h12v8H7l-3 3v-3H2z",
} as const;

export interface Mark {
  icon: keyof typeof PATHS;
  text: string;
  isWarning: boolean;
}

export function Icon({ icon }: { icon: Mark["icon"] }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[icon]} />
    </svg>
  );
}

/** Say what else is to be known of a booking at a glance. */
export function marksOf(booking: Pick<SheetBooking, "calendarState" | "displacedAt" | "createdBy" | "overbookReason">): Mark[] {
  const { calendarState, displacedAt, createdBy, overbookReason } = booking;
  const marks: Mark[] = [];
  if (displacedAt) marks.push({ icon: "displaced", text: say("needs another time"), isWarning: true });
  if (calendarState === "DRIFTED") marks.push({ icon: "drifted", text: say("changed in the calendar"), isWarning: true });
  if (calendarState === "FAILED") marks.push({ icon: "failed", text: say("not in the calendar"), isWarning: true });
  if (calendarState === "PENDING") marks.push({ icon: "pending", text: say("on its way to the calendar"), isWarning: false });
  if (overbookReason) marks.push({ icon: "beside", text: say("beside something else on purpose"), isWarning: false });
  if (createdBy === "PATIENT") marks.push({ icon: "chat", text: say("booked by the patient in the chat"), isWarning: false });
  return marks;
}
