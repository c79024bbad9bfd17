// Where staff write: free text while WhatsApp takes it, a template where it does not, a note for colleagues always.
import { useCallback, useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { accepted, change } from "../graph/client.js";
import { useOnce } from "../graph/once.js";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { useSaying } from "../shell/said.js";
import { AttachButton, AttachedFile, dropping, pasting, useAttaching } from "./attaching.js";
import { goBack, wasCalled } from "./calling.js";
import { CannedList, filled, pointing, useCanned, type Canned, type Choosing } from "./canned.js";
import { Icon } from "./icons.js";
import { draftOf, keepDraft, send } from "./outbox.js";
import { Answering } from "./quoted.js";
import { takeQuote, useQuote } from "./quoting.js";
import { Templates } from "./templates.js";
import type { Thread } from "./thread.js";
import { useHindrance, type Hindrance } from "./window.js";
import { NoteAdd, Reopen } from "./writing-documents.js";

const SIZE = { rows: 2, maxLength: 4096 };

interface ComposerProps {
  thread: Thread;
  id: string;
  /** Counts how often a draft was changed elsewhere: by a text that was refused, say. */
  draft: number;
  typed: () => void;
}

export function Composer({ thread, id, draft, typed }: ComposerProps): ReactNode {
  const { may } = useDesk();
  const head = thread.head;
  const [isNote, setNote] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const [isCalled] = useState(() => wasCalled(id));
  const quoted = useQuote(id);
  useEffect(() => {
    if (quoted) setNote(false); // notes answer nobody
  }, [quoted]);
  const hindrance = useHindrance(head, thread.refresh);
  if (!head) return <div className="composer" />;
  const mayNote = head.viewerCanAssign && may("message:read");
  const mayTemplate = may("message:send") && may("connection:read") && head.state !== "CLOSED";
  return (
    <div className={isNote ? "composer noting" : "composer"}>
      <Kinds isNote={isNote} turnTo={mayNote ? setNote : null} choose={mayTemplate ? () => setChoosing(true) : null} />
      {isNote ? (
        <NoteWriting id={id} thread={thread} />
      ) : hindrance ? (
        <Hindered why={hindrance} thread={thread} choose={mayTemplate ? () => setChoosing(true) : null} isCalled={isCalled} />
      ) : (
        <Writing key={draft} id={id} typed={typed} last={lastOf(thread)} isCalled={(isCalled && thread.isLoaded) || draft > 0} />
      )}
      {isChoosing && <Templates head={head} close={() => setChoosing(false)} sent={() => (setChoosing(false), thread.refresh())} refresh={thread.refresh} />}
    </div>
  );
}

interface KindsProps {
  isNote: boolean;
  /** Null where nothing is noted. */
  turnTo: ((isNote: boolean) => void) | null;
  /** Null where no template is sent. */
  choose: (() => void) | null;
}

function Kinds({ isNote, turnTo, choose }: KindsProps): ReactNode {
  return (
    <div className="composer-tabs" role="group" aria-label={say("What to write")}>
      <button type="button" aria-pressed={!isNote} onClick={() => turnTo?.(false)}>
        {say("Message")}
      </button>
      {turnTo && (
        <button type="button" aria-pressed={isNote} onClick={() => turnTo(true)}>
          {say("Note for colleagues")}
        </button>
      )}
      {choose && !isNote && (
        <button type="button" className="to-templates" onClick={choose}>
          <Icon name="template" /> {say("Template")}
        </button>
      )}
    </div>
  );
}

interface HinderedProps {
  why: Hindrance;
  thread: Thread;
  /** Null where no template is sent. */
  choose: (() => void) | null;
  isCalled: boolean;
}

function Hindered({ why, thread, choose, isCalled }: HinderedProps): ReactNode {
  const { line, attempt, isBusy } = useSaying();
  const { id, viewerCanAssign } = thread.head ?? {};
  const reopen = (key: string) => void attempt(() => thread.changeHead(() => change(Reopen, { id: key })));
  return (
    <div className="hindered" role="status">
      <p>{why.text}</p>
      {why.cause === "window" && choose && (
        <button type="button" className="primary" autoFocus={isCalled} onClick={choose}>
          {say("Choose a template")}
        </button>
      )}
      {why.cause === "closed" && viewerCanAssign && id && (
        <button type="button" className="primary" autoFocus={isCalled} disabled={isBusy} onClick={() => reopen(id)}>
          {say("Open it again")}
        </button>
      )}
      {line}
    </div>
  );
}

const lastOf = ({ messages }: Thread): string | null => messages.findLast((one) => one.author === "PATIENT")?.body ?? null;

interface WritingProps {
  id: string;
  typed: () => void;
  /** What the patient wrote last, for whoever does not see it above. */
  last: string | null;
  /** Whether somebody asked for it just now, and goes on there. */
  isCalled: boolean;
}

/** Keep what is written with what goes with it, until it is sent. */
function useWriting(id: string, typed: () => void) {
  const { clinic } = useDesk();
  const [body, setBody] = useDraft(id);
  const canned = useCanned(clinic.id, body);
  const field = useGrowing(body);
  const { line, attempt } = useSaying();
  const attaching = useAttaching(id);
  const isReady = attaching.file ? attaching.file.uploaded !== null : body.trim() !== "";
  const write = (next: string) => {
    setBody(next);
    if (next.trim()) typed();
  };
  const choose = (reply: Canned) => void attempt(async () => {
    const one = await filled(id, reply);
    if (one) write(one.text);
    field.current?.focus();
  });
  const submit = () => {
    if (!isReady) return;
    send(id, body.trim(), takeQuote(id), attaching.file?.uploaded);
    attaching.takeOff();
    setBody("");
  };
  return { body, write, canned, choose, field, line, attaching, isReady, submit };
}

function Writing({ id, typed, last, isCalled }: WritingProps): ReactNode {
  const { body, write, canned, choose, field, line, attaching, isReady, submit } = useWriting(id, typed);
  const [list, about] = [useId(), useId()];
  useEffect(() => {
    if (isCalled) field.current?.focus();
  }, [isCalled, field]);
  return (
    <form className="writing" {...dropping(attaching)} onSubmit={(event) => (event.preventDefault(), submit())}>
      {canned.isOpen && <CannedList id={list} conversationId={id} choosing={canned} choose={choose} />}
      <Answering id={id} field={field} />
      {line}
      {attaching.line}
      <AttachedFile {...attaching} />
      <AttachButton {...attaching} />
      <textarea
        dir="auto"
        ref={field}
        value={body}
        {...SIZE}
        placeholder={say("Write to them. / for canned replies, Shift + Enter for a new line")}
        aria-label={say("Message")}
        aria-describedby={about}
        {...pointing(canned, list)}
        {...pasting(attaching)}
        onChange={(event) => write(event.target.value)}
        onKeyDown={keysOf(canned, choose, submit, () => goBack(id))}
      />
      <SendButton isOff={!isReady} />
      <span id={about} hidden>
        {last && say("They last wrote: {text}", { text: last })}
      </span>
    </form>
  );
}

function SendButton({ isOff }: { isOff: boolean }): ReactNode {
  return (
    <button className="primary send" disabled={isOff} aria-label={say("Send")} title={say("Send")}>
      <Icon name="send" />
    </button>
  );
}

/** What keys do while something is written: Enter sends, or takes the canned reply that the arrows stand at. */
function keysOf(
  canned: Choosing,
  choose: (reply: Canned) => void,
  submit: () => void,
  leave: () => void,
): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.nativeEvent.isComposing) return;
    const chosen = canned.isOpen ? canned.found[canned.at] : undefined;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (chosen) choose(chosen);
      else submit();
    } else if (canned.isOpen && event.key === "Escape") {
      canned.leave();
    } else if (event.key === "Escape") {
      leave();
    } else if (chosen && event.key === "Tab") {
      event.preventDefault();
      choose(chosen);
    } else if (chosen && step !== 0) {
      event.preventDefault();
      canned.move(step);
    }
  };
}

/** Keep what is being written in a conversation, for when somebody comes back to it. */
function useDraft(id: string): [string, (text: string) => void] {
  const [body, setBody] = useState(() => draftOf(id));
  const write = useCallback(
    (text: string) => {
      keepDraft(id, text);
      setBody(text);
    },
    [id],
  );
  return [body, write];
}

function useGrowing(body: string) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const at = field.current;
    if (!at) return;
    at.style.height = "auto";
    at.style.height = `${Math.min(at.scrollHeight + 2, innerHeight / 3)}px`;
  }, [body]);
  return field;
}

function NoteWriting({ id, thread }: { id: string; thread: Thread }): ReactNode {
  const [body, setBody] = useDraft(`note ${id}`);
  const field = useGrowing(body);
  const once = useOnce(NoteAdd);
  const { line, attempt, isBusy } = useSaying();
  const save = () => {
    if (!body.trim() || isBusy) return;
    void attempt(async () => {
      accepted(await once.ask({ id, body: body.trim() }, () => void thread.refreshNotes()));
      setBody("");
      thread.refreshNotes();
    });
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    save();
  };
  return (
    <form className="writing" onSubmit={(event) => (event.preventDefault(), save())}>
      {line}
      <textarea
        dir="auto"
        ref={field}
        value={body}
        autoFocus
        {...SIZE}
        placeholder={say("For colleagues alone. The patient may ask for a copy of notes one day")}
        aria-label={say("Note")}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={pressed}
      />
      <button className="primary send" disabled={isBusy || !body.trim()} aria-label={say("Add the note")} title={say("Add the note")}>
        <Icon name="check" />
      </button>
    </form>
  );
}
