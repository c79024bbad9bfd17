// Tasks in words: what happened, by a task's kind, and what to do next, by its advice.
import type { TaskAdvice } from "../gql/graphql.js";
import { say, sayCount } from "../language/say.js";

/** Say what a task is about; a kind that this desk does not know is shown by its code. */
export function titleOf(kind: string, bookingCount: number | null, reason: string | null): string {
  switch (kind) {
    case "handover":
      return HANDED[reason ?? ""]?.() ?? say("A patient waits for a person");
    case "call_received":
      return say("A patient called");
    case "booking_request":
      return say("An appointment was asked for");
    case "waitlist_offer":
      return say("A time is kept for somebody who waits");
    case "bookings_displaced":
      return bookingCount === null
        ? say("Appointments need another time")
        : sayCount(bookingCount, "{count} appointment needs another time", "{count} appointments need another time");
    case "calendar_drift":
      return say("An event was changed in a calendar");
    case "calendar_lost":
      return say("A calendar has to be connected again");
    case "calendar_ending":
      return say("A calendar's consent ends soon");
    case "calendar_unreadable":
      return say("A calendar cannot be read");
    case "calendar_slow":
      return say("A calendar answers slowly");
    case "calendar_not_written":
      return say("An appointment could not be written into the calendar");
    case "calendar_event_left":
      return say("The event of a cancelled appointment is still in the calendar");
    case "channel_lost":
    case "channel_ended":
      return say("WhatsApp has to be connected again");
    case "channel_blocked":
    case "channel_notice":
    case "channel_health":
      return say("WhatsApp says something of your account");
    case "message_failed":
      return say("A message was not delivered");
    case "media_missing":
      return say("A file could not be fetched");
    case "tell_patient":
      return say("A patient has to be told of a change");
    case "remind_patient":
      return say("A patient could not be reminded");
    case "identity_conflict":
      return say("A phone number may have a new owner");
    case "template_changed":
      return say("A message template was changed at WhatsApp");
    case "template_language":
      return say("A template is missing in a patient's language");
    case "templates_unreadable":
      return say("WhatsApp's templates cannot be read");
    case "webhook_disabled":
      return say("A webhook was switched off");
    case "emergency_access":
      return say("Somebody was let in for an emergency");
    default:
      return say("To look at: {kind}", { kind });
  }
}

const HANDED: Readonly<Record<string, () => string>> = {
  arrived: () => say("A patient says that they are there"),
  running_late: () => say("A patient comes late"),
};

export function adviceOf(advice: TaskAdvice): string {
  return ADVICE[advice]();
}

const ADVICE: Readonly<Record<TaskAdvice, () => string>> = {
  ANSWER: () => say("Write to them, or call."),
  ASK_AGAIN: () => say("Ask the patient to send it once more."),
  CALL: () => say("Call them: writing is of no use here."),
  SEND_TEMPLATE: () => say("Send an approved template, or wait until the patient writes."),
  SET_UP_TEMPLATE: () => say("No approved template says this: have one approved, and say what it is used for."),
  CHECK_TEMPLATE: () => say("The template in use is not as it was: look at it."),
  ASK_CONSENT: () => say("The patient has not agreed to this: ask them first."),
  RECONNECT: () => say("Connect it again."),
  CHECK_ACCOUNT: () => say("Look after the account at the provider."),
  WELCOME: () => say("Let them in, and note that they have arrived."),
  MOVE: () => say("Give them another time, or cancel them."),
  LOOK: () => say("Look at it."),
};
