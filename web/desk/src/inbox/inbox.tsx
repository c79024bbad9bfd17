// The inbox: which conversations there are, the one that is open, and whom it is with.
import type { ReactNode } from "react";
import { say } from "../language/say.js";
import { Conversation } from "./conversation.js";
import { List } from "./list.js";

export function Inbox({ conversationId }: { conversationId: string | null }): ReactNode {
  return (
    <div className={conversationId ? "inbox has-open" : "inbox"}>
      <List openId={conversationId} />
      {conversationId ? (
        <Conversation key={conversationId} id={conversationId} />
      ) : (
        <div className="nothing-open">
          <p>{say("Choose a conversation on the left.")}</p>
        </div>
      )}
    </div>
  );
}
