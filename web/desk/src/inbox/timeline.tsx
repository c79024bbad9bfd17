// What was said, day by day, with what colleagues noted in between; it stays where somebody reads, and follows where they do not.
import { Fragment, useCallback, useEffect, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { say, sayCount } from "../language/say.js";
import { dateOf, today, writtenDate } from "../language/times.js";
import { Arrivals } from "./arrivals.js";
import { Bubble } from "./bubble.js";
import { NoteCard } from "./notes.js";
import { NEAR_PX, useOlder, type Older } from "./older.js";
import type { Unsent } from "./outbox.js";
import { quote } from "./quoting.js";
import { Seeking, useSeeking } from "./seeking.js";
import type { Message, Note, Thread } from "./thread.js";
import { UnsentBubble } from "./unsent.js";

const TOGETHER_MS = 5 * 60_000;

type Item = { at: string } & ({ message: Message } | { note: Note });

interface TimelineProps {
  thread: Thread;
  unsent: readonly Unsent[];
  zone: string;
  edit: (one: Unsent) => void;
}

export function Timeline({ thread, unsent, zone, edit }: TimelineProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLOListElement>(null);
  const items = itemsOf(thread);
  const { unseen, toEnd, scrolled } = useFollowing(box, inner, thread, unsent.length);
  const older = useOlder(thread, box);
  const { seek, line } = useSeeking(thread, older);
  return (
    <div className="timeline">
      <Arrivals thread={thread} />
      <div
        className="scroll"
        ref={box}
        onScroll={() => (scrolled(), older.look())}
        tabIndex={0}
        role="log"
        aria-live="off" // said by Arrivals
        aria-label={say("Messages")}
        aria-busy={!thread.isLoaded}
      >
        {!thread.isLoaded && !thread.problem && <Ghosts />}
        {thread.hasOlder && <ShowOlder older={older} />}
        <Seeking value={seek}>
          <ol ref={inner}>
            {items.map((item, at) => (
              <Entry key={"message" in item ? item.message.id : item.note.id} item={item} before={items[at - 1]} zone={zone} thread={thread} />
            ))}
            {unsent.map((one) => (
              <UnsentBubble key={one.key} one={one} zone={zone} edit={edit} />
            ))}
          </ol>
        </Seeking>
      </div>
      {line}
      {unseen > 0 && <NewOnes count={unseen} show={toEnd} />}
    </div>
  );
}

function NewOnes({ count, show }: { count: number; show: () => void }): ReactNode {
  return (
    <button type="button" className="new-ones" onClick={show}>
      ↓ {sayCount(count, "{count} new message", "{count} new messages")}
    </button>
  );
}

function Entry({ item, before, zone, thread }: { item: Item; before: Item | undefined; zone: string; thread: Thread }): ReactNode {
  const day = dateOf(item.at, zone);
  const isNewDay = !before || !dateOf(before.at, zone).equals(day);
  return (
    <Fragment>
      {isNewDay && (
        <li className="day">
          <span>{dayText(day, zone)}</span>
        </li>
      )}
      {"message" in item ? (
        <Bubble message={item.message} zone={zone} follows={!isNewDay && isTogether(before, item)} reply={replyTo(item.message, thread)} />
      ) : (
        <NoteCard note={item.note} zone={zone} thread={thread} />
      )}
    </Fragment>
  );
}

/** How a message is answered, null where nobody can: it is not known to the channel, or nothing can be written now. */
function replyTo(message: Message, { head }: Thread): (() => void) | null {
  if (!head?.viewerCanSend || !message.isQuotable) return null;
  return () => quote(head.id, message);
}

function isTogether(before: Item | undefined, item: Item): boolean {
  if (!before || !("message" in before) || !("message" in item)) return false;
  const [one, other] = [before.message, item.message];
  const isSame = one.author === other.author && one.authorUser?.id === other.authorUser?.id && one.kind !== "system" && one.kind !== "call";
  return isSame && Date.parse(item.at) - Date.parse(before.at) < TOGETHER_MS;
}

function dayText(day: Temporal.PlainDate, zone: string): string {
  const ago = day.until(today(zone)).days;
  if (ago === 0) return say("Today");
  if (ago === 1) return say("Yesterday");
  const isThisYear = day.year === today(zone).year;
  return writtenDate(day, { weekday: "long", day: "numeric", month: "long", ...(isThisYear ? {} : { year: "numeric" }) });
}

/** Messages and notes by time; of notes those alone that lie within what is loaded. */
function itemsOf({ messages, notes, hasOlder }: Thread): readonly Item[] {
  const since = hasOlder ? Date.parse(messages[0]?.sentAt ?? "") : -Infinity;
  const items: Item[] = messages.map((message) => ({ at: message.sentAt, message }));
  items.push(...notes.filter((one) => Date.parse(one.createdAt) >= since).map((note) => ({ at: note.createdAt, note })));
  return items.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

function ShowOlder({ older }: { older: Older }): ReactNode {
  return (
    <p className="older">
      <button type="button" className="plain" onClick={() => void older.load()} disabled={older.isBusy}>
        {older.isBusy ? say("Loading older messages…") : say("Show older messages")}
      </button>
    </p>
  );
}

/** Keep the end in sight while somebody is there; keep what is read in its place while older ones come in above it. */
function useFollowing(box: RefObject<HTMLDivElement>, inner: RefObject<HTMLOListElement>, { messages, notes }: Thread, unsentCount: number) {
  const isAtEnd = useRef(true);
  const height = useRef(0);
  const top = useRef(0);
  const [seenUpTo, setSeenUpTo] = useState<string | null>(null);
  const first = messages[0]?.id;
  const last = messages.at(-1)?.id;
  const priorFirst = useRef(first);

  const toEnd = useCallback(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [box]);
  useLayoutEffect(() => {
    const view = box.current;
    if (!view) return;
    const isOlder = priorFirst.current !== undefined && priorFirst.current !== first && !isAtEnd.current;
    if (isAtEnd.current) toEnd();
    else if (isOlder) view.scrollTop += view.scrollHeight - height.current;
    priorFirst.current = first;
    height.current = view.scrollHeight;
    if (isAtEnd.current && last) setSeenUpTo(last);
  }, [first, last, notes.length, box, toEnd]);
  useLayoutEffect(toEnd, [unsentCount, toEnd]); // whoever writes looks at what they wrote
  const grown = useCallback(() => {
    if (isAtEnd.current) toEnd(); // pictures come in after their messages
    height.current = box.current?.scrollHeight ?? 0;
  }, [box, toEnd]);
  useGrowth(box, inner, grown);
  const scrolled = () => {
    const view = box.current;
    if (!view) return;
    const isNear = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR_PX;
    isAtEnd.current = isNear || (isAtEnd.current && view.scrollTop >= top.current); // what grew below took nobody away from the end
    top.current = view.scrollTop;
    if (isAtEnd.current && last && last !== seenUpTo) setSeenUpTo(last);
  };
  const at = messages.findIndex((one) => one.id === seenUpTo);
  const unseen = seenUpTo === null || at < 0 ? 0 : messages.length - 1 - at;
  return { unseen, toEnd, scrolled };
}

function useGrowth(box: RefObject<HTMLElement>, inner: RefObject<HTMLElement>, grown: () => void): void {
  useEffect(() => {
    const observer = new ResizeObserver(grown);
    for (const one of [box.current, inner.current]) if (one) observer.observe(one);
    return () => observer.disconnect();
  }, [box, inner, grown]);
}

function Ghosts(): ReactNode {
  return (
    <div className="ghosts" aria-hidden="true">
      {[52, 38, 61, 44].map((width, at) => (
        <span key={width} className={at % 2 ? "ours" : "theirs"} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
