// On top of a conversation: with whom, who speaks, what it is sorted by, and what can be done with it.
import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { AssignMenu, LabelMenu, SnoozeMenu } from "./menus.js";
import { change } from "../graph/client.js";
import { dueText, useNow } from "./due.js";
import { Icon } from "./icons.js";
import { LabelChip } from "./row.js";
import type { Colleague } from "./presence.js";
import { calledBy, handoverText } from "./texts.js";
import type { Head, Thread } from "./thread.js";
import { Close, GiveBack, Reopen, TakeOver } from "./writing-documents.js";
import { snoozedText } from "./snooze.js";
import { UnreadButton } from "./unread.js";
import type { Saying } from "../shell/said.js";

interface HeadProps {
  head: Head;
  thread: Thread;
  saying: Saying;
  colleagues: readonly Colleague[];
  showPatient: () => void;
  isPatientShown: boolean;
}

export function ConversationTop({ head, thread, saying, colleagues, showPatient, isPatientShown }: HeadProps): ReactNode {
  const { clinic, may } = useDesk();
  return (
    <header className="top">
      <div className="top-line">
        <Link href="/inbox" className="back" aria-label={say("Back to the list")}>
          <Icon name="back" />
        </Link>
        <div className="who">
          <h2 dir="auto">{calledBy(head.patient)}</h2>
          <p className="faint">
            {speakerText(head)}
            {head.state === "SNOOZED" && ` · ${snoozedText(head.snoozedUntil ?? null, clinic.timeZone)}`}
            {head.state === "CLOSED" && ` · ${say("Closed")}`}
          </p>
        </div>
        {head.viewerCanAssign && <Actions head={head} thread={thread} saying={saying} />}
        {may("message:read") && head.lastInboundAt && <UnreadButton head={head} thread={thread} saying={saying} />}
        <button
          type="button"
          className="icon-button"
          aria-pressed={isPatientShown}
          onClick={showPatient}
          aria-label={say("Patient")}
          title={say("Patient")}
        >
          <Icon name="sliders" />
        </button>
      </div>
      <Marks head={head} colleagues={colleagues} />
      {saying.line}
    </header>
  );
}

function Marks({ head, colleagues }: Pick<HeadProps, "head" | "colleagues">): ReactNode {
  const due = dueText(head, useDesk().clinic.timeZone, useNow());
  if (!due && head.labels.length === 0 && colleagues.length === 0) return null;
  return (
    <div className="top-line second">
      {due && <span className={due.isLate ? "due late" : "due"}>{due.text}</span>}
      {head.labels.map((one) => (
        <LabelChip key={one.id} label={one} />
      ))}
      <Present colleagues={colleagues} />
    </div>
  );
}

function Present({ colleagues }: { colleagues: readonly Colleague[] }): ReactNode {
  const typing = colleagues.filter((one) => one.isTyping).map((one) => one.user?.fullName ?? say("Colleague"));
  const looking = colleagues.filter((one) => !one.isTyping).map((one) => one.user?.fullName ?? say("Colleague"));
  const list = new Intl.ListFormat(document.documentElement.lang || "en");
  return (
    <p className="present" role="status">
      {typing.length > 0 && <span className="typing">{say("Typing: {names}", { names: list.format(typing) })}</span>}
      {looking.length > 0 && <span>{say("Also here: {names}", { names: list.format(looking) })}</span>}
    </p>
  );
}

/** Say who speaks in a conversation. */
export function speakerText({ owner, assignee, team, handoverReason }: Pick<Head, "owner" | "assignee" | "team" | "handoverReason">): string {
  if (owner === "ASSISTANT") return say("The assistant answers");
  const who = [assignee?.fullName, team?.name].filter(Boolean).join(" · ");
  return who || (handoverReason ? `${say("Nobody has it yet")} · ${handoverText(handoverReason)}` : say("Nobody has it yet"));
}

function Actions({ head, thread, saying }: { head: Head; thread: Thread; saying: Saying }): ReactNode {
  const { user } = useDesk();
  const { id } = head;
  const act = (document: typeof TakeOver | typeof GiveBack | typeof Close | typeof Reopen, said: string) => () =>
    void saying.attempt(async () => {
      await thread.changeHead(() => change(document as typeof TakeOver, { id }));
      saying.said(said);
    });
  const isClosed = head.state === "CLOSED";
  const isMine = head.owner === "STAFF" && head.assignee?.id === user.id;
  return (
    <div className="actions" role="group" aria-label={say("What to do with the conversation")}>
      {!isClosed && !isMine && (
        <button type="button" className={head.assignee ? "" : "primary"} disabled={saying.isBusy} onClick={act(TakeOver, say("It is yours now."))}>
          {say("Take over")}
        </button>
      )}
      {!isClosed && head.owner === "STAFF" && (
        <button type="button" disabled={saying.isBusy} onClick={act(GiveBack, say("The assistant goes on with it."))} title={say("Give it back to the assistant")}>
          <Icon name="bot" /> <span className="word">{say("Give back")}</span>
        </button>
      )}
      {!isClosed && <AssignMenu head={head} thread={thread} saying={saying} />}
      <LabelMenu head={head} thread={thread} saying={saying} />
      {head.state === "OPEN" && <SnoozeMenu head={head} thread={thread} saying={saying} />}
      {head.state !== "OPEN" && (
        <button type="button" disabled={saying.isBusy} onClick={act(Reopen, say("It is open again."))}>
          {say("Reopen")}
        </button>
      )}
      {!isClosed && (
        <button type="button" disabled={saying.isBusy} onClick={act(Close, say("It is closed."))}>
          <Icon name="check" /> <span className="word">{say("Close")}</span>
        </button>
      )}
    </div>
  );
}

/** What stood open when a person got the conversation: read first, and then put away. */
export function Handoff({ head }: { head: Head }): ReactNode {
  const [isOpen, setOpen] = useState(() => !head.assignee); // whoever has it has read it
  const lines = head.handoff?.summary ?? [];
  if (head.owner !== "STAFF" || lines.length === 0) return null;
  return (
    <details className="handoff" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say("Where they stood")}</summary>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </details>
  );
}
