// The parts of the desk that are not there from the start: fetched once the first page rests, or as somebody turns to them.
import { Component, lazy, Suspense, useEffect, type ReactNode } from "react";
import { say } from "../language/say.js";

const agenda = () => import("../agenda/agenda.js");
const settings = () => import("../settings/settings.js");
const tasks = () => import("../tasks/tasks.js");

export const Agenda = lazy(async () => ({ default: (await agenda()).Agenda }));
export const Settings = lazy(async () => ({ default: (await settings()).Settings }));
export const Tasks = lazy(async () => ({ default: (await tasks()).Tasks }));

const RESTS_MS = 3_000;

/** Fetch all parts while nothing else is going on: they are there at a click, and still once the server has newer ones. */
export function useParts(): void {
  useEffect(() => {
    const timer = setTimeout(() => void Promise.allSettled([agenda(), tasks(), settings()]), RESTS_MS);
    return () => clearTimeout(timer);
  }, []);
}

/** Show a part once it is there; where it cannot be had, say so, and let it be tried again. */
export function Part({ children }: { children: ReactNode }): ReactNode {
  return (
    <Missing>
      <Suspense fallback={<p className="notice" role="status">{say("Opening…")}</p>}>{children}</Suspense>
    </Missing>
  );
}

class Missing extends Component<{ children: ReactNode }, { problem: unknown }> {
  override state: { problem: unknown } = { problem: null };

  static getDerivedStateFromError(problem: unknown): { problem: unknown } {
    return { problem };
  }

  override render(): ReactNode {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    if (!(problem instanceof TypeError)) throw problem; // as browsers call a module that did not come
    return (
      <div className="notice" role="alert">
        <p className="problem">{say("This page could not be loaded. The server cannot be reached, or the desk was renewed.")}</p>
        <button type="button" onClick={() => location.reload()}>
          {say("Load the page again")}
        </button>
      </div>
    );
  }
}
