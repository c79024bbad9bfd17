// A task: what happened, to whom, and the way to the very thing it is about.
import { useEffect, type ReactNode } from "react";
import { Link } from "wouter";
import { dialled } from "../agenda/facts.js";
import { useAnswer } from "../graph/answers.js";
import type { OpenTasksQuery, TaskBookingsQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dateOf, dayAndTime, whenItWas } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { TaskBookings } from "./documents.js";
import { adviceOf, titleOf } from "./texts.js";
import { Done, Ticked } from "./ticked.js";
import { useTicked } from "./ticking.js";

export type Task = NonNullable<OpenTasksQuery["tasks"]>["nodes"][number];
type TaskBooking = NonNullable<TaskBookingsQuery["bookings"]>["nodes"][number];

interface CardsProps {
  tasks: readonly Task[];
}

/** A page of tasks, with the bookings they are about. */
export function TaskCards({ tasks }: CardsProps): ReactNode {
  const { clinic, may } = useDesk();
  const ids = [...new Set(tasks.flatMap(({ bookingId }) => bookingId ?? []))];
  const { data, refresh } = useAnswer(TaskBookings, ids.length > 0 && may("booking:read") ? { clinic: clinic.id, ids } : null);
  useEffect(refresh, [tasks, refresh]); // a booking may have moved since
  const bookings = new Map((data?.bookings?.nodes ?? []).map((one) => [one.id, one]));
  return (
    <>
      {tasks.map((task) => (
        <TaskCard key={task.id} task={task} booking={bookings.get(task.bookingId ?? "") ?? null} />
      ))}
    </>
  );
}

interface CardProps {
  task: Task;
  booking: TaskBooking | null;
}

function TaskCard({ task, booking }: CardProps): ReactNode {
  const { clinic } = useDesk();
  const ticking = useTicked().get(task.id);
  const title = titleOf(task.kind, task.bookingCount ?? null, task.reason ?? null);
  if (ticking?.state === "DONE") return null;
  if (ticking?.state === "WAITING") {
    return (
      <li className="card">
        <Ticked taskId={task.id} title={title} />
      </li>
    );
  }
  const { conversation, channel } = task;
  const patient = conversation?.patient ?? booking?.patient;
  const about = booking && [booking.service?.title, dayAndTime(booking.startsAt, booking.timeZone)].filter(Boolean).join(", ");
  return (
    <li className="card">
      <div>
        <h2>{title}</h2>
        <p>{[patient?.name ?? (patient?.phone && dialled(patient.phone)), about, channel?.title].filter(Boolean).join(" · ")}</p>
        {task.advice && <p>{adviceOf(task.advice)}</p>}
        <p className="faint">{whenItWas(task.createdAt, clinic.timeZone)}</p>
      </div>
      <p className="buttons">
        <Call task={task} booking={booking} />
        {conversation && <Link className="button" href={`/inbox/${encodeURIComponent(conversation.id)}`}>{say("Open the conversation")}</Link>}
        <WayToIt task={task} booking={booking} />
        {task.viewerCanMarkDone && <Done taskId={task.id} ticking={ticking} />}
      </p>
    </li>
  );
}

const IS_CALLED: ReadonlySet<Task["advice"]> = new Set(["CALL", "ANSWER", "ASK_CONSENT", "SEND_TEMPLATE"]);

/** The number to dial where somebody must be reached: their own, else that of whoever arranged it for them. */
function Call({ task, booking }: CardProps): ReactNode {
  const whose = [task.conversation?.patient, booking?.patient, booking?.arrangedBy].find((one) => one?.phone);
  if (!whose?.phone || !IS_CALLED.has(task.advice)) return null;
  const number = dialled(whose.phone);
  return (
    <a className={task.advice === "CALL" ? "button primary" : "button"} href={`tel:${number}`}>
      {say("Call {number}", { number })}
    </a>
  );
}

function WayToIt({ task: { kind, bookingId }, booking }: CardProps): ReactNode {
  const { may } = useDesk();
  const path = booking ? `/agenda/${dateOf(booking.startsAt, booking.timeZone).toString()}` : "/agenda";
  if (kind === "bookings_displaced") return <Way to="/agenda?settle=all" text={say("Find other times")} />;
  if (kind === "calendar_drift" && bookingId) return <Way to={`${path}?settle=${encodeURIComponent(bookingId)}`} text={say("Say what holds")} />;
  if (bookingId) return <Way to={`${path}?booking=${encodeURIComponent(bookingId)}`} text={say("Open the appointment")} />;
  if (kind.startsWith("calendar_") && may("connection:manage")) return <Way to="/settings/calendars" text={say("Look at the calendars")} />;
  return null;
}

const Way = ({ to, text }: { to: string; text: string }): ReactNode => (
  <Link className="button" href={to}>
    {text}
  </Link>
);
