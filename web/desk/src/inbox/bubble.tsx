// One message: who wrote it, what it says or holds, and what became of it.
import { useState, type ReactNode } from "react";
import { ask, Refused } from "../graph/client.js";
import { say } from "../language/say.js";
import { dayAndTime, time } from "../language/times.js";
import { VersionsOf } from "./documents.js";
import { Icon } from "./icons.js";
import { MediaPart } from "./media.js";
import { CardsPart, ChoicesPart, FormPart, OrderPart, PlacePart, RawPart } from "./particulars.js";
import { Prose } from "./prose.js";
import { Quoted, ReplyButton } from "./quoted.js";
import { failureText, heldText } from "./texts.js";
import type { Message } from "./thread.js";

interface BubbleProps {
  message: Message;
  zone: string;
  /** Whether the one before is of the same author and just before it: then nobody is named again. */
  follows: boolean;
  /** Answer it; null where that cannot be. */
  reply: (() => void) | null;
}

/** What the channel says of the patient, and calls, are told in between rather than said by somebody. */
const TOLD: ReadonlySet<string> = new Set(["system", "call"]);

export function Bubble({ message, zone, follows, reply }: BubbleProps): ReactNode {
  if (TOLD.has(message.kind) || message.author === "CHANNEL") return <Told message={message} zone={zone} />;
  const side = message.author === "PATIENT" ? "theirs" : "ours";
  const kind = message.author.toLowerCase();
  return (
    <li className={`said-by ${side} ${kind}${follows ? " follows" : ""}`} data-message={message.id} tabIndex={-1}>
      {!follows && <p className="author">{authorOf(message)}</p>}
      <div className={`bubble${message.revokedAt ? " revoked" : ""}${message.status === "FAILED" ? " failed" : ""}`}>
        {message.replyTo && <Quoted of={message.replyTo} />}
        <Content message={message} />
        <Foot message={message} zone={zone} />
        {reply && <ReplyButton reply={reply} />}
      </div>
      {message.reactions.length > 0 && (
        <p className="reactions" aria-label={say("Reactions")}>
          {message.reactions.map((one) => (
            <span key={one.author + one.emoji}>{one.emoji}</span>
          ))}
        </p>
      )}
      <Fate message={message} zone={zone} />
    </li>
  );
}

function Told({ message, zone }: { message: Message; zone: string }): ReactNode {
  return (
    <li className="told">
      {message.kind === "call" && <Icon name="call" />}
      {message.body} <time dateTime={message.sentAt}>{time(message.sentAt, zone)}</time>
    </li>
  );
}

function authorOf({ author, authorUser, purpose }: Message): ReactNode {
  switch (author) {
    case "PATIENT":
      return <span className="unseen">{say("Patient")}</span>;
    case "ASSISTANT":
      return (
        <>
          <Icon name="bot" /> {purpose && purpose !== "ANSWER" ? say("Assistant, by itself") : say("Assistant")}
        </>
      );
    case "PHONE_APP":
      return (
        <>
          <Icon name="phone" /> {say("On the clinic's phone")}
        </>
      );
    case "PARTNER":
      return say("Connected system");
    default:
      return authorUser?.fullName ?? say("Colleague");
  }
}

function Content({ message }: { message: Message }): ReactNode {
  if (message.revokedAt) return <p className="words faint">{say("This message was taken back.")}</p>;
  const { media, place, contacts, form, order, raw } = message;
  const words = wordsOf(message);
  return (
    <>
      {message.isForwarded && <p className="mark-line">{say("Forwarded")}</p>}
      {message.chatGroupId && <p className="mark-line">{say("Said in a group; nobody answers it here")}</p>}
      {message.referral?.headline && <p className="mark-line">{say("Came by: {what}", { what: message.referral.headline })}</p>}
      {media && <MediaPart message={message} media={media} />}
      {place && <PlacePart place={place} />}
      {contacts.length > 0 && <CardsPart contacts={contacts} />}
      {words && (
        <p className="words" dir="auto">
          <Prose text={words} />
        </p>
      )}
      {form && <FormPart form={form} />}
      {order && <OrderPart order={order} />}
      <ChoicesPart choices={message.choices} />
      {raw && <RawPart raw={raw} />}
    </>
  );
}

/** The words to show: a file's caption, nothing where the particulars say it all, else the body. */
function wordsOf({ media, place, contacts, body }: Message): string {
  if (media) return media.caption ?? "";
  if (place || contacts.length > 0) return "";
  return body;
}

function Foot({ message, zone }: { message: Message; zone: string }): ReactNode {
  const { sentAt, editedAt, revokedAt, historyPhase } = message;
  return (
    <p className="foot">
      {historyPhase !== null && historyPhase !== undefined && <span>{say("from before")}</span>}
      {editedAt && !revokedAt && <Edited id={message.id} zone={zone} />}
      <time dateTime={sentAt} title={dayAndTime(sentAt, zone)}>
        {time(sentAt, zone)}
      </time>
      {message.direction === "OUTBOUND" && <Tick message={message} />}
    </p>
  );
}

function Tick({ message: { status, heldUntil } }: { message: Message }): ReactNode {
  const [icon, text, kind] = tickOf(status, Boolean(heldUntil));
  return (
    <span className={`tick ${kind}`} role="img" aria-label={text} title={text} data-status={status}>
      <Icon name={icon} />
    </span>
  );
}

function tickOf(status: Message["status"], isHeld: boolean): readonly ["clock" | "check" | "checks" | "alert", string, string] {
  switch (status) {
    case "FAILED":
      return ["alert", say("Not delivered"), "bad"];
    case "READ":
      return ["checks", say("Read"), "read"];
    case "PLAYED":
      return ["checks", say("Listened to"), "read"];
    case "DELIVERED":
      return ["checks", say("Delivered"), ""];
    case "SENT":
      return ["check", say("Sent"), ""];
    default:
      return ["clock", isHeld ? say("Waits") : say("On its way"), ""];
  }
}

/** What became of it where that needs a word: that it waits, or failed. */
function Fate({ message, zone }: { message: Message; zone: string }): ReactNode {
  if (message.status === "FAILED") return <p className="fate problem">{failureText(message.errorCode ?? null)}</p>;
  if (message.heldUntil && message.heldReason) {
    return <p className="fate">{heldText(message.heldReason, dayAndTime(message.heldUntil, zone))}</p>;
  }
  return null;
}

interface Version {
  at: string;
  body: string;
}

function Edited({ id, zone }: { id: string; zone: string }): ReactNode {
  const [versions, setVersions] = useState<readonly Version[] | null>(null);
  const show = async () => {
    if (versions?.length) return setVersions(null);
    try {
      const { node } = await ask(VersionsOf, { id });
      return setVersions(node && "versions" in node ? node.versions : []);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      return setVersions([]); // nothing to show, and the next press asks again
    }
  };
  return (
    <>
      <button type="button" className="plain edited" aria-expanded={versions !== null} onClick={() => void show()}>
        {say("edited")}
      </button>
      {versions && (
        <span className="versions">
          {versions.map((one) => (
            <span key={one.at}>
              {dayAndTime(one.at, zone)}: {one.body}
            </span>
          ))}
        </span>
      )}
    </>
  );
}
