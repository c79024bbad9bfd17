// Tasks in words: what happened, by a task's kind, and what to do next, by its advice.
import type { TaskAdvice } from "../gql/graphql.js";
import { say, sayCount } from "../language/say.js";

/** Say what a task is about; a kind that this desk does not know is shown by its code. */
export function titleOf(kind: string, bookingCount: number | null, reason: string | null): string {
  if (kind === "bookings_displaced" && bookingCount !== null) {
    return sayCount(bookingCount, "{count} appointment needs another time", "{count} appointments need another time");
  }
  const handed = kind === "handover" ? HANDED[reason ?? ""] : undefined;
  return (handed ?? TITLES[kind])?.() ?? say("To look at: {kind}", { kind });
}

const HANDED: Readonly<Record<string, () => string>> = {
  arrived: () => say("A patient says that they are there"),
  running_late: () => say("A patient comes late"),
};

const TITLES: Readonly<Record<string, () => string>> = {
  handover: () => say("A patient waits for a person"),
  call_received: () => say("A patient called"),
  booking_request: () => say("An appointment was asked for"),
  waitlist_offer: () => say("A time is kept for somebody who waits"),
  bookings_displaced: () => say("Appointments need another time"),
  calendar_drift: () => say("An event was changed in a calendar"),
  calendar_lost: () => say("A calendar has to be connected again"),
  calendar_ending: () => say("A calendar's consent ends soon"),
  calendar_unreadable: () => say("A calendar cannot be read"),
  calendar_slow: () => say("A calendar answers slowly"),
  calendar_not_written: () => say("An appointment could not be written into the calendar"),
  calendar_event_left: () => say("The event of a cancelled appointment is still in the calendar"),
  channel_lost: () => say("WhatsApp has to be connected again"),
  channel_ended: () => say("WhatsApp has to be connected again"),
  channel_blocked: () => say("WhatsApp says something of your account"),
  channel_notice: () => say("WhatsApp says something of your account"),
  channel_health: () => say("WhatsApp says something of your account"),
  message_failed: () => say("A message was not delivered"),
  media_missing: () => say("A file could not be fetched"),
  tell_patient: () => say("A patient has to be told of a change"),
  remind_patient: () => say("A patient could not be reminded"),
  identity_conflict: () => say("A phone number may have a new owner"),
  template_changed: () => say("A message template was changed at WhatsApp"),
  template_language: () => say("A template is missing in a patient's language"),
  templates_unreadable: () => say("WhatsApp's templates cannot be read"),
  webhook_disabled: () => say("A webhook was switched off"),
  emergency_access: () => say("Somebody was let in for an emergency"),
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
