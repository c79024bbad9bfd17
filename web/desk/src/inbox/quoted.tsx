// What a message answers, in its bubble and above what is being written; and how to answer one.
import { useEffect, type ReactNode, type RefObject } from "react";
import { say } from "../language/say.js";
import { Icon } from "./icons.js";
import { isFreshlyChosen, quote, useQuote, type Quote } from "./quoting.js";
import { useSeek } from "./seeking.js";

/** The message that is answered; a press leads to it. */
export function Quoted({ of }: { of: Quote }): ReactNode {
  const seek = useSeek();
  return (
    <button type="button" className="quoted" onClick={() => seek(of.id)} aria-label={say("Quoted: {text}", { text: textOf(of) })}>
      <Words of={of} />
    </button>
  );
}

function Words({ of }: { of: Quote }): ReactNode {
  return (
    <>
      <b>{of.author === "PATIENT" ? say("Patient") : say("Clinic")}</b>
      <span dir="auto">{textOf(of)}</span>
    </>
  );
}

const textOf = (of: Quote): string => (of.revokedAt ? say("This message was taken back.") : of.body);

export function ReplyButton({ reply }: { reply: () => void }): ReactNode {
  return (
    <button type="button" className="icon-button reply" onClick={reply} aria-label={say("Answer this message")} title={say("Answer this message")}>
      <Icon name="reply" />
    </button>
  );
}

/** What is answered, above what is written; whoever chose it goes on in the field. */
export function Answering({ id, field }: { id: string; field: RefObject<HTMLTextAreaElement> }): ReactNode {
  const of = useQuote(id);
  useEffect(() => {
    if (of && isFreshlyChosen(id)) field.current?.focus();
  }, [of, id, field]);
  if (!of) return null;
  const leave = () => {
    quote(id, null);
    field.current?.focus();
  };
  return (
    <div className="answering" role="group" aria-label={say("Answers this message")}>
      <p className="quoted">
        <Words of={of} />
      </p>
      <button type="button" className="icon-button" onClick={leave} aria-label={say("Answer no message in particular")} title={say("Answer no message in particular")}>
        <Icon name="close" />
      </button>
    </div>
  );
}
