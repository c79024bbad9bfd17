// How much waits for an answer: what the navigation counts, kept up with by what the API tells.
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { useChanges } from "../graph/changes.js";
import { sayCount } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { ConversationTold, OpenTaskCount, TaskTold, UnreadCount } from "./documents.js";

interface Waiting {
  unread: number;
  tasks: number;
}

const Context = createContext<Waiting>({ unread: 0, tasks: 0 });

export const useCounts = (): Waiting => useContext(Context);

export function Counts({ children }: { children: ReactNode }): ReactNode {
  const { clinic, may } = useDesk();
  const conversations = may("conversation:read") ? { clinic: clinic.id } : null;
  const tasks = may("task:read") ? { clinic: clinic.id } : null;
  const unread = useAnswer(UnreadCount, conversations);
  const open = useAnswer(OpenTaskCount, tasks);
  useChanges(ConversationTold, conversations, unread.refresh);
  useChanges(TaskTold, tasks, open.refresh);
  const counts = useMemo(
    () => ({ unread: unread.data?.conversations?.totalCount ?? 0, tasks: open.data?.tasks?.totalCount ?? 0 }),
    [unread.data, open.data],
  );
  useEffect(() => {
    document.title = counts.unread > 0 ? `(${counts.unread}) ${clinic.name}` : clinic.name;
  }, [counts.unread, clinic.name]);
  return (
    <Context.Provider value={counts}>
      {children}
      <p className="unseen" role="status">
        {useRise(counts.unread)}
      </p>
    </Context.Provider>
  );
}

const SETTLED_MS = 2_000; // what is written into the conversation that is open is read by then

/** Say that more is unread than before, once it stays so. */
function useRise(unread: number): string {
  const [told, setTold] = useState({ unread, text: "" });
  useEffect(() => {
    if (unread === told.unread) return undefined;
    const text = unread > told.unread ? sayCount(unread, "{count} conversation is unread.", "{count} conversations are unread.") : "";
    const timer = setTimeout(() => setTold({ unread, text }), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [unread, told.unread]);
  return told.text;
}
