// How a WhatsApp account is, and what can be done about it, in words.
import type { ChannelsQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";

export type Channel = NonNullable<ChannelsQuery["channels"]>["nodes"][number];
type Notice = NonNullable<Channel["notices"]>["nodes"][number];

export function stateOf({ state }: Channel): string {
  switch (state) {
    case "CONNECTED":
      return say("works");
    case "CONNECTING":
      return say("half-way connected: enter what is missing below");
    case "NEEDS_RECONNECT":
      return say("has to be connected again");
    case "DISCONNECTING":
      return say("being disconnected");
    default:
      return say("disconnected");
  }
}

export function qualityOf(quality: NonNullable<Channel["health"]>["quality"]): string {
  switch (quality) {
    case "HIGH":
      return say("People take its messages well.");
    case "MEDIUM":
      return say("Some people complain of its messages.");
    case "LOW":
      return say("Many people complain: WhatsApp is about to limit it.");
    default:
      return say("WhatsApp does not say how people take its messages.");
  }
}

/** What to do about a banner's reason or a problem of its health. */
export function adviceOn(code: string): string {
  switch (code) {
    case "needs_reconnect":
    case "permission_missing":
    case "not_subscribed":
      return say("WhatsApp takes our access no longer. Connect it again below, with a token that has both permissions.");
    case "token_expiring":
      return say("The access token ends soon. Make a new one, and connect again below.");
    case "disconnected":
    case "ended_by_provider":
      return say("WhatsApp ended the connection. Connect it again below.");
    case "sending_paused":
      return say("WhatsApp lets the number rest. Messages wait, and go out by themselves.");
    case "account_blocked":
    case "payment_problem":
      return say("WhatsApp blocked the account, or was not paid. Settle it in WhatsApp Manager.");
    case "quality_low":
      return say("Many people complain. Write less that was not asked for, and look at your templates.");
    case "name_declined":
    case "display_name_unapproved":
      return say("The display name was not approved. Choose another in WhatsApp Manager.");
    case "number_unregistered":
      return say("The number is not registered. Connect it again below, with its pin.");
    case "webhook_fields_missing":
      return say("WhatsApp does not tell us everything. Whoever runs this server subscribes the missing fields in the Meta app.");
    default:
      return say("Look at the account in WhatsApp Manager ({code}).", { code });
  }
}

export function effectOf({ effect }: Notice): string {
  switch (effect) {
    case "LOOK":
      return say("Look at it: there is a task.");
    case "LOST":
      return say("The account was taken away; it may be given back.");
    case "ENDED":
      return say("The connection was ended for good.");
    case "RESTORED":
      return say("The account was given back.");
    default:
      return say("Good to know; nothing is to be done.");
  }
}
