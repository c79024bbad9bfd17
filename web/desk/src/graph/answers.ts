// What a page shows of the API: asked for when the page or its question changes, and again when it is told to.
import type { AnyVariables, TypedDocumentNode } from "@urql/core";
import { useCallback, useEffect, useRef, useState } from "react";
import { ask, Refused } from "./client.js";
import { whenBack } from "./standing.js";

const GATHERED_MS = 120; // of changes that come together, one question is asked

export interface Answer<Data> {
  /** What was answered last: it stays on the screen while a newer one is on its way. */
  data: Data | null;
  problem: Refused | null;
  isLoading: boolean;
  /** Ask again, soon: several calls at once are one question. */
  refresh: () => void;
  /** Ask again, now: resolves once what is shown is what was answered, or why there was no answer. */
  reread: () => Promise<void>;
}

/** Ask for what a page shows; `variables` of null ask for nothing. An answer that a later question overtook is dropped. */
export function useAnswer<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables | null,
): Answer<Data> {
  const [state, setState] = useState<Shown<Data>>(NOTHING);
  const round = useRef(0);
  const key = JSON.stringify(variables);
  const load = useCallback(async () => {
    const own = ++round.current;
    if (key === "null") return setState(NOTHING);
    setState((before) => ({ ...before, isLoading: true }));
    try {
      const data = await ask(document, JSON.parse(key) as Variables);
      if (own === round.current) setState({ data, problem: null, isLoading: false });
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      if (own === round.current) setState((before) => ({ ...before, problem, isLoading: false }));
    }
    return undefined;
  }, [document, key]);
  useEffect(() => () => void round.current++, [load]);
  return { ...state, ...useAgain(load) };
}

/** Do something at once, and again whenever that is asked for. */
function useAgain(work: () => Promise<void>): Pick<Answer<unknown>, "refresh" | "reread"> {
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const newest = useRef(Promise.resolve());
  const begin = useCallback(() => (newest.current = work()), [work]);
  useEffect(() => {
    void begin();
    return () => clearTimeout(timer.current);
  }, [begin]);
  useEffect(() => whenBack(() => void begin()), [begin]);
  const refresh = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void begin(), GATHERED_MS);
  }, [begin]);
  const reread = useCallback(async () => {
    clearTimeout(timer.current);
    for (let asked = begin(); ; asked = newest.current) {
      await asked;
      if (asked === newest.current) return; // a later question overtook it otherwise, and its answer is what will be shown
    }
  }, [begin]);
  return { refresh, reread };
}

type Shown<Data> = Omit<Answer<Data>, "refresh" | "reread">;

const NOTHING = { data: null, problem: null, isLoading: false };
