// A conversation as it goes on: its head, and its messages from the newest back as far as somebody looked.
import { useCallback, useEffect, useRef, useState } from "react";
import { useChanges } from "../graph/changes.js";
import { accepted, ask, change, Refused } from "../graph/client.js";
import type { HeadPartsFragment, MessagePartsFragment, NotesOfQuery } from "../gql/graphql.js";
import { ConversationHead, MarkRead, MessagesOf, NotesOf, ThreadChanged } from "./documents.js";
import { whenSent } from "./outbox.js";

const PAGE = 30;

export type Head = HeadPartsFragment;
export type Message = MessagePartsFragment;
type Noted = Extract<NonNullable<NotesOfQuery["node"]>, { __typename?: "Conversation" }>;
export type Note = NonNullable<Noted["notes"]>["nodes"][number];

export interface Thread {
  /** Null until it is there. */
  head: Head | null;
  messages: readonly Message[];
  notes: readonly Note[];
  hasOlder: boolean;
  isLoaded: boolean;
  /** There is no such conversation, or it is out of reach. */
  isGone: boolean;
  problem: Refused | null;
  loadOlder: () => Promise<void>;
  refresh: () => void;
  refreshNotes: () => Promise<void>;
  /** Change the conversation, and show what it is then. Throws Refused. */
  changeHead: (work: () => Promise<HeadChanged>) => Promise<void>;
  /** Let it be unread though somebody has it before their eyes: they come back to it. */
  keepUnread: (isKept: boolean) => void;
}

type HeadChanged = Parameters<typeof accepted>[0] & { conversation?: Head | null };

interface Held {
  messages: readonly Message[];
  start: string | null;
  isLoaded: boolean;
}

/** Keep one conversation; another one is another component (`key`). */
export function useThread(clinicId: string, id: string, readsMessages: boolean): Thread {
  const { head, takeHead, isGone, loadHead, changeHead } = useHead(id);
  const said = useMessages(id, readsMessages);
  const noted = useNotes(id, readsMessages);
  const { problem, guarded } = useGuard();
  const { load: loadNewest, take, add } = said;
  const { load: loadNotes } = noted;
  const refresh = useCallback(() => {
    for (const load of [loadHead, loadNewest, loadNotes]) void guarded(load);
  }, [guarded, loadHead, loadNewest, loadNotes]);
  useEffect(() => {
    refresh();
    return whenSent(id, add);
  }, [id, refresh, add]);
  useChanges(ThreadChanged, { clinic: clinicId, conversation: id }, (told) => {
    const event = told?.conversationChanged;
    if (!event) return refresh();
    if (event.conversation) takeHead(event.conversation);
    else void guarded(loadHead);
    if (event.message) take(event.message);
    else void guarded(loadNotes);
  });
  const [isUnreadKept, keepUnread] = useState(false);
  useReading(head, isUnreadKept);
  const refreshNotes = useCallback(() => guarded(loadNotes), [guarded, loadNotes]);
  const { messages, hasOlder, isLoaded, loadOlder } = said;
  return { head, messages, notes: noted.notes, hasOlder, isLoaded, isGone, problem, loadOlder, refresh, refreshNotes, changeHead, keepUnread };
}

/** Do what may be refused, and keep the last refusal. */
function useGuard(): { problem: Refused | null; guarded: (work: () => Promise<void>) => Promise<void> } {
  const [problem, setProblem] = useState<Refused | null>(null);
  const guarded = useCallback(async (work: () => Promise<void>) => {
    try {
      await work();
      setProblem(null);
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      setProblem(refused);
    }
  }, []);
  return { problem, guarded };
}

/** Keep the head as it was told last: an answer is dropped where something was told, or asked once more, since its question. */
function useHead(id: string) {
  const [head, setHead] = useState<Head | null>(null);
  const [isGone, setGone] = useState(false);
  const round = useRef(0);
  const takeHead = useCallback((told: Head) => {
    round.current++;
    setHead(told);
  }, []);
  const loadHead = useCallback(async () => {
    const own = ++round.current;
    const { node } = await ask(ConversationHead, { id });
    if (own !== round.current) return;
    if (node?.__typename === "Conversation") setHead(node);
    setGone(node?.__typename !== "Conversation");
  }, [id]);
  const changeHead = useCallback(async (work: () => Promise<HeadChanged>) => {
    const own = round.current;
    const { conversation } = accepted(await work());
    if (own !== round.current) await loadHead(); // whether what was told meanwhile is older than the answer, nobody knows
    else if (conversation) takeHead(conversation);
  }, [loadHead, takeHead]);
  return { head, takeHead, isGone, loadHead, changeHead };
}

function useMessages(id: string, isAsked: boolean) {
  const [{ messages, start, isLoaded }, setHeld] = useState<Held>({ messages: [], start: null, isLoaded: !isAsked });
  const readings = useRef(new Set<Message[]>()); // for each page on its way what is told meanwhile, which may be newer
  const load = useCallback(async () => {
    if (!isAsked) return;
    const told: Message[] = [];
    readings.current.add(told);
    try {
      const page = await messagesOf(id, null);
      setHeld((held) => told.reduce((all, one) => ({ ...all, messages: taken(all.messages, one) }), renewed(held, page)));
    } finally {
      readings.current.delete(told);
    }
  }, [id, isAsked]);
  const take = useCallback((message: Message) => {
    for (const told of readings.current) told.push(message);
    setHeld((held) => ({ ...held, messages: taken(held.messages, message) }));
  }, []);
  const add = useCallback((message: Message) => setHeld((held) => ({ ...held, messages: added(held.messages, message) })), []);
  const loadOlder = useCallback(async () => {
    if (start === null) return;
    const page = await messagesOf(id, start);
    // what was begun anew meanwhile does not reach back to it: between the two something would be missing
    setHeld((held) => (held.start === start ? { ...held, start: page.start, messages: sorted([...page.messages, ...held.messages]) } : held));
  }, [id, start]);
  return { messages, hasOlder: start !== null, isLoaded, load, take, add, loadOlder };
}

function useNotes(id: string, isAsked: boolean) {
  const [notes, setNotes] = useState<readonly Note[]>([]);
  const round = useRef(0);
  const load = useCallback(async () => {
    if (!isAsked) return;
    const own = ++round.current;
    const found = await notesOf(id);
    if (own === round.current) setNotes(found);
  }, [id, isAsked]);
  return { notes, load };
}

async function messagesOf(id: string, before: string | null): Promise<Omit<Held, "isLoaded">> {
  const { node } = await ask(MessagesOf, { id, last: PAGE, before });
  const page = node && "messages" in node ? node.messages : null;
  const start = page?.pageInfo.hasPreviousPage ? (page.pageInfo.startCursor ?? null) : null;
  return { messages: page?.nodes ?? [], start };
}

async function notesOf(id: string): Promise<readonly Note[]> {
  const { node } = await ask(NotesOf, { id });
  return node && "notes" in node ? (node.notes?.nodes ?? []) : [];
}

/** What is held, with the newest page asked for anew: where that does not reach back to what is held, it begins anew. */
function renewed(held: Held, page: Omit<Held, "isLoaded">): Held {
  const fresh = new Set(page.messages.map((one) => one.id));
  const others = held.messages.filter((one) => !fresh.has(one.id));
  if (!held.isLoaded) return { messages: sorted([...page.messages, ...others]), start: page.start, isLoaded: true }; // told meanwhile
  const isJoined = others.length < held.messages.length;
  if (!isJoined) return { ...page, isLoaded: true };
  return { messages: sorted([...others, ...page.messages]), start: others.length > 0 ? held.start : page.start, isLoaded: true };
}

function taken(messages: readonly Message[], message: Message): readonly Message[] {
  const at = messages.findIndex((one) => one.id === message.id);
  return at < 0 ? sorted([...messages, message]) : messages.with(at, message);
}

/** What became of a text that was sent. Who was told of it already knows as much or more: it may have been delivered since. */
function added(messages: readonly Message[], message: Message): readonly Message[] {
  return messages.some((one) => one.id === message.id) ? messages : sorted([...messages, message]);
}

/** By the time they were written; of one second's messages the order in which they came stays. */
function sorted(messages: readonly Message[]): readonly Message[] {
  const known = new Set<string>();
  const once = messages.filter(({ id }) => !known.has(id) && known.add(id));
  return once.sort((one, other) => Date.parse(one.sentAt) - Date.parse(other.sentAt));
}

/** Note as read what somebody has before their eyes; a page in the background is read by nobody. */
function useReading(head: Head | null, isUnreadKept: boolean): void {
  const [isSeen, setSeen] = useState(() => document.visibilityState === "visible");
  useEffect(() => {
    const look = () => setSeen(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  const isDue = isSeen && !isUnreadKept && (head?.unreadCount ?? 0) > 0;
  const { id, lastMessageAt } = head ?? {};
  useEffect(() => {
    if (!isDue || !id) return;
    change(MarkRead, { id }).then(
      () => undefined, // its own change tells the list, the navigation, and this page
      (problem: unknown) => {
        if (!(problem instanceof Refused)) throw problem; // unread it stays, and is tried with the next message
      },
    );
  }, [isDue, id, lastMessageAt]);
}
