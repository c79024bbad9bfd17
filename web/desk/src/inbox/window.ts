// What keeps somebody from writing freely, and when that begins: WhatsApp's day ends by time alone.
import { useEffect } from "react";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import type { Head } from "./thread.js";

const WINDOW_MS = 24 * 3_600_000;

export interface Hindrance {
  cause: "role" | "closed" | "channel" | "window";
  text: string;
}

/** Say why nothing can be written now, null where it can; `ended` asks again when the day is over. */
export function useHindrance(head: Head | null, ended: () => void): Hindrance | null {
  const { may } = useDesk();
  useWindowEnd(head?.lastInboundAt ?? null, ended);
  if (!head) return null;
  if (!may("message:send")) return { cause: "role", text: say("Your role reads messages, and sends none.") };
  if (head.state === "CLOSED") return { cause: "closed", text: say("This conversation is closed. It opens again by itself when they write.") };
  const isConnected = !head.channel || head.channel.state === "CONNECTED" || head.channel.state === "NEEDS_RECONNECT";
  if (!isConnected) return { cause: "channel", text: say("WhatsApp is disconnected: nothing can be sent here until it is connected again.") };
  if (head.viewerCanSend) return null;
  return {
    cause: "window",
    text: head.lastInboundAt
      ? say("They last wrote more than 24 hours ago: WhatsApp takes an approved template only, until they write again.")
      : say("They have not written yet: WhatsApp takes an approved template only."),
  };
}

function useWindowEnd(lastInboundAt: string | null, ended: () => void): void {
  useEffect(() => {
    const left = lastInboundAt === null ? 0 : Date.parse(lastInboundAt) + WINDOW_MS - Date.now();
    if (left <= 0) return undefined;
    const timer = setTimeout(ended, left + 1_000);
    return () => clearTimeout(timer);
  }, [lastInboundAt, ended]);
}
