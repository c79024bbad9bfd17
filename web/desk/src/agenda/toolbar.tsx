// Above the grid: which day, of whom, and how it is looked at.
import { useEffect, useRef, type ReactNode, type RefObject } from "react";
import { say } from "../language/say.js";
import { today } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { Icon } from "./icons.js";
import type { Moves, Place } from "./place.js";

interface ToolbarProps {
  place: Place & Moves;
  title: string;
  shown: readonly string[] | null;
  begin?: (() => void) | undefined;
  waitlist: () => void;
}

export function Toolbar({ place, title, shown, begin, waitlist }: ToolbarProps): ReactNode {
  return (
    <header className="toolbar">
      <h1 aria-live="polite">{title}</h1>
      <Turn place={place} />
      <p className="views" role="group" aria-label={say("View")}>
        <button type="button" aria-pressed={!place.isWeek} title="d" onClick={() => place.go({ isWeek: false })}>
          {say("Day")}
        </button>
        <button type="button" aria-pressed={place.isWeek} title="w" onClick={() => place.go({ isWeek: true })}>
          {say("Week")}
        </button>
      </p>
      {place.isWeek ? <OnePerson place={place} shown={shown} /> : <People place={place} shown={shown} />}
      <button type="button" onClick={waitlist}>
        {say("Waitlist")}
      </button>
      {begin && (
        <button type="button" className="primary begin" title="n" onClick={begin}>
          {say("New appointment")}
        </button>
      )}
    </header>
  );
}

function Turn({ place }: Pick<ToolbarProps, "place">): ReactNode {
  const { clinic } = useDesk();
  const days = place.isWeek ? 7 : 1;
  const names = place.isWeek ? [say("The week before"), say("The week after")] : [say("The day before"), say("The day after")];
  return (
    <>
      <p className="turn">
        <button type="button" aria-label={names[0]} title={`${names[0]} (←)`} onClick={() => place.go({ day: place.day.subtract({ days }) })}>
          <Icon icon="before" />
        </button>
        <button type="button" title="t" onClick={() => place.go({ day: today(clinic.timeZone) })}>
          {say("Today")}
        </button>
        <button type="button" aria-label={names[1]} title={`${names[1]} (→)`} onClick={() => place.go({ day: place.day.add({ days }) })}>
          <Icon icon="after" />
        </button>
      </p>
      <input
        type="date"
        aria-label={say("Go to a day")}
        value={place.day.toString()}
        onChange={(event) => event.target.value && place.go({ day: Temporal.PlainDate.from(event.target.value) })}
      />
    </>
  );
}

type WhoProps = Pick<ToolbarProps, "place" | "shown">;

function OnePerson({ place, shown }: WhoProps): ReactNode {
  const people = usePeople();
  return (
    <select aria-label={say("Practitioner")} value={shown?.[0] ?? ""} onChange={(event) => place.go({ people: [event.target.value] })}>
      {people.map((one) => (
        <option key={one.id} value={one.id}>
          {one.fullName}
        </option>
      ))}
    </select>
  );
}

function People({ place, shown }: WhoProps): ReactNode {
  const people = usePeople();
  const menu = useRef<HTMLDetailsElement>(null);
  useClosing(menu);
  const isShown = (id: string): boolean => shown === null || shown.includes(id);
  function turn(id: string): void {
    const next = people.map((one) => one.id).filter((one) => (one === id ? !isShown(one) : isShown(one)));
    place.go({ people: next.length === 0 || next.length === people.length ? null : next });
  }
  const sum = shown === null ? say("Everybody") : people.filter((one) => isShown(one.id)).map((one) => one.shortName).join(", ");
  return (
    <details className="people" ref={menu}>
      <summary>
        <span>{sum}</span>
        <Icon icon="down" />
      </summary>
      <fieldset>
        <legend>{say("Whose columns")}</legend>
        {people.map((one) => (
          <label key={one.id} className="check">
            <input type="checkbox" checked={isShown(one.id)} onChange={() => turn(one.id)} />
            {one.fullName}
          </label>
        ))}
        <label className="check rooms">
          <input type="checkbox" checked={place.showsRooms} onChange={() => place.go({ showsRooms: !place.showsRooms })} />
          {say("Rooms and devices")}
        </label>
      </fieldset>
    </details>
  );
}

/** Close a menu as one points elsewhere, or presses Escape. */
function useClosing(menu: RefObject<HTMLDetailsElement>): void {
  useEffect(() => {
    const closes = (event: Event): void => {
      const isKey = event instanceof KeyboardEvent;
      if (isKey ? event.key === "Escape" : !menu.current?.contains(event.target as Node)) menu.current?.removeAttribute("open");
    };
    document.addEventListener("pointerdown", closes);
    document.addEventListener("keydown", closes);
    return () => {
      document.removeEventListener("pointerdown", closes);
      document.removeEventListener("keydown", closes);
    };
  }, [menu]);
}

function usePeople() {
  return useDesk().practitioners.filter((one) => one.isActive);
}
