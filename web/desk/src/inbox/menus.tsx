// Menus of a conversation: whom to give it to, what it is sorted by, until when it is put off.
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { change } from "../graph/client.js";
import { say } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import type { Saying } from "../shell/said.js";
import { Colleagues, Sorting } from "./documents.js";
import { Icon, type IconName } from "./icons.js";
import { instantIn, laters } from "./snooze.js";
import type { Head, Thread } from "./thread.js";
import { Assign, LabelsSet, Snooze } from "./writing-documents.js";

interface MenuProps {
  name: string;
  icon: IconName;
  isBusy?: boolean;
  children: (close: () => void) => ReactNode;
}

/** A button that opens a small panel; Escape, a click elsewhere and a choice close it. */
export function Menu({ name, icon, isBusy = false, children }: MenuProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const home = useRef<HTMLDivElement>(null);
  const id = useId();
  const close = () => {
    setOpen(false);
    home.current?.querySelector("button")?.focus();
  };
  useEffect(() => {
    if (!isOpen) return undefined;
    home.current?.querySelector<HTMLElement>(".menu button, .menu input")?.focus();
    const away = (event: PointerEvent) => {
      if (!home.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  }, [isOpen]);
  return (
    <div
      className="menu-home"
      ref={home}
      onKeyDown={(event) => {
        if (!isOpen || event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <button type="button" disabled={isBusy} aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)} title={name}>
        <Icon name={icon} /> <span className="word">{name}</span>
      </button>
      {isOpen && (
        <div className="menu" id={id} role="group" aria-label={name}>
          {children(close)}
        </div>
      )}
    </div>
  );
}

export interface ActionProps {
  head: Head;
  thread: Thread;
  saying: Saying;
}

export function AssignMenu({ head, thread, saying }: ActionProps): ReactNode {
  const assign = (assignee: string | null, team: string | null) =>
    void saying.attempt(() => thread.changeHead(() => change(Assign, { id: head.id, assignee, team })));
  return (
    <Menu name={say("Give to")} icon="person" isBusy={saying.isBusy}>
      {(close) => (
        <AssignChoices
          assignee={head.assignee?.id ?? null}
          team={head.team?.id ?? null}
          choose={(assignee, team) => (close(), assign(assignee, team))}
        />
      )}
    </Menu>
  );
}

interface AssignChoicesProps {
  assignee: string | null;
  team: string | null;
  choose: (assignee: string | null, team: string | null) => void;
}

/** Colleague and team are chosen apart: a choice leaves the other as it is. */
export function AssignChoices({ assignee, team, choose }: AssignChoicesProps): ReactNode {
  const { clinic, user } = useDesk();
  const colleagues = useAnswer(Colleagues, { clinic: clinic.id }).data?.assignees ?? [];
  const teams = useAnswer(Sorting, { clinic: clinic.id }).data?.teams?.nodes ?? [];
  const mineFirst = [...colleagues].sort((one, other) => Number(other.id === user.id) - Number(one.id === user.id));
  return (
    <>
      <h3>{say("Colleague")}</h3>
      {mineFirst.map((one) => (
        <button type="button" key={one.id} aria-pressed={one.id === assignee} onClick={() => choose(one.id, team)}>
          {one.id === user.id ? say("{name} (you)", { name: one.fullName }) : one.fullName}
        </button>
      ))}
      {teams.length > 0 && <h3>{say("Team")}</h3>}
      {teams.map((one) => (
        <button type="button" key={one.id} aria-pressed={one.id === team} onClick={() => choose(assignee, one.id === team ? null : one.id)}>
          {one.name}
        </button>
      ))}
      {(assignee !== null || team !== null) && (
        <button type="button" className="apart" onClick={() => choose(null, null)}>
          {say("Nobody in particular")}
        </button>
      )}
    </>
  );
}

/** Which labels are on: what was ticked is shown until the API says how it is, and told in its order, since each list is whole. */
function useLabels({ head, thread, saying }: ActionProps) {
  const [wished, setWished] = useState<readonly string[] | null>(null);
  const told = useRef(Promise.resolve());
  const on = wished ?? head.labels.map((one) => one.id);
  const tell = async (labels: readonly string[]) => {
    await saying.attempt(() => thread.changeHead(() => change(LabelsSet, { id: head.id, labels: [...labels] })));
    setWished((last) => (last === labels ? null : last));
  };
  const turn = (label: string) => {
    const labels = on.includes(label) ? on.filter((id) => id !== label) : [...on, label];
    setWished(labels);
    told.current = told.current.then(() => tell(labels));
  };
  return { on, turn };
}

export function LabelMenu(props: ActionProps): ReactNode {
  const { clinic } = useDesk();
  const all = useAnswer(Sorting, { clinic: clinic.id }).data?.labels?.nodes ?? [];
  const { on, turn } = useLabels(props);
  if (all.length === 0) return null;
  return (
    <Menu name={say("Labels")} icon="label">
      {() =>
        all.map((one) => (
          <label className="check" key={one.id}>
            <input type="checkbox" checked={on.includes(one.id)} onChange={() => turn(one.id)} />
            <span className="dot" style={{ background: one.colour }} /> {one.name}
          </label>
        ))
      }
    </Menu>
  );
}

export function SnoozeMenu({ head, thread, saying }: ActionProps): ReactNode {
  const snooze = (until: string | null) =>
    void saying.attempt(() => thread.changeHead(() => change(Snooze, { id: head.id, until })), {
      INVALID_VALUE: say("It can be put off until a time that is yet to come, within a year."),
    });
  return (
    <Menu name={say("Put off")} icon="clock" isBusy={saying.isBusy}>
      {(close) => <SnoozeChoices choose={(until) => (close(), snooze(until))} />}
    </Menu>
  );
}

export function SnoozeChoices({ choose }: { choose: (until: string | null) => void }): ReactNode {
  const { clinic } = useDesk();
  const [own, setOwn] = useState("");
  const until = own ? instantIn(clinic.timeZone, own) : null;
  return (
    <>
      {laters(Temporal.Now.zonedDateTimeISO(clinic.timeZone)).map((one) => (
        <button type="button" key={one.name} onClick={() => choose(one.until)}>
          {one.name}
          {one.until && <small>{dayAndTime(one.until, clinic.timeZone)}</small>}
        </button>
      ))}
      <form className="own-time" onSubmit={(event) => (event.preventDefault(), until && choose(until))}>
        <label>
          {say("Another time")}
          <input type="datetime-local" value={own} onChange={(event) => setOwn(event.target.value)} />
        </label>
        <button disabled={!until}>{say("Put off until then")}</button>
      </form>
    </>
  );
}
