// One conversation in the list.
import type { ReactNode } from "react";
import { Link } from "wouter";
import { say } from "../language/say.js";
import { whenItWas } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { call } from "./calling.js";
import { Icon, isIcon } from "./icons.js";
import type { Row } from "./rows.js";
import { calledBy, kindText } from "./texts.js";
import { dueText } from "./due.js";

const WORDY: ReadonlySet<string> = new Set(["text", "option", "buttons", "options", "template", "form", "system", "call", "reaction", "order"]);

interface RowProps {
  row: Row;
  isOpen: boolean;
  now: number;
  /** Null where nothing can be selected. */
  selected: boolean | null;
  select: (isSelected: boolean) => void;
}

export function RowLink({ row, isOpen, now, selected, select }: RowProps): ReactNode {
  const { clinic } = useDesk();
  const isUnread = row.unreadCount > 0 && row.owner === "STAFF";
  const name = calledBy(row.patient);
  const due = dueText(row, clinic.timeZone, now);
  return (
    <li className={`row${isOpen ? " open" : ""}${isUnread ? " unread" : ""}${selected ? " selected" : ""}`}>
      {selected !== null && (
        <input type="checkbox" checked={selected} onChange={(event) => select(event.target.checked)} aria-label={say("Select {name}", { name })} />
      )}
      <Link href={`/inbox/${encodeURIComponent(row.id)}`} aria-current={isOpen ? "true" : undefined} onClick={(event) => event.detail === 0 && call(row.id)}>
        <span className="face" aria-hidden="true" style={{ background: `hsl(${hueOf(row.id)} 42% 30%)` }}>
          {initialsOf(name)}
        </span>
        <span className="row-name" dir="auto">{name}</span>
        <time dateTime={row.lastMessageAt}>{whenItWas(row.lastMessageAt, clinic.timeZone)}</time>
        <LastSaid row={row} />
        {isUnread && (
          <b className="count" aria-label={say("{count} unread", { count: row.unreadCount })}>
            {row.unreadCount > 99 ? "99+" : row.unreadCount}
          </b>
        )}
        <span className="row-marks">
          {due && <span className={due.isLate ? "due late" : "due"}>{due.text}</span>}
          {row.state !== "OPEN" && <span className="state">{row.state === "CLOSED" ? say("Closed") : say("Later")}</span>}
          <Holder row={row} />
          {row.labels.slice(0, 3).map((one) => (
            <LabelChip key={one.id} label={one} />
          ))}
          {row.labels.length > 3 && <span className="faint">+{row.labels.length - 3}</span>}
        </span>
      </Link>
    </li>
  );
}

function Holder({ row: { owner, assignee, team } }: { row: Row }): ReactNode {
  if (owner === "ASSISTANT") {
    return (
      <span className="holder">
        <Icon name="bot" /> {say("Assistant")}
      </span>
    );
  }
  if (!assignee && !team) return <span className="holder nobody">{say("Nobody")}</span>;
  return (
    <span className="holder">
      <Icon name={assignee ? "person" : "team"} /> {assignee?.fullName ?? team?.name}
    </span>
  );
}

function LastSaid({ row }: { row: Row }): ReactNode {
  const [last] = row.messages?.nodes ?? [];
  if (!last) return <span className="last" />;
  const isOurs = last.author !== "PATIENT" && last.author !== "CHANNEL";
  const isWordless = !WORDY.has(last.kind);
  const text = last.revokedAt ? say("Taken back") : isWordless && /^\[.*\]$/.test(last.body) ? kindText(last.kind) : last.body;
  return (
    <span className={last.status === "FAILED" ? "last problem" : "last"}>
      {last.status === "FAILED" ? <Icon name="alert" /> : isOurs && <Icon name="reply" />}
      {isWordless && isIcon(last.kind) && <Icon name={last.kind} />}
      <span dir="auto">{text}</span>
    </span>
  );
}

export function LabelChip({ label }: { label: Row["labels"][number] }): ReactNode {
  return (
    <span className="label-chip">
      <span className="dot" style={{ background: label.colour }} />
      {label.name}
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((one) => /^\p{L}/u.test(one));
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return ((first?.[0] ?? "") + (last?.[0] ?? "")).toLocaleUpperCase() || "#";
}

/** A colour that stays somebody's own. */
function hueOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 360;
  return sum;
}
