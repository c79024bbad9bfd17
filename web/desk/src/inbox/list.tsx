// The list of conversations: tabs, filters, search, and row by row who wrote, what, and who has it.
import { useMemo, useState, type KeyboardEvent, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { say, sayCount } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { refusal, useSaying } from "../shell/said.js";
import { Bulk } from "./bulk.js";
import { Sorting, TabCounts } from "./documents.js";
import { useNow } from "./due.js";
import { useFound } from "./finding.js";
import { Icon } from "./icons.js";
import { RowLink } from "./row.js";
import { useRows, useTouched, type Row, type Rows } from "./rows.js";
import { emptyText, questionOf, TABS, tabName, whereOf, type Filter, type Tab } from "./tabs.js";

// What was looked at last, for who comes back from another page of the desk.
let latest: { clinicId: string; tab: Tab; filter: Filter } | null = null;
const NO_FILTER: Filter = { labelId: null, teamId: null };

export function List({ openId }: { openId: string | null }): ReactNode {
  const { clinic, user, may } = useDesk();
  const known = latest?.clinicId === clinic.id ? latest : null;
  const [tab, setTab] = useState<Tab>(known?.tab ?? "all");
  const [filter, setFilter] = useState<Filter>(known?.filter ?? NO_FILTER);
  const [typed, setTyped] = useState("");
  const { selected, setSelected, select } = useSelection();
  latest = { clinicId: clinic.id, tab, filter };
  const question = useMemo(() => questionOf(tab, user.id, filter), [tab, user.id, filter]);
  const rows = useRows(clinic.id, question);
  const found = useFound(clinic.id, typed, may("patient.contact:read"));
  const shared = { openId, selected, select };
  return (
    <section className="list" aria-label={say("Conversations")}>
      <div className="list-top">
        <h1 className="unseen">{say("Inbox")}</h1>
        {may("message:read") && <Search typed={typed} type={setTyped} />}
        {!found && <Tabs tab={tab} turnTo={setTab} />}
        {!found && (
          <Filters
            filter={filter}
            choose={setFilter}
            isSelecting={selected !== null}
            toggleSelecting={may("conversation:assign") ? () => setSelected(selected ? null : new Set()) : null}
          />
        )}
      </div>
      {selected && <Bulk selected={selected} keep={setSelected} shown={found ? [...found.people, ...found.said] : rows.rows} />}
      <div className="rows" onKeyDown={moveFocus}>
        {found ? <FoundRows found={found} {...shared} /> : <TabRows tab={tab} rows={rows} {...shared} />}
      </div>
    </section>
  );
}

function TabRows({ tab, rows, ...shared }: Omit<RowListProps, "rows"> & { tab: Tab; rows: Rows }): ReactNode {
  return (
    <>
      {rows.problem && <p className="said problem">{refusal(rows.problem)}</p>}
      {!rows.isLoading && !rows.problem && rows.rows.length === 0 && <p className="empty">{emptyText(tab)}</p>}
      <RowList rows={rows.rows} {...shared} />
      {rows.hasMore && <More total={rows.total} shown={rows.rows.length} more={rows.more} />}
    </>
  );
}

/** Which conversations are selected; null: none can be. */
function useSelection() {
  const [selected, setSelected] = useState<ReadonlySet<string> | null>(null);
  const select = (id: string, isSelected: boolean) => {
    const next = new Set(selected ?? []);
    if (isSelected) next.add(id);
    else next.delete(id);
    setSelected(next);
  };
  return { selected, setSelected, select };
}

function Search({ typed, type }: { typed: string; type: (text: string) => void }): ReactNode {
  return (
    <label className="search">
      <Icon name="search" />
      <input
        type="search"
        value={typed}
        placeholder={say("Search names, numbers, words")}
        aria-label={say("Search names, numbers, words")}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") type("");
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          event.currentTarget.closest(".list")?.querySelector<HTMLElement>(".row > a")?.focus();
        }}
      />
    </label>
  );
}

function Tabs({ tab, turnTo }: { tab: Tab; turnTo: (tab: Tab) => void }): ReactNode {
  const { clinic, user } = useDesk();
  const [mine, nobodys, unread, late] = (["mine", "nobodys", "unread", "late"] as const).map((one) => whereOf(one, user.id));
  const { data, refresh } = useAnswer(TabCounts, { clinic: clinic.id, mine, nobodys, unread, late });
  useTouched(clinic.id, refresh);
  const counts: Partial<Record<Tab, number>> = {};
  for (const one of ["mine", "nobodys", "unread", "late"] as const) counts[one] = data?.[one]?.totalCount ?? 0;
  return (
    <div className="tabs" role="group" aria-label={say("Which conversations")}>
      {TABS.map((one) => (
        <button
          type="button"
          key={one}
          aria-pressed={one === tab}
          onClick={() => turnTo(one)}
          className={one === "late" && counts.late ? "is-late" : ""}
        >
          {tabName(one)}
          {counts[one] ? <b> {counts[one]}</b> : null}
        </button>
      ))}
    </div>
  );
}

interface FiltersProps {
  filter: Filter;
  choose: (filter: Filter) => void;
  isSelecting: boolean;
  toggleSelecting: (() => void) | null;
}

function Filters({ filter, choose, isSelecting, toggleSelecting }: FiltersProps): ReactNode {
  const { clinic } = useDesk();
  const { data } = useAnswer(Sorting, { clinic: clinic.id });
  const [labels, teams] = [data?.labels?.nodes ?? [], data?.teams?.nodes ?? []];
  return (
    <div className="filters">
      <Narrowing
        name={say("With the label")}
        any={say("Any label")}
        all={labels}
        chosen={filter.labelId}
        choose={(labelId) => choose({ ...filter, labelId })}
      />
      <Narrowing
        name={say("Of the team")}
        any={say("Any team")}
        all={teams}
        chosen={filter.teamId}
        choose={(teamId) => choose({ ...filter, teamId })}
      />
      {toggleSelecting && (
        <button type="button" className="plain selecting" aria-pressed={isSelecting} onClick={toggleSelecting}>
          {isSelecting ? say("Select none") : say("Select several")}
        </button>
      )}
    </div>
  );
}

interface NarrowingProps {
  name: string;
  any: string;
  all: readonly { id: string; name: string }[];
  chosen: string | null;
  choose: (id: string | null) => void;
}

function Narrowing({ name, any, all, chosen, choose }: NarrowingProps): ReactNode {
  if (all.length === 0) return null;
  return (
    <select value={chosen ?? ""} aria-label={name} onChange={(event) => choose(event.target.value || null)}>
      <option value="">{any}</option>
      {all.map((one) => (
        <option key={one.id} value={one.id}>
          {one.name}
        </option>
      ))}
    </select>
  );
}

interface RowListProps {
  rows: readonly Row[];
  openId: string | null;
  selected: ReadonlySet<string> | null;
  select: (id: string, isSelected: boolean) => void;
}

function RowList({ rows, openId, selected, select }: RowListProps): ReactNode {
  const now = useNow();
  return (
    <ul>
      {rows.map((row) => (
        <RowLink
          key={row.id}
          row={row}
          now={now}
          isOpen={row.id === openId}
          selected={selected ? selected.has(row.id) : null}
          select={(isSelected) => select(row.id, isSelected)}
        />
      ))}
    </ul>
  );
}

type FoundRowsProps = Omit<RowListProps, "rows"> & { found: NonNullable<ReturnType<typeof useFound>> };

function FoundRows({ found, ...shared }: FoundRowsProps): ReactNode {
  const isNothing = !found.isLoading && !found.problem && found.people.length + found.said.length === 0;
  return (
    <div role="region" aria-live="polite" aria-label={say("What was found")}>
      {found.problem && <p className="said problem">{refusal(found.problem)}</p>}
      {isNothing && (
        <p className="empty">
          {say("Nothing was found. Whole words are searched for, names also by their beginnings, numbers by their ends.")}
        </p>
      )}
      {found.people.length > 0 && <h2>{sayCount(found.people.length, "{count} person", "{count} people")}</h2>}
      <RowList rows={found.people} {...shared} />
      {found.said.length > 0 && <h2>{say("Where it was said")}</h2>}
      <RowList rows={found.said} {...shared} />
    </div>
  );
}

function More({ total, shown, more }: { total: number; shown: number; more: () => Promise<void> }): ReactNode {
  const { line, attempt, isBusy } = useSaying();
  return (
    <div className="more">
      {line}
      <button type="button" disabled={isBusy} onClick={() => void attempt(more)}>
        {say("Show more ({shown} of {total})", { shown, total })}
      </button>
    </div>
  );
}

/** Arrows go from row to row; Enter opens one, as on any link. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>(".row > a")];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = links[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
