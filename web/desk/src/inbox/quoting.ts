// Which message is answered: chosen in the thread, shown above what is written, and gone with the sending.
import { useSyncExternalStore } from "react";
import type { Message } from "./thread.js";

export type Quote = NonNullable<Message["replyTo"]>;

interface Chosen {
  quote: Quote;
  /** Whether it was chosen just now: then somebody goes on where they write. */
  isFresh: boolean;
}

const chosen = new Map<string, Chosen>(); // in memory alone, as drafts are
const watchers = new Set<() => void>();

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

const tell = (): void => watchers.forEach((watcher) => watcher());

/** What is answered in a conversation, null where nothing in particular is. */
export const useQuote = (conversationId: string): Quote | null =>
  useSyncExternalStore(watch, () => chosen.get(conversationId)?.quote ?? null);

/** Answer a message, or none. */
export function quote(conversationId: string, message: Quote | null): void {
  if (message) chosen.set(conversationId, { quote: message, isFresh: true });
  else chosen.delete(conversationId);
  tell();
}

/** What is answered by what is sent now; the next message answers nothing in particular again. */
export function takeQuote(conversationId: string): Quote | null {
  const found = chosen.get(conversationId)?.quote ?? null;
  quote(conversationId, null);
  return found;
}

/** Whether it was chosen since this was last asked. */
export function isFreshlyChosen(conversationId: string): boolean {
  const one = chosen.get(conversationId);
  const isFresh = one?.isFresh ?? false;
  if (one) one.isFresh = false;
  return isFresh;
}
