// What somebody must look at: each with what can be done about it.
import { useEffect, useRef, useState, type ReactNode } from "react";
import { ask } from "../graph/client.js";
import { useAnswer } from "../graph/answers.js";
import { useChanges } from "../graph/changes.js";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { TaskTold } from "../shell/documents.js";
import { isNowhere } from "../shell/modal.js";
import { refusal, useSaying } from "../shell/said.js";
import type { OpenTasksQuery } from "../gql/graphql.js";
import { TaskCards, type Task } from "./card.js";
import { OpenTasks } from "./documents.js";
import { useTicked } from "./ticking.js";

type Page = NonNullable<OpenTasksQuery["tasks"]>;

export function Tasks(): ReactNode {
  const { clinic } = useDesk();
  const { data, problem, isLoading, refresh } = useAnswer(OpenTasks, { clinic: clinic.id });
  useChanges(TaskTold, { clinic: clinic.id }, refresh);
  const heading = useFocusKept();
  const page = data?.tasks ?? null;
  const { older, hasMore, more, line, isBusy } = useOlder(clinic.id, page);
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
      {hasMore && (
        <button type="button" aria-disabled={isBusy} onClick={more}>
          {say("Show older ones")}
        </button>
      )}
    </section>
  );
}

/** The pages below the first one: asked for one at a time, and begun anew with it, since they would not join a newer one. */
function useOlder(clinicId: string, page: Page | null) {
  const [older, setOlder] = useState<readonly (readonly Task[])[]>([]);
  const [after, setAfter] = useState<string | null>(null);
  const { line, attempt } = useSaying();
  const asked = useRef<Page | null>(null); // below which page something is asked for now
  const [isBusy, setBusy] = useState(false);
  const newest = useRef(page);
  useEffect(() => {
    newest.current = page;
    asked.current = null;
    setBusy(false);
    setOlder([]);
    setAfter(endOf(page));
  }, [page]);
  const load = async (): Promise<void> => {
    const next = (await ask(OpenTasks, { clinic: clinicId, after })).tasks ?? null;
    if (newest.current !== page) return;
    setOlder((before) => [...before, next?.nodes ?? []]);
    setAfter(endOf(next));
  };
  const more = (): void => {
    if (asked.current) return;
    asked.current = page;
    setBusy(true);
    void attempt(load).then(() => {
      if (asked.current !== page) return;
      asked.current = null;
      setBusy(false);
    });
  };
  return { older, hasMore: after !== null, more, line, isBusy };
}

const endOf = (page: Page | null): string | null => (page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null);

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
