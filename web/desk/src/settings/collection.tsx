// A list of things that can be added, changed and, where that is, deleted: one form is open at a time.
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { say } from "../language/say.js";
import { isNowhere } from "../shell/modal.js";
import { useSaying } from "../shell/said.js";

export interface Closing {
  /** It was done: say what, and close the form. */
  done: (text: string) => void;
  close: () => void;
}

interface CollectionProps<Item> {
  title: string;
  help?: string;
  empty: string;
  add: string;
  items: readonly Item[] | null;
  line: (item: Item) => ReactNode;
  form: (item: Item | null, closing: Closing) => ReactNode;
  /** What is shown beside its name besides changing it. */
  aside?: (item: Item, said: (text: string) => void) => ReactNode;
  refresh: () => void;
}

export function Collection<Item extends { id: string }>(props: CollectionProps<Item>): ReactNode {
  const { title, help, empty, add, items, line, form, aside, refresh } = props;
  const heading = useId();
  const saying = useSaying();
  const { open, setOpen, home } = useOpening();
  const opened = useAsOpened(open, items);
  const said = (text: string) => {
    saying.said(text);
    refresh();
  };
  const closing = {
    close: () => setOpen(null),
    done: (text: string) => {
      setOpen(null);
      said(text);
    },
  };
  return (
    <section aria-labelledby={heading} className="card stack" ref={home}>
      <h2 id={heading}>{title}</h2>
      {help && <p className="faint">{help}</p>}
      {saying.line}
      <ul className="lines">
        {items?.map((item) => (
          <li key={item.id} className={open === item.id ? "stack" : ""}>
            <span>{line(item)}</span>
            {open === item.id ? form(opened ?? item, closing) : <Choices id={item.id} open={setOpen} aside={aside?.(item, said)} />}
          </li>
        ))}
        {items?.length === 0 && <li className="faint">{empty}</li>}
      </ul>
      <Addition name={add} open={() => setOpen("new")} form={open === "new" ? form(null, closing) : null} />
    </section>
  );
}

function Addition({ name, open, form }: { name: string; open: () => void; form: ReactNode }): ReactNode {
  if (form) {
    return (
      <div className="stack">
        <h3>{name}</h3>
        {form}
      </div>
    );
  }
  return (
    <p className="buttons">
      <button type="button" data-opens="new" onClick={open}>
        {name}
      </button>
    </p>
  );
}

/** What a form was opened with: what others make of it meanwhile is put together as it is saved, and does not shift below the hand. */
function useAsOpened<Item extends { id: string }>(open: string | null, items: readonly Item[] | null): Item | null {
  const kept = useRef<Item | null>(null);
  if (kept.current?.id !== open) kept.current = items?.find((one) => one.id === open) ?? null;
  return kept.current;
}

function Choices({ id, open, aside }: { id: string; open: (id: string) => void; aside: ReactNode }): ReactNode {
  return (
    <span className="choices">
      <button type="button" className="plain" data-opens={id} onClick={() => open(id)}>
        {say("Change")}
      </button>
      {aside}
    </span>
  );
}

/** Which form is open, one at a time: the keyboard goes into it, and back to the button that opened it. */
export function useOpening() {
  const [open, setOpen] = useState<string | null>(null);
  const home = useRef<HTMLElement>(null);
  const before = useRef<string | null>(null);
  useEffect(() => {
    const left = before.current;
    before.current = open;
    if (!isNowhere()) return;
    if (open) home.current?.querySelector<HTMLElement>("form input, form select, form textarea")?.focus();
    else if (left) home.current?.querySelector<HTMLElement>(`[data-opens="${CSS.escape(left)}"]`)?.focus();
  }, [open]);
  return { open, setOpen, home };
}

interface DeletionProps {
  /** What would be lost, asked for before anybody is asked whether they are sure. */
  question: () => Promise<string>;
  carryOut: () => Promise<unknown>;
  done: () => void;
}

/** Two clicks to delete: the second, once it was read what goes with it. */
export function Deletion({ question, carryOut, done }: DeletionProps): ReactNode {
  const { line, attempt, isBusy } = useSaying();
  const [asked, setAsked] = useState<string | null>(null);
  const begin = () => void attempt(async () => setAsked(await question()));
  const end = async () => {
    if (await attempt(carryOut)) done();
  };
  return (
    <>
      <button type="button" className="plain danger" disabled={isBusy} onClick={() => (asked === null ? begin() : void end())} onBlur={() => setAsked(null)}>
        {asked ?? say("Delete")}
      </button>
      {line}
    </>
  );
}
