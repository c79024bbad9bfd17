// Two people at one form: what each of them changed holds, and where both changed the same it is said before anything is saved.
import { useEffect, useRef } from "react";
import { Refused } from "../graph/client.js";
import { say } from "../language/say.js";

export type Fields = Readonly<Record<string, unknown>>;

/** A field that a colleague changed to something else meanwhile, and what it says now. */
export interface Clash {
  field: string;
  theirs: unknown;
}

/** Compare by value; of a list of words, such as ids, the order says nothing. */
const key = (value: unknown): string => JSON.stringify(isWords(value) ? [...value].sort() : (value ?? null));
const isWords = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((one) => typeof one === "string");
const isSame = (one: unknown, other: unknown): boolean => key(one) === key(other);

/** Put together what a form opened with, what was given, and what stands now. Of a list of words, what was added and taken away counts. */
export function merged<Given extends Fields>(opened: Fields, given: Given, latest: Fields): { fields: Given; clashes: Clash[] } {
  const clashes: Clash[] = [];
  const fields = Object.entries(given).map(([field, mine]) => {
    const [before, theirs] = [opened[field], latest[field]];
    if (isSame(theirs, before) || isSame(theirs, mine)) return [field, mine];
    if (isSame(mine, before)) return [field, theirs];
    if (isWords(before) && isWords(mine) && isWords(theirs)) return [field, wordsMerged(before, mine, theirs)];
    clashes.push({ field, theirs });
    return [field, mine];
  });
  return { fields: Object.fromEntries(fields) as Given, clashes };
}

function wordsMerged(before: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const left = theirs.filter((one) => mine.includes(one) || !before.includes(one));
  return [...left, ...mine.filter((one) => !before.includes(one) && !theirs.includes(one))];
}

/** A refusal of the form's own: a colleague was there first. */
export class Overtaken extends Refused {
  constructor(readonly clashes: readonly Clash[]) {
    super("STALE", "", clashes[0]?.field ?? null);
  }
}

/** A form's way to save beside others. */
export interface Together {
  /** Write what was given, with what others saved meanwhile. Throws Overtaken where both changed the same: once more, what was given holds. */
  save: <Given extends Fields, Result>(given: Given, write: (fields: Given) => Promise<Result>) => Promise<Result>;
  /** Somebody has begun to change it: what others save from now on comes beside it. */
  begun: () => void;
}

/**
 * Let a form save what was given together with what others saved since somebody began to change it.
 *
 * `shown` is what it shows while nobody changes it; `read` finds what stands now, in the same words; null where it is not
 * there any more, which saving then says.
 */
export function useMerging(shown: Fields | null, read: () => Promise<Fields | null>): Together {
  const known = useRef(shown);
  const isBegun = useRef(false);
  useEffect(() => {
    if (!isBegun.current) known.current = shown;
  }, [key(shown)]);
  const save = async <Given extends Fields, Result>(given: Given, write: (fields: Given) => Promise<Result>): Promise<Result> => {
    isBegun.current = true;
    const before = known.current;
    const latest = before && (await read());
    const { fields, clashes } = before && latest ? merged(before, given, latest) : { fields: given, clashes: [] }; // it is new, or gone
    if (clashes.length > 0) {
      known.current = { ...before, ...Object.fromEntries(clashes.map(({ field, theirs }) => [field, theirs])) };
      throw new Overtaken(clashes);
    }
    const result = await write(fields);
    known.current = before && { ...before, ...fields }; // what one saved oneself is no colleague's
    isBegun.current = false;
    return result;
  };
  return { save, begun: () => void (isBegun.current = true) };
}

/** Say what a colleague has made of a field. */
export const clashText = (theirs: unknown): string =>
  say("A colleague has changed it meanwhile, to: {theirs}. Save again to have it your way.", { theirs: valueText(theirs) });

function valueText(value: unknown): string {
  if (typeof value === "boolean") return value ? say("ticked") : say("not ticked");
  return value === null || value === undefined || value === "" ? say("nothing") : String(value);
}
