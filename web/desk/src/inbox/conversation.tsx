// One conversation: what was said, and where to answer.
import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import { accepted, change } from "../graph/client.js";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { refusal, useSaying } from "../shell/said.js";
import { Composer } from "./composer.js";
import { ConversationTop, Handoff } from "./head.js";
import { discard, useUnsent, type Unsent } from "./outbox.js";
import { PatientPanel } from "./patient.js";
import { usePresence } from "./presence.js";
import { useThread } from "./thread.js";
import { Timeline } from "./timeline.js";
import { Reopen } from "./writing-documents.js";

const WIDE = "(min-width: 80rem)"; // where the patient has a column of their own

export function Conversation({ id }: { id: string }): ReactNode {
  const { clinic, may } = useDesk();
  const thread = useThread(clinic.id, id, may("message:read"));
  const unsent = useUnsent().filter((one) => one.conversationId === id);
  const { colleagues, typed } = usePresence(id, may("message:read"), may("message:send"));
  const saying = useSaying();
  const [text, setText] = useState<{ body: string } | null>(null);
  const [isPatientShown, setPatientShown] = useState(() => matchMedia(WIDE).matches);
  const { head } = thread;
  if (thread.isGone) return <Gone />;
  const edit = (one: Unsent) => {
    discard(one.key);
    setText({ body: one.body });
  };
  const reopen = () => void saying.attempt(async () => {
    const { conversation } = accepted(await change(Reopen, { id }));
    if (conversation) thread.takeHead(conversation);
  });
  return (
    <>
      <article className="conversation" aria-label={say("Conversation")}>
        {head ? (
          <ConversationTop
            head={head}
            thread={thread}
            saying={saying}
            colleagues={colleagues}
            isPatientShown={isPatientShown}
            showPatient={() => setPatientShown(!isPatientShown)}
          />
        ) : (
          <header className="top" />
        )}
        {thread.problem && <p className="said problem">{refusal(thread.problem)}</p>}
        {head && <Handoff head={head} />}
        {may("message:read") ? (
          <Timeline thread={thread} unsent={unsent} zone={clinic.timeZone} edit={edit} />
        ) : (
          <p className="empty">{say("Your role does not read messages.")}</p>
        )}
        <Composer thread={thread} id={id} text={text} typed={typed} reopen={reopen} />
      </article>
      {isPatientShown && head && <PatientPanel head={head} close={() => setPatientShown(false)} />}
    </>
  );
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
