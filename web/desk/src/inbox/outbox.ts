// What was written and is not the API's yet: shown at once, sent in its order, and never lost where it is refused.
import { useSyncExternalStore } from "react";
import { accepted, change, newKey, Refused } from "../graph/client.js";
import type { Quote } from "./quoting.js";
import { MessageSend } from "./writing-documents.js";
import type { Message } from "./thread.js";
import type { Uploaded } from "./upload.js";

export interface Unsent {
  key: string;
  conversationId: string;
  body: string;
  /** The message that it answers. */
  quote: Quote | null;
  /** The file that goes with it. */
  file: Uploaded | null;
  at: string;
  /** Whether the news of it came before its answer: then it stands in the conversation already. */
  isTold: boolean;
  /** Why it was refused; null while it is on its way. */
  refusal: Refused | null;
}

const UNKNOWN: ReadonlySet<string> = new Set(["UNREACHABLE", "UNEXPECTED", "TIMEOUT", "IDEMPOTENCY_IN_PROGRESS"]);

let waiting: readonly Unsent[] = [];
const watchers = new Set<() => void>();
const receivers = new Map<string, Set<(message: Message) => void>>();
const queues = new Map<string, Promise<void>>();

function keep(next: readonly Unsent[]): void {
  waiting = next;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** What of all conversations is not sent. */
export const useUnsent = (): readonly Unsent[] => useSyncExternalStore(watch, () => waiting);

/** Be given what became a message of a conversation. */
export function whenSent(conversationId: string, receive: (message: Message) => void): () => void {
  const all = receivers.get(conversationId) ?? new Set();
  receivers.set(conversationId, all.add(receive));
  return () => all.delete(receive);
}

/** Send a text, or a file with words below it, after what was written before. */
export function send(conversationId: string, body: string, quote: Quote | null, file: Uploaded | null = null): void {
  const one = { key: newKey(), conversationId, body, quote, file, at: new Date().toISOString(), isTold: false, refusal: null };
  keep([...waiting, one]);
  queue(one);
}

/** Send once more what was refused: under the same key where nobody knows what became of it, so that it cannot arrive twice. */
export function sendAgain(one: Unsent): void {
  const isKnown = one.refusal !== null && !UNKNOWN.has(one.refusal.code);
  const again = { ...one, key: isKnown ? newKey() : one.key, isTold: false, refusal: null };
  keep(waiting.map((each) => (each.key === one.key ? again : each)));
  queue(again);
}

export function discard(key: string): void {
  keep(waiting.filter((one) => one.key !== key));
}

function queue(one: Unsent): void {
  const before = queues.get(one.conversationId) ?? Promise.resolve();
  queues.set(one.conversationId, before.then(() => deliver(one)));
}

async function deliver({ key, conversationId, body, quote, file }: Unsent): Promise<void> {
  underway.set(conversationId, key);
  const input = { conversationId, body, replyToMessageId: quote?.id ?? null, uploadId: file?.uploadId ?? null };
  try {
    const { message } = accepted(await change(MessageSend, { input, key }));
    if (message) metIn(conversationId).add(message.id);
    if (message) for (const receive of receivers.get(conversationId) ?? []) receive(message);
    discard(key);
  } catch (problem) {
    const refusal = problem instanceof Refused ? problem : new Refused("UNEXPECTED", String(problem));
    keep(waiting.map((one) => (one.key === key ? { ...one, refusal } : one)));
  } finally {
    underway.delete(conversationId);
  }
}

const underway = new Map<string, string>(); // the key of what is being sent, one of a conversation at a time
const met = new Map<string, Set<string>>();

function metIn(conversationId: string): Set<string> {
  const all = met.get(conversationId) ?? new Set();
  met.set(conversationId, all);
  return all;
}

/** Look among the messages of a conversation, the oldest first, for what is being sent, whose answer is not here yet. */
export function meet(conversationId: string, messages: readonly Message[], userId: string): void {
  const before = metIn(conversationId);
  const first = messages.findIndex(({ id }) => before.has(id));
  const fresh = messages.slice(first < 0 ? messages.length : first).filter(({ id }) => !before.has(id)); // what is older came by looking back
  for (const { id } of messages) before.add(id);
  const sent = waiting.find(({ key }) => key === underway.get(conversationId));
  if (!sent || sent.isTold || !fresh.some((one) => one.authorUser?.id === userId && isSame(one, sent))) return;
  keep(waiting.map((one) => (one === sent ? { ...one, isTold: true } : one)));
}

const isSame = ({ body, media, replyTo }: Message, sent: Unsent): boolean =>
  (media ? (media.caption ?? "") : body) === sent.body && Boolean(media) === Boolean(sent.file) && replyTo?.id === sent.quote?.id;

const drafts = new Map<string, string>();

/** What is being written in a conversation; in memory alone, since patients are spoken of in it. */
export const draftOf = (conversationId: string): string => drafts.get(conversationId) ?? "";

export function keepDraft(conversationId: string, text: string): void {
  if (text) drafts.set(conversationId, text);
  else drafts.delete(conversationId);
}

// Whoever leaves the page with something unsaid is asked first.
addEventListener("beforeunload", (event) => {
  if (waiting.length > 0 || [...drafts.values()].some((text) => text.trim())) event.preventDefault();
});
