// What the keyboard can do, in a list that opens by `?` wherever nothing is being written.
import { useEffect, useState, type ReactNode } from "react";
import { say } from "../language/say.js";
import { useModal } from "./modal.js";

/** Whether a key is meant for what has the focus: something is written there, or it is a dialog of its own. */
export const isTaken = (at: EventTarget | null): boolean =>
  at instanceof Element && at.closest("input, select, textarea, dialog, [contenteditable]") !== null;

export function Keys(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  return (
    <>
      <button type="button" className="plain by-keys" onClick={() => setOpen(true)}>
        {say("Keys")}
      </button>
      {isOpen && <KeyList close={() => setOpen(false)} />}
    </>
  );
}

function KeyList({ close }: { close: () => void }): ReactNode {
  const dialog = useModal();
  return (
    <dialog ref={dialog} className="key-list" onCancel={close} aria-labelledby="keys-title">
      <h2 id="keys-title">{say("Keys")}</h2>
      {groups().map(([name, keys]) => (
        <section key={name}>
          <h3>{name}</h3>
          <dl>
            {keys.map(([pressed, meaning]) => (
              <div key={meaning}>
                <dt>
                  {pressed.map((one) => (
                    <kbd key={one}>{one}</kbd>
                  ))}
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p className="buttons">
        <button type="button" onClick={close}>
          {say("Close")}
        </button>
      </p>
    </dialog>
  );
}

type Key = readonly [pressed: readonly string[], meaning: string];

const groups = (): readonly (readonly [string, readonly Key[]])[] => [
  [say("Everywhere"), [[["?"], say("This list")], [["Escape"], say("Closes what is open")]]],
  [
    say("Inbox"),
    [
      [["↑", "↓"], say("The conversation above or below in the list")],
      [["Enter"], say("Opens a conversation, or sends what was written")],
      [["Shift", "Enter"], say("Begins a new line")],
      [["/"], say("At the beginning of a message: canned replies")],
    ],
  ],
  [
    say("Agenda"),
    [
      [["←", "→"], say("The day before or after; in a week, the week")],
      [["t"], say("Today")],
      [["d", "w"], say("Day, week")],
      [["n"], say("A new appointment")],
    ],
  ],
];
