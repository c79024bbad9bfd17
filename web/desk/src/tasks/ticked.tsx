// The way to tick a task off, and what stands in its place for as long as that can be taken back.
import { useEffect, useRef, type ReactNode } from "react";
import { say } from "../language/say.js";
import { refusal } from "../shell/said.js";
import { takeBack, tick, type Ticking } from "./ticking.js";

interface DoneProps {
  taskId: string;
  ticking: Ticking | undefined;
  isPlain?: boolean;
}

export function Done({ taskId, ticking, isPlain = false }: DoneProps): ReactNode {
  return (
    <>
      <button type="button" className={isPlain ? "plain" : undefined} onClick={() => tick(taskId)}>
        {say("Done")}
      </button>
      {ticking?.refusal && (
        <span className="problem" role="alert">
          {refusal(ticking.refusal)}
        </span>
      )}
    </>
  );
}

/** A task that was ticked off: the keyboard goes on at the way back, since the button it was at went. */
export function Ticked({ taskId, title, isPlain = false }: { taskId: string; title: string; isPlain?: boolean }): ReactNode {
  const undo = useRef<HTMLButtonElement>(null);
  useEffect(() => undo.current?.focus(), []);
  return (
    <>
      <p role="status">{say("Done: {task}", { task: title })}</p>
      <button type="button" ref={undo} className={isPlain ? "plain" : undefined} onClick={() => takeBack(taskId)}>
        {say("Undo")}
      </button>
    </>
  );
}
