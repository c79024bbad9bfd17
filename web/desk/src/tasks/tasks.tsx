// What somebody must look at: each with what can be done about it.
import { useCallback, useEffect, useState, type ReactNode } from "react";
import { Link } from "wouter";
import { accepted, ask, change } from "../graph/client.js";
import { useAnswer } from "../graph/answers.js";
import { useChanges } from "../graph/changes.js";
import type { OpenTasksQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { whenItWas } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { TaskTold } from "../shell/documents.js";
import { useSaying } from "../shell/said.js";
import { OpenTasks, TaskDone } from "./documents.js";
import { adviceOf, titleOf } from "./texts.js";

type Task = NonNullable<OpenTasksQuery["tasks"]>["nodes"][number];

export function Tasks(): ReactNode {
  const { clinic } = useDesk();
  const { data, problem, isLoading, refresh } = useAnswer(OpenTasks, { clinic: clinic.id });
  const [older, setOlder] = useState<readonly Task[]>([]);
  const [after, setAfter] = useState<string | null>(null);
  useChanges(TaskTold, { clinic: clinic.id }, refresh);
  const { line, attempt } = useSaying();
  const page = data?.tasks;
  useEffect(() => {
    setOlder([]);
    setAfter(page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null);
  }, [page]);
  const more = useCallback(async () => {
    const next = (await ask(OpenTasks, { clinic: clinic.id, after })).tasks;
    setOlder((before) => [...before, ...(next?.nodes ?? [])]);
    setAfter(next?.pageInfo.hasNextPage ? (next.pageInfo.endCursor ?? null) : null);
  }, [clinic.id, after]);
  const done = (task: Task) =>
    void attempt(async () => {
      accepted(await change(TaskDone, { id: task.id }));
      refresh();
    });
  const tasks = [...(page?.nodes ?? []), ...older];
  return (
    <section className="page tasks" aria-busy={isLoading}>
      <h1>{say("To do")}</h1>
      {line}
      {problem && <p className="said problem">{problem.message}</p>}
      {data && tasks.length === 0 && <p className="empty">{say("Nothing waits for anybody. Well done.")}</p>}
      <ul className="cards">
        {tasks.map((task) => (
          <TaskCard key={task.id} task={task} zone={clinic.timeZone} done={() => done(task)} />
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

function TaskCard({ task, zone, done }: { task: Task; zone: string; done: () => void }): ReactNode {
  const { conversation, channel } = task;
  const patient = conversation?.patient;
  return (
    <li className="card">
      <div>
        <h2>{titleOf(task.kind, task.bookingCount ?? null)}</h2>
        <p className="faint">
          {[patient?.name ?? patient?.phone, channel?.title, whenItWas(task.createdAt, zone)].filter(Boolean).join(" · ")}
        </p>
        {task.advice && <p>{adviceOf(task.advice)}</p>}
      </div>
      <p className="buttons">
        {conversation && <Link href={`/inbox/${encodeURIComponent(conversation.id)}`}>{say("Open the conversation")}</Link>}
        {task.kind === "bookings_displaced" || task.bookingId ? <Link href="/agenda">{say("Open the agenda")}</Link> : null}
        {task.viewerCanMarkDone && (
          <button type="button" onClick={done}>
            {say("Done")}
          </button>
        )}
      </p>
    </li>
  );
}
