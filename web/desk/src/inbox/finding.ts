// What is found: conversations in which it was said, and those with patients who are called so.
import { useCallback, useEffect, useRef, useState } from "react";
import { ask, Refused } from "../graph/client.js";
import { PatientsFound } from "./documents.js";
import { pageOf, useTouched, type Row } from "./rows.js";

const PAUSE_MS = 300; // after the last key
const SHORTEST = 2;
const SHOWN = 20;
const NEWEST = { field: "LAST_MESSAGE_AT", direction: "DESC" } as const;

export interface Found {
  text: string;
  people: readonly Row[];
  said: readonly Row[];
  isLoading: boolean;
  problem: Refused | null;
}

const NOTHING: Found = { text: "", people: [], said: [], isLoading: false, problem: null };

/** Search a clinic's conversations; null where too little was typed to search for. */
export function useFound(clinicId: string, typed: string, findsPeople: boolean): Found | null {
  const text = typed.trim();
  const [found, setFound] = useState<Found>(NOTHING);
  const round = useRef(0);
  const isAsked = text.length >= SHORTEST;

  const load = useCallback(async () => {
    const own = ++round.current;
    try {
      const [said, people] = await Promise.all([saidIn(clinicId, text), findsPeople ? calledSo(clinicId, text) : []]);
      if (own === round.current) setFound({ text, ...apart(people, said), isLoading: false, problem: null });
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      if (own === round.current) setFound((one) => ({ ...one, problem, isLoading: false }));
    }
  }, [clinicId, text, findsPeople]);

  useEffect(() => {
    round.current++;
    if (!isAsked) return setFound(NOTHING);
    setFound((one) => ({ ...one, isLoading: true }));
    const timer = setTimeout(() => void load(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [load, isAsked]);
  useTouched(clinicId, () => isAsked && void load());
  return isAsked ? found : null;
}

async function saidIn(clinicId: string, contains: string): Promise<readonly Row[]> {
  return (await pageOf(clinicId, { where: { contains }, orderBy: NEWEST }, null, SHOWN)).nodes;
}

async function calledSo(clinic: string, contains: string): Promise<readonly Row[]> {
  const { patients } = await ask(PatientsFound, { clinic, contains });
  const lists = (patients?.nodes ?? []).map(({ id }) => pageOf(clinic, { where: { patientId: id }, orderBy: NEWEST }, null, 5));
  return (await Promise.all(lists)).flatMap((one) => one.nodes);
}

function apart(people: readonly Row[], said: readonly Row[]): Pick<Found, "people" | "said"> {
  const known = new Set(people.map((one) => one.id));
  return { people, said: said.filter((one) => !known.has(one.id)) };
}
