// Small signs of what else is to be known of a booking; words stand beside them.
import { say } from "../language/say.js";
import type { SheetBooking } from "./columns.js";
import type { IconName } from "./icons.js";

export interface Mark {
  icon: IconName;
  text: string;
  isWarning: boolean;
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
