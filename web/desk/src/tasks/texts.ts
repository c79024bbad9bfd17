// Tasks in words: what happened, by a task's kind, and what to do next, by its advice.
import type { TaskAdvice } from "../gql/graphql.js";
import { say, sayCount } from "../language/say.js";

/** Say what a task is about; a kind that this desk does not know is shown by its code. */
export function titleOf(kind: string, bookingCount: number | null): string {
  switch (kind) {
    case "handover":
      return say("A patient waits for a person");
    case "call_received":
      return say("A patient called");
    case "booking_request":
      return say("An appointment was asked for");
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
    case "calendar_not_written":
      return say("An appointment could not be written into the calendar");
    case "calendar_event_left":
      return say("The event of a cancelled appointment is still in the calendar");
    case "channel_lost":
    case "channel_ended":
      return say("WhatsApp has to be connected again");
    case "channel_notice":
      return say("WhatsApp says something of your account");
    case "message_failed":
      return say("A message was not delivered");
    case "media_missing":
      return say("A file could not be fetched");
    case "tell_patient":
      return say("A patient has to be told of a change");
    case "remind_patient":
      return say("A patient could not be reminded");
    default:
      return say("To look at: {kind}", { kind });
  }
}

export function adviceOf(advice: TaskAdvice): string {
  return say(ADVICE[advice]);
}

const ADVICE: Readonly<Record<TaskAdvice, string>> = {
  ANSWER: "Write to them, or call.",
  ASK_AGAIN: "Ask the patient to send it once more.",
  CALL: "Call them: writing is of no use here.",
  SEND_TEMPLATE: "Send an approved template, or wait until the patient writes.",
  SET_UP_TEMPLATE: "No approved template says this: have one approved, and say what it is used for.",
  CHECK_TEMPLATE: "The template in use is not as it was: look at it.",
  ASK_CONSENT: "The patient has not agreed to this: ask them first.",
  RECONNECT: "Connect it again.",
  CHECK_ACCOUNT: "Look after the account at the provider.",
  MOVE: "Give them another time, or cancel them.",
  LOOK: "Look at it.",
};
