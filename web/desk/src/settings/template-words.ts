// What templates can be used for, and what fills their gaps, in words.
import type { TemplatePurpose, TemplateStatus } from "../gql/graphql.js";
import { say } from "../language/say.js";

const OF_ONE = ["clinic", "date", "time", "place", "reference", "person"] as const;
const OF_SEVERAL = ["clinic", "count", "date", "time", "last_date", "place", "person"] as const;

/** What can fill the gaps of each purpose's templates. */
export const FILLINGS: Readonly<Record<TemplatePurpose, readonly string[]>> = {
  BOOKED: OF_ONE,
  MOVED: OF_ONE,
  CANCELLED: ["clinic", "date", "time", "reference", "person"],
  REMINDER: OF_ONE,
  SERIES_BOOKED: OF_SEVERAL,
  SERIES_MOVED: OF_SEVERAL,
  SERIES_CANCELLED: ["clinic", "count", "date", "time", "last_date", "person"],
  WAITLIST_OFFER: ["clinic", "date", "time", "place", "until", "person"],
  NO_SHOW: ["clinic", "date", "time", "reference", "person"],
  WRITE_BACK: ["clinic"],
  NEWS: ["clinic"],
};

export const PURPOSES = Object.keys(FILLINGS) as TemplatePurpose[];

const NAMES: Readonly<Record<TemplatePurpose, () => string>> = {
  BOOKED: () => say("Booked"),
  MOVED: () => say("Moved"),
  CANCELLED: () => say("Cancelled"),
  REMINDER: () => say("Reminder"),
  SERIES_BOOKED: () => say("Series booked"),
  SERIES_MOVED: () => say("Series moved"),
  SERIES_CANCELLED: () => say("Series cancelled"),
  WAITLIST_OFFER: () => say("An earlier time is free"),
  NO_SHOW: () => say("Another time for who did not come"),
  WRITE_BACK: () => say("Please write to us"),
  NEWS: () => say("News (marketing)"),
};

export const purposeName = (purpose: TemplatePurpose): string => NAMES[purpose]();

export function statusOf(status: TemplateStatus): string {
  switch (status) {
    case "APPROVED":
      return say("approved");
    case "PENDING":
      return say("WhatsApp has not decided yet");
    case "REJECTED":
      return say("refused by WhatsApp");
    case "PAUSED":
      return say("paused: too many did not like it");
    case "DISABLED":
      return say("switched off by WhatsApp");
    case "GONE":
      return say("deleted at WhatsApp");
    default:
      return say("unknown");
  }
}

interface Filling {
  name: string;
  /** What stands there in the preview. */
  example: string;
}

export function filling(name: string, clinic: string): Filling {
  switch (name) {
    case "clinic":
      return { name: say("Clinic"), example: clinic };
    case "date":
      return { name: say("Date"), example: say("Tuesday 13 October") };
    case "time":
      return { name: say("Time"), example: "09:30" };
    case "place":
      return { name: say("Place"), example: say("Centre") };
    case "reference":
      return { name: say("Booking reference"), example: "K7M2QX" };
    case "until":
      return { name: say("Until when it is kept"), example: "10:00" };
    case "person":
      return { name: say("Who comes"), example: "Ana" };
    case "count":
      return { name: say("How many"), example: "6" };
    case "last_date":
      return { name: say("Date of the last"), example: say("Tuesday 17 November") };
    default:
      return { name, example: name };
  }
}
