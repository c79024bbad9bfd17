import type { ReactNode } from "react";

export function Inbox({ conversationId }: { conversationId: string | null }): ReactNode {
  return <section className="page inbox" data-conversation={conversationId} />;
}
