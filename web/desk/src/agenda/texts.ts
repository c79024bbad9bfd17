// What the agenda's codes mean, in words.
import type { BookingParty, BookingStatus, SlotReason } from "../gql/graphql.js";
import { say } from "../language/say.js";

export function statusOf(status: BookingStatus): string {
  switch (status) {
    case "REQUESTED":
      return say("Requested");
    case "CONFIRMED":
      return say("Confirmed");
    case "CHECKED_IN":
      return say("Checked in");
    case "COMPLETED":
      return say("Completed");
    case "NO_SHOW":
      return say("Did not come");
    case "CANCELLED":
      return say("Cancelled");
  }
}

export function partyOf(party: BookingParty): string {
  switch (party) {
    case "PATIENT":
      return say("the patient, in the chat");
    case "STAFF":
      return say("the practice");
    case "PARTNER":
      return say("a partner");
    case "SYSTEM":
      return say("the system");
  }
}

export function reasonOf(reason: SlotReason): string {
  switch (reason) {
    case "NOTICE":
      return say("It is too soon: the clinic wants to know earlier.");
    case "HORIZON":
      return say("It is too far ahead.");
    case "HOURS":
      return say("There are no working hours then.");
    case "BREAK":
      return say("There is a break then.");
    case "GRID":
      return say("This service starts at other minutes.");
    case "BOOKING":
      return say("There is another appointment.");
    case "SEATS":
      return say("All seats of the group are taken.");
    case "HOLD":
      return say("Somebody is about to book it; it is kept for them for some minutes.");
    case "EXTERNAL_BUSY":
      return say("The practitioner's own calendar is busy.");
    case "BUFFER":
      return say("It would leave too little time before or after something else.");
    case "TRAVEL":
      return say("The practitioner would be on the way between two places.");
    case "LIMIT":
      return say("There are enough appointments on that day or in that week.");
    case "ROOM":
      return say("No room or device that is needed is free.");
    case "STALE_CALENDAR":
      return say("The practitioner's calendar cannot be read right now.");
  }
}

/** Why a booking was cancelled: codes that this desk offers in words, others as they are. */
export function cancelReasonOf(code: string): string {
  switch (code) {
    case "patient_asked":
      return say("The patient asked for it");
    case "practitioner_absent":
      return say("The practitioner is absent");
    case "clinic_closed":
      return say("The practice is closed");
    case "booked_twice":
      return say("It was booked twice");
    case "calendar_deleted":
      return say("Its event was deleted in the calendar");
    case "no_show":
      return say("Nobody came");
    default:
      return code.replaceAll("_", " ");
  }
}

export const CANCEL_REASONS = ["patient_asked", "practitioner_absent", "clinic_closed", "booked_twice"] as const;

/** Refusals of the agenda in words; what is not here is said by the desk. */
export const refusals = (): Readonly<Record<string, string>> => ({
  SLOT_TAKEN: say("That time is not free any more."),
  SLOT_NOT_OFFERED: say("That time is not offered."),
  ONLY_ON_REQUEST: say("Nobody can see the calendar right now: the time can only be asked for."),
  CALENDAR_NOT_FRESH: say("The calendar does not answer right now. Try again in a minute."),
  STALE: say("Somebody changed it meanwhile. This is how it stands now: look again, and repeat it if it still holds."),
  WRONG_STATUS: say("That does not fit what the appointment is now. Look again."),
  NOT_THE_TIME: say("It is too early for that, or too late."),
  ALREADY_CANCELLED: say("It is cancelled already."),
  NOT_REQUESTED: say("Somebody has answered it already."),
  NOT_DISPLACED: say("It needs no other time any more."),
  SERIES_REFUSED: say("Not all appointments of the series can be changed so; nothing was changed."),
  DRIFT_SETTLED: say("Somebody was faster, or it came right by itself."),
});

export const OVERBOOK_REASONS = ["acute_pain", "urgent", "together", "practitioner_agreed"] as const;

/** Why something was booked beside something else: codes of this desk in words, others as they are. */
export function overbookReasonOf(code: string): string {
  switch (code) {
    case "acute_pain":
      return say("Acute pain");
    case "urgent":
      return say("It cannot wait");
    case "together":
      return say("They come together");
    case "practitioner_agreed":
      return say("The practitioner agreed");
    default:
      return code.replaceAll("_", " ");
  }
}
