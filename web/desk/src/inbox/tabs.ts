// The list's tabs, each the question whose answer it shows.
import type { ConversationWhere } from "../gql/graphql.js";
import { say } from "../language/say.js";
import type { Question } from "./rows.js";

export const TABS = ["mine", "nobodys", "all", "unread", "late", "snoozed", "closed"] as const;
export type Tab = (typeof TABS)[number];

export interface Filter {
  labelId: string | null;
  teamId: string | null;
}

export function whereOf(tab: Tab, userId: string): ConversationWhere {
  switch (tab) {
    case "mine":
      return { state: "OPEN", assigneeId: userId };
    case "nobodys":
      return { state: "OPEN", owner: "STAFF", isAssigned: false };
    case "all":
      return { state: "OPEN" };
    case "unread":
      return { isUnread: true, owner: "STAFF" }; // what the assistant answers is not waited for
    case "late":
      return { isOverdue: true };
    case "snoozed":
      return { state: "SNOOZED" };
    case "closed":
      return { state: "CLOSED" };
  }
}

export function questionOf(tab: Tab, userId: string, { labelId, teamId }: Filter): Question {
  const where = { ...whereOf(tab, userId), ...(labelId ? { labelId } : {}), ...(teamId ? { teamId } : {}) };
  return tab === "late"
    ? { where, orderBy: { field: "ANSWER_DUE_AT", direction: "ASC" } }
    : { where, orderBy: { field: "LAST_MESSAGE_AT", direction: "DESC" } };
}

export function tabName(tab: Tab): string {
  switch (tab) {
    case "mine":
      return say("Mine");
    case "nobodys":
      return say("Nobody's");
    case "all":
      return say("All open");
    case "unread":
      return say("Unread");
    case "late":
      return say("Too late");
    case "snoozed":
      return say("Later");
    case "closed":
      return say("Done");
  }
}

/** What an empty tab says. */
export function emptyText(tab: Tab): string {
  switch (tab) {
    case "mine":
      return say("Nothing is yours at the moment.");
    case "nobodys":
      return say("Nobody waits for somebody to take them on.");
    case "unread":
      return say("You have read everything.");
    case "late":
      return say("Nobody waits too long.");
    case "snoozed":
      return say("Nothing is put off.");
    case "closed":
      return say("Nothing is done yet.");
    default:
      return say("No conversation is open. When somebody writes, they come up here by themselves.");
  }
}
