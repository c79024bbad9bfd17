// One conversation: what was said, and where to answer.
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { Link } from "wouter";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { isNowhere } from "../shell/modal.js";
import { refusal, useSaying } from "../shell/said.js";
import { Composer } from "./composer.js";
import { ConversationTop, Handoff } from "./head.js";
import { discard, draftOf, keepDraft, meet, useUnsent, type Unsent } from "./outbox.js";
import { PatientPanel } from "./patient.js";
import { usePresence } from "./presence.js";
import { quote } from "./quoting.js";
import { useThread } from "./thread.js";
import { Timeline } from "./timeline.js";

const WIDE = "(min-width: 80rem)"; // where the patient has a column of their own

export function Conversation({ id }: { id: string }): ReactNode {
  const { clinic, user, may } = useDesk();
  const thread = useThread(clinic.id, id, may("message:read"));
  const unsent = useUnsent().filter((one) => one.conversationId === id && !(one.isTold && !one.refusal));
  useLayoutEffect(() => meet(id, thread.messages, user.id), [id, thread.messages, user.id]);
  const { colleagues, typed } = usePresence(id, may("message:read"), may("message:send"));
  const saying = useSaying();
  const { draft, edit } = useEditing(id);
  const [isPatientShown, setPatientShown] = useState(() => matchMedia(WIDE).matches);
  const { head } = thread;
  useLookingAgain(unsent, thread.refresh);
  const home = useArrival();
  if (thread.isGone) return <Gone />;
  return (
    <>
      <article className="conversation" ref={home} tabIndex={-1} aria-label={say("Conversation")}>
        {!head && <header className="top" />}
        {head && (
          <ConversationTop
            {...{ head, thread, saying, colleagues, isPatientShown }}
            showPatient={() => setPatientShown(!isPatientShown)}
          />
        )}
        {thread.problem && <p className="said problem">{refusal(thread.problem)}</p>}
        {head && <Handoff head={head} />}
        {may("message:read") ? (
          <Timeline thread={thread} unsent={unsent} zone={clinic.timeZone} edit={edit} />
        ) : (
          <p className="empty">{say("Your role does not read messages.")}</p>
        )}
        <Composer thread={thread} id={id} draft={draft} typed={typed} />
      </article>
      {isPatientShown && head && <PatientPanel head={head} close={() => setPatientShown(false)} />}
    </>
  );
}

/** Let what was not sent be written anew; `draft` counts how often, as each is another one for the field. */
function useEditing(id: string) {
  const [draft, setDraft] = useState(0);
  const edit = (one: Unsent): void => {
    discard(one.key);
    keepDraft(id, [draftOf(id), one.body].filter(Boolean).join("\n"));
    if (one.quote && one.refusal?.code !== "NOT_QUOTABLE") quote(id, one.quote);
    setDraft(draft + 1);
  };
  return { draft, edit };
}

/** Where the list it was opened from is not there any more, as on a narrow screen, go on at the conversation. */
function useArrival() {
  const home = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isNowhere()) home.current?.focus();
  }, []);
  return home;
}

const CHANGED: ReadonlySet<string> = new Set(["OUTSIDE_WINDOW", "CONVERSATION_CLOSED", "NEEDS_RECONNECT"]);

/** Where a refusal says that the conversation is not as it was, look at it again: what can be written there is not either. */
function useLookingAgain(unsent: readonly Unsent[], refresh: () => void): void {
  const refused = unsent.filter((one) => CHANGED.has(one.refusal?.code ?? "")).map((one) => one.key);
  const key = refused.join(" ");
  useEffect(() => {
    if (key) refresh();
  }, [key, refresh]);
}

function Gone(): ReactNode {
  return (
    <div className="nothing-open">
      <p>{say("There is no such conversation, or it is not for you to see.")}</p>
      <p>
        <Link href="/inbox">{say("Back to the list")}</Link>
      </p>
    </div>
  );
}
