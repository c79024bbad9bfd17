// What stands in a conversation, in words: kinds, states, reasons and failures; codes without words are shown as they are.
import { language, say } from "../language/say.js";

/** Say who somebody is: their name, else their number. */
export function calledBy(patient: { name?: string | null; phone?: string | null } | null | undefined): string {
  return patient?.name || phoneOf(patient?.phone) || say("Unknown");
}

export const phoneOf = (digits: string | null | undefined): string => (digits ? `+${digits}` : "");

/** What a message is where it has no words, as the list shows it. */
export function kindText(kind: string): string {
  switch (kind) {
    case "image":
      return say("Picture");
    case "audio":
      return say("Sound");
    case "voice":
      return say("Voice message");
    case "video":
      return say("Film");
    case "document":
      return say("Document");
    case "sticker":
      return say("Sticker");
    case "location":
      return say("Place");
    case "contacts":
      return say("Contact");
    case "order":
      return say("Order");
    case "form":
      return say("Form");
    case "call":
      return say("Call");
    default:
      return say("Message of another kind ({kind})", { kind });
  }
}

export function handoverText(reason: string): string {
  return HANDOVER[reason.toLowerCase()]?.() ?? reason;
}

const HANDOVER: Readonly<Record<string, () => string>> = {
  urgent: () => say("Urgent: they were told to call for help. Call them now."),
  asked_for_person: () => say("Asked for a person"),
  complaint: () => say("Complains"),
  not_understood: () => say("Was not understood"),
  media: () => say("Sent something other than text"),
  inside_cutoff: () => say("Wants to change an appointment at short notice"),
  running_late: () => say("Is late for an appointment"),
  arrived: () => say("Says that they are there"),
  service_not_offered: () => say("Wants what is not offered any more"),
  nothing_bookable: () => say("Nothing can be booked"),
  calendar_not_fresh: () => say("The calendar did not answer"),
  booking_refused: () => say("The appointment could not be made"),
  waitlist: () => say("Could not be put on the waitlist"),
  stop_requested: () => say("Asked for no more messages, and wrote since"),
  phone_app: () => say("Answered on the clinic's phone"),
  other: () => say("Handed over"),
};

export function heldText(reason: string, until: string): string {
  return HELD[reason]?.(until) ?? say("Waits until {until} ({reason})", { until, reason });
}

const HELD: Readonly<Record<string, (until: string) => string>> = {
  quiet_hours: (until) => say("Goes out at {until}, when the quiet hours are over", { until }),
  recipients_per_day: (until) => say("Waits until {until}: WhatsApp's daily number of people is reached", { until }),
  pair_rate: (until) => say("Waits until {until}: WhatsApp lets one person be written to no faster", { until }),
  number_rate: (until) => say("Waits until {until}: WhatsApp takes no more at once", { until }),
  provider_busy: (until) => say("Waits until {until}: WhatsApp asked to come back later", { until }),
  sending_paused: (until) => say("Waits until {until}: WhatsApp lets the number rest", { until }),
};

/** Say why a message will not arrive, and what can be done. */
export function failureText(code: string | null): string {
  switch (code) {
    case "131026":
      return say("Not delivered: this number cannot be reached on WhatsApp. Call them.");
    case "131047":
      return say("Not delivered: they wrote more than 24 hours ago. Send a template.");
    case "131049":
    case "131050":
      return say("Not delivered: WhatsApp held it back, or they want none of it. Call them.");
    case "131021":
      return say("Not delivered: that is the clinic's own number.");
    case "131031":
    case "190":
      return say("Not delivered: WhatsApp has to be connected again.");
    default:
      return code ? say("Not delivered ({code}). Send it again, or call.", { code }) : say("Not delivered. Send it again, or call.");
  }
}

export function fileText(state: string, code: string | null): string {
  switch (state) {
    case "WAITING":
      return say("Being fetched and checked…");
    case "INFECTED":
      return say("Not kept: it holds malware.");
    case "EXPIRED":
      return say("Not there any more.");
    case "REFUSED":
      return code === "too_large" ? say("Not kept: it is too large.") : say("Not kept: files of this kind are not.");
    default:
      return say("It could not be fetched. Ask them to send it again.");
  }
}

const NAMES: Record<string, Intl.DisplayNames> = {};

export function languageName(code: string): string {
  const names = (NAMES[language()] ??= new Intl.DisplayNames([language()], { type: "language" }));
  try {
    return names.of(code.replace("_", "-")) ?? code;
  } catch {
    return code; // the channel's own word for it
  }
}

export function sizeText(bytes: number): string {
  const isLarge = bytes >= 1_000_000;
  const number = isLarge ? bytes / 1_000_000 : Math.max(bytes / 1_000, 1);
  const digits = new Intl.NumberFormat(language(), { maximumFractionDigits: isLarge ? 1 : 0 }).format(number);
  return `${digits} ${isLarge ? "MB" : "kB"}`;
}

/** Why a message was not taken, where the page has words of its own for it. */
export function sendRefusals(): Readonly<Record<string, string>> {
  return {
    OUTSIDE_WINDOW: say("They wrote more than 24 hours ago: WhatsApp takes an approved template only."),
    CONVERSATION_CLOSED: say("The conversation is closed. Open it again first."),
    NOT_QUOTABLE: say("The message it answers cannot be quoted any more. Edit it, and send it without."),
    NEEDS_RECONNECT: say("WhatsApp has to be connected again."),
    CHANNEL_UNAVAILABLE: say("WhatsApp cannot be used right now. Try again in a moment."),
    UNREACHABLE: say("The server cannot be reached."),
    CHANNEL_TAKES_NO_FILES: say("No files can be sent through this channel."),
    TEMPLATE_NOT_SENDABLE: say("This template is not approved, or is advertising that they did not agree to."),
  };
}

/** Why a file was not taken. */
export function uploadRefusals(): Readonly<Record<string, string>> {
  return {
    ...sendRefusals(),
    type_not_allowed: say("Files of this type cannot be sent, or the file is not what it says it is."),
    too_large: say("The file is too large: pictures have up to 5 MB, sound and film 16 MB, documents 100 MB."),
    empty: say("There is nothing in the file."),
    cut_off: say("The file did not come whole. Attach it again."),
    infected: say("A scanner found malware in the file."),
    SCANNER_UNAVAILABLE: say("The file cannot be looked through for malware right now. Try again in a minute."),
    REQUEST_TIMEOUT: say("The file came too slowly. Attach it again."),
    QUOTA_REACHED: say("Too many files were uploaded and not sent. Try again tomorrow."),
  };
}
