// Rows of the list: asked for page by page, and kept as they are told to change, also those further down.
import { useCallback, useEffect, useRef, useState } from "react";
import { useChanges } from "../graph/changes.js";
import { ask, Refused } from "../graph/client.js";
import type { ConversationOrderBy, ConversationWhere, RowPartsFragment } from "../gql/graphql.js";
import { ConversationRows, ListChanged } from "./documents.js";

const PAGE = 30;
const GATHERED_MS = 250; // of changes that come together, one question is asked

export type Row = RowPartsFragment;

export interface Question {
  where: ConversationWhere;
  orderBy: ConversationOrderBy;
}

export interface Rows {
  rows: readonly Row[];
  total: number;
  hasMore: boolean;
  isLoading: boolean;
  problem: Refused | null;
  more: () => Promise<void>;
}

interface Held extends Omit<Rows, "more" | "hasMore"> {
  /** How many of the rows are the first page. */
  headCount: number;
  cursor: string | null;
}

const NOTHING: Held = { rows: [], total: 0, isLoading: true, problem: null, headCount: 0, cursor: null };

/** Keep the rows that answer a question. */
export function useRows(clinicId: string, question: Question): Rows {
  const [held, setHeld] = useState<Held>(NOTHING);
  const latest = useRef(held);
  latest.current = held;
  const key = JSON.stringify(question);
  const round = useRef(0);

  const load = useCallback(
    async (before: Held, touched: ReadonlySet<string>) => {
      const own = ++round.current;
      try {
        const after = await renewed(clinicId, JSON.parse(key) as Question, before, touched);
        if (own === round.current) setHeld(after);
      } catch (problem) {
        if (!(problem instanceof Refused)) throw problem;
        if (own === round.current) setHeld((one) => ({ ...one, problem, isLoading: false }));
      }
    },
    [clinicId, key],
  );
  useEffect(() => {
    setHeld(NOTHING);
    latest.current = NOTHING;
    void load(NOTHING, new Set());
    return () => void round.current++;
  }, [load]);
  useTouched(clinicId, useTurns(useCallback((ids) => load(latest.current, ids), [load])));

  const more = useCallback(async () => {
    const own = round.current;
    const asked = JSON.parse(key) as Question;
    const page = await pageOf(clinicId, asked, latest.current.cursor);
    if (own !== round.current) return;
    setHeld((one) => ({ ...one, rows: united(one.rows, page.nodes, asked), cursor: page.next, total: page.total }));
  }, [clinicId, key]);
  return { ...held, hasMore: held.cursor !== null, more };
}

type Ids = ReadonlySet<string>;

/** Do one thing after the other; what is told meanwhile is done after it, at once: no answer is overtaken for ever. */
function useTurns(work: (ids: Ids) => Promise<void>): (ids: Ids) => void {
  const latest = useRef(work);
  latest.current = work;
  const isBusy = useRef(false);
  const missed = useRef<Ids | null>(null);
  return useCallback((ids: Ids) => {
    const begin = async () => {
      isBusy.current = true;
      for (let next: Ids | null = ids; next; next = missed.current) {
        missed.current = null;
        await latest.current(next);
      }
      isBusy.current = false;
    };
    if (isBusy.current) missed.current = new Set([...(missed.current ?? []), ...ids]);
    else void begin();
  }, []);
}

/** Hear which conversations changed, several at once. */
export function useTouched(clinicId: string, heard: (ids: ReadonlySet<string>) => void): void {
  const touched = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const latest = useRef(heard);
  latest.current = heard;
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  useChanges(ListChanged, { clinic: clinicId }, (told) => {
    const id = told?.conversationChanged?.conversation?.id;
    if (id) touched.current.add(id);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      const ids = touched.current;
      touched.current = new Set();
      latest.current(ids);
    }, GATHERED_MS);
  });
}

/** Ask for the first page anew, and for what further down may not be as it was. */
async function renewed(clinicId: string, question: Question, before: Held, touched: ReadonlySet<string>): Promise<Held> {
  const head = await pageOf(clinicId, question, null);
  const common = { total: head.total, isLoading: false, problem: null, headCount: head.nodes.length };
  const isShort = before.rows.length <= before.headCount;
  if (isShort) return { ...common, rows: head.nodes, cursor: head.next };
  const inHead = new Set(head.nodes.map((one) => one.id));
  const below = before.rows.filter((one) => !inHead.has(one.id));
  const wasHead = new Set(before.rows.slice(0, before.headCount).map((one) => one.id));
  const inDoubt = below.filter((one) => touched.has(one.id) || wasHead.has(one.id)).map((one) => one.id);
  const kept = below.filter((one) => !inDoubt.includes(one.id));
  const ids = inDoubt.slice(0, PAGE);
  const again = ids.length > 0 ? (await pageOf(clinicId, { ...question, where: { ...question.where, ids } }, null)).nodes : [];
  return { ...common, rows: united(head.nodes, [...again, ...kept], question), cursor: before.cursor };
}

interface Page {
  nodes: readonly Row[];
  total: number;
  next: string | null;
}

export async function pageOf(clinic: string, { where, orderBy }: Question, after: string | null, first = PAGE): Promise<Page> {
  const { conversations } = await ask(ConversationRows, { clinic, where, orderBy, first, after });
  const info = conversations?.pageInfo;
  return {
    nodes: conversations?.nodes ?? [],
    total: conversations?.totalCount ?? 0,
    next: info?.hasNextPage ? (info.endCursor ?? null) : null,
  };
}

/** Rows of two lists, each once, in the order that was asked for. */
function united(first: readonly Row[], second: readonly Row[], { orderBy }: Question): readonly Row[] {
  const known = new Set(first.map((one) => one.id));
  const all = [...first, ...second.filter((one) => !known.has(one.id))];
  const isByDue = orderBy.field === "ANSWER_DUE_AT";
  return all.sort((one, other) =>
    isByDue
      ? instant(one.answerDueAt ?? FAR) - instant(other.answerDueAt ?? FAR)
      : instant(other.lastMessageAt) - instant(one.lastMessageAt),
  );
}

const FAR = "9999-12-31T00:00:00Z";
const instant = (text: string): number => Date.parse(text);
