// Canned replies, found by what follows a "/", and filled in for the conversation before anybody sends them.
import { useEffect, useState, type AriaAttributes, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { ask, Refused } from "../graph/client.js";
import type { CannedFoundQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { CannedFilled, CannedFound } from "./writing-documents.js";

export type Canned = NonNullable<CannedFoundQuery["cannedReplies"]>["nodes"][number];

export interface Choosing {
  found: readonly Canned[];
  at: number;
  move: (by: number) => void;
  isOpen: boolean;
  /** Close the list until another text is begun. */
  leave: () => void;
}

/** Find replies while a text that begins with "/" is typed. */
export function useCanned(clinicId: string, text: string): Choosing {
  const [left, setLeft] = useState<string | null>(null);
  const isLeft = left !== null && text.startsWith(left);
  useEffect(() => {
    if (!isLeft) setLeft(null);
  }, [isLeft]);
  const asked = !isLeft && /^\/[^\n]*$/.test(text) ? text.slice(1).trim() : null;
  const { data } = useAnswer(CannedFound, asked === null ? null : { clinic: clinicId, contains: asked || null });
  const [at, setAt] = useState(0);
  useEffect(() => setAt(0), [asked]);
  const found = asked === null ? [] : (data?.cannedReplies?.nodes ?? []);
  const move = (by: number) => setAt((before) => (before + by + found.length) % Math.max(found.length, 1));
  return { found, at: Math.min(at, Math.max(found.length - 1, 0)), move, isOpen: asked !== null, leave: () => setLeft(text) };
}

/** Tell those who do not see it that the field has a list, and where in it the arrows stand. */
export function pointing({ isOpen, found, at }: Choosing, list: string): AriaAttributes {
  if (!isOpen) return {};
  return { "aria-controls": list, ...(found.length > 0 ? { "aria-activedescendant": `${list}-${at}` } : {}) };
}

export interface Filled {
  text: string;
  missing: readonly string[];
}

export async function filled(conversationId: string, reply: Canned): Promise<Filled | null> {
  const { cannedReplyPreview } = await ask(CannedFilled, { conversation: conversationId, reply: reply.id });
  return cannedReplyPreview ? { text: cannedReplyPreview.text ?? "", missing: cannedReplyPreview.missing } : null;
}

interface CannedListProps {
  id: string;
  conversationId: string;
  choosing: Choosing;
  choose: (reply: Canned) => void;
}

export function CannedList({ id, conversationId, choosing, choose }: CannedListProps): ReactNode {
  const { found, at } = choosing;
  const chosen = found[at];
  return (
    <div className="canned">
      <ul role="listbox" id={id} aria-label={say("Canned replies")}>
        {found.map((one, index) => (
          <li
            key={one.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={(event) => (event.preventDefault(), choose(one))}
          >
            <b>/{one.shortcut}</b> <span>{one.texts[0]?.body}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="faint">{say("No canned reply begins so.")}</p>}
      {chosen && <Preview conversationId={conversationId} reply={chosen} />}
    </div>
  );
}

function Preview({ conversationId, reply }: { conversationId: string; reply: Canned }): ReactNode {
  const [shown, setShown] = useState<Filled | null>(null);
  useEffect(() => {
    let isOver = false;
    filled(conversationId, reply).then(
      (one) => !isOver && setShown(one),
      (problem: unknown) => {
        if (!(problem instanceof Refused)) throw problem; // it is filled again when it is chosen
      },
    );
    return () => void (isOver = true);
  }, [conversationId, reply]);
  if (!shown) return null;
  return (
    <p className="canned-preview">
      {shown.text}
      {shown.missing.length > 0 && <small>{say("Left out, as nothing is known: {names}", { names: shown.missing.join(", ") })}</small>}
    </p>
  );
}
