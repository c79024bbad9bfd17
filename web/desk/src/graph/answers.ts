// What a page shows of the API: asked for when the page or its question changes, and again when it is told to.
import type { AnyVariables, TypedDocumentNode } from "@urql/core";
import { useCallback, useEffect, useRef, useState } from "react";
import { ask, Refused } from "./client.js";

const GATHERED_MS = 120; // of changes that come together, one question is asked

export interface Answer<Data> {
  /** What was answered last: it stays on the screen while a newer one is on its way. */
  data: Data | null;
  problem: Refused | null;
  isLoading: boolean;
  /** Ask again, soon: several calls at once are one question. */
  refresh: () => void;
}

/** Ask for what a page shows; `variables` of null ask for nothing. An answer that a later question overtook is dropped. */
export function useAnswer<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables | null,
): Answer<Data> {
  const [state, setState] = useState<Omit<Answer<Data>, "refresh"> & { key: string }>(NOTHING);
  const round = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const key = JSON.stringify(variables);

  const load = useCallback(async () => {
    const own = ++round.current;
    if (key === "null") return setState(NOTHING);
    setState((before) => ({ ...before, isLoading: true }));
    try {
      const data = await ask(document, JSON.parse(key) as Variables);
      if (own === round.current) setState({ data, problem: null, isLoading: false, key });
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      if (own === round.current) setState((before) => ({ ...before, problem, isLoading: false }));
    }
    return undefined;
  }, [document, key]);

  useEffect(() => {
    void load();
    return () => {
      round.current++;
      clearTimeout(timer.current);
    };
  }, [load]);

  const refresh = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void load(), GATHERED_MS);
  }, [load]);

  return { ...state, refresh };
}

const NOTHING = { data: null, problem: null, isLoading: false, key: "" };
