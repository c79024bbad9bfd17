// Coming back to a conversation later: it is unread again to whoever says so, and stands in their list as such.
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { accepted, change } from "../graph/client.js";
import { say } from "../language/say.js";
import type { Saying } from "../shell/said.js";
import { Icon } from "./icons.js";
import type { Head, Thread } from "./thread.js";
import { MarkUnread } from "./writing-documents.js";

export function UnreadButton({ head, thread, saying }: { head: Head; thread: Thread; saying: Saying }): ReactNode {
  const [, go] = useLocation();
  const mark = async () => {
    thread.keepUnread(true); // or what is before their eyes would be read at once
    const isDone = await saying.attempt(async () => accepted(await change(MarkUnread, { id: head.id })));
    if (isDone) go("/inbox");
    else thread.keepUnread(false);
  };
  return (
    <button
      type="button"
      className="icon-button"
      disabled={saying.isBusy}
      onClick={() => void mark()}
      aria-label={say("Mark as unread")}
      title={say("Mark as unread")}
    >
      <Icon name="unread" />
    </button>
  );
}
