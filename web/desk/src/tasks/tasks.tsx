// What somebody must look at: each with what can be done about it.
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { ask } from "../graph/client.js";
import { useAnswer } from "../graph/answers.js";
import { useChanges } from "../graph/changes.js";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { TaskTold } from "../shell/documents.js";
import { isNowhere } from "../shell/modal.js";
import { refusal, useSaying } from "../shell/said.js";
import { TaskCards, type Task } from "./card.js";
import { OpenTasks } from "./documents.js";
import { useTicked } from "./ticking.js";

export function Tasks(): ReactNode {
  const { clinic } = useDesk();
  const { data, problem, isLoading, refresh } = useAnswer(OpenTasks, { clinic: clinic.id });
  const [older, setOlder] = useState<readonly (readonly Task[])[]>([]);
  const [after, setAfter] = useState<string | null>(null);
  useChanges(TaskTold, { clinic: clinic.id }, refresh);
  const { line, attempt } = useSaying();
  const heading = useFocusKept();
  const page = data?.tasks;
  useEffect(() => {
    setOlder([]);
    setAfter(page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null);
  }, [page]);
  const more = useCallback(async () => {
    const next = (await ask(OpenTasks, { clinic: clinic.id, after })).tasks;
    setOlder((before) => [...before, next?.nodes ?? []]);
    setAfter(next?.pageInfo.hasNextPage ? (next.pageInfo.endCursor ?? null) : null);
  }, [clinic.id, after]);
  const pages = [page?.nodes ?? [], ...older];
  return (
    <section className="page tasks" aria-busy={isLoading}>
      <h1 ref={heading} tabIndex={-1}>
        {say("To do")}
      </h1>
      {line}
      {problem && <p className="said problem">{refusal(problem)}</p>}
      {page && pages.every((one) => one.length === 0) && <p className="empty">{say("Nothing waits for anybody. Well done.")}</p>}
      <ul className="cards">
        {pages.map((tasks, at) => (
          <TaskCards key={at} tasks={tasks} />
        ))}
      </ul>
      {after && (
        <button type="button" onClick={() => void attempt(more)}>
          {say("Show older ones")}
        </button>
      )}
    </section>
  );
}

/** Where the focus was on a task that has gone, go on at the heading. */
function useFocusKept() {
  const heading = useRef<HTMLHeadingElement>(null);
  const ticked = useTicked();
  const isHere = useRef(false);
  useEffect(() => {
    if (isHere.current && isNowhere()) heading.current?.focus();
    isHere.current = heading.current?.parentElement?.contains(document.activeElement) ?? false;
  }, [ticked]);
  return heading;
}
