// The calendars of a connected account: which take time, and which one bookings are written to.
import { useState, type ReactNode } from "react";
import { accepted, ask, change, Refused } from "../graph/client.js";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import type { AccountProps, Calendar } from "./calendars.js";
import { CalendarChoose, Calendars } from "./documents.js";
import { clashText, Overtaken, useMerging } from "./merging.js";

type Feed = Calendar["feeds"][number];

/** What is chosen of an account's calendars, by their ids. */
type FeedsChosen = { written: string; blocking: readonly string[] };

const chosenIn = (feeds: readonly Feed[]): FeedsChosen => ({
  written: feeds.find((one) => one.isWritten)?.calendarId ?? "",
  blocking: feeds.flatMap((one) => (one.isBlocking ? one.calendarId : [])),
});

/** What is chosen here, over what stands: a choice of a colleague's appears beside one's own. */
function useChosen(feeds: readonly Feed[]) {
  const [written, write] = useState<string | null>(null);
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const saved = chosenIn(feeds);
  const blocking = feeds.flatMap(({ calendarId: id }) => ((turned.get(id) ?? saved.blocking.includes(id)) ? id : []));
  const turn = (id: string, isOn: boolean): void => setTurned(new Map([...turned, [id, isOn]]));
  const forget = (): void => {
    write(null);
    setTurned(new Map());
  };
  return { chosen: { written: written ?? saved.written, blocking }, write, turn, forget };
}

/** Save what is chosen with what a colleague chose meanwhile. */
function useSaving({ calendar, saying, proof, done }: AccountProps) {
  const { clinic } = useDesk();
  const together = useMerging(chosenIn(calendar.feeds), async () => {
    const now = (await ask(Calendars, { clinic: clinic.id })).calendars?.nodes.find((one) => one.id === calendar.id);
    return now ? chosenIn(now.feeds) : null;
  });
  const titleOf = (id: unknown) => calendar.feeds.find((one) => one.calendarId === id)?.title ?? "";
  const overtaken = (problem: unknown): never => {
    throw problem instanceof Overtaken ? new Refused("OVERTAKEN", clashText(titleOf(problem.clashes[0]?.theirs))) : problem;
  };
  const choose = ({ written, blocking }: FeedsChosen) =>
    proof.withProof(async () => accepted(await change(CalendarChoose, { calendar: calendar.id, written, blocking: [...blocking] })));
  const save = (chosen: FeedsChosen, saved: () => void) =>
    void saying.attempt(async () => {
      await together.save(chosen, choose).catch(overtaken);
      await done();
      saved(); // what stands is shown from now on
      saying.said(say("Saved."));
    });
  return { save, begun: together.begun };
}

export function Feeds(props: AccountProps): ReactNode {
  const { calendar, saying } = props;
  const { chosen, write, turn, forget } = useChosen(calendar.feeds);
  const { save, begun } = useSaving(props);
  if (calendar.feeds.length === 0) return null;
  return (
    <table className="feeds" onChange={begun}>
      <Titles />
      <tbody>
        {calendar.feeds.map((feed) => (
          <FeedRow
            key={feed.calendarId}
            feed={feed}
            group={`written ${calendar.id}`}
            isBlocking={chosen.blocking.includes(feed.calendarId)}
            isWritten={chosen.written === feed.calendarId}
            block={(isOn) => turn(feed.calendarId, isOn)}
            write={() => write(feed.calendarId)}
          />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={3}>
            <button type="button" disabled={saying.isBusy || !chosen.written} onClick={() => save(chosen, forget)}>
              {say("Save")}
            </button>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function Titles(): ReactNode {
  return (
    <thead>
      <tr>
        <th scope="col">{say("Calendar")}</th>
        <th scope="col">{say("Takes time")}</th>
        <th scope="col">{say("Bookings are written here")}</th>
      </tr>
    </thead>
  );
}

interface FeedRowProps {
  feed: Feed;
  /** What the choices of one account have in common, of which one holds. */
  group: string;
  isBlocking: boolean;
  isWritten: boolean;
  block: (isOn: boolean) => void;
  write: () => void;
}

function FeedRow({ feed, group, isBlocking, isWritten, block, write }: FeedRowProps): ReactNode {
  const { title, isWritable } = feed;
  return (
    <tr>
      <td>{title}</td>
      <td>
        <input type="checkbox" aria-label={say("{name} takes time", { name: title })} checked={isBlocking} onChange={(event) => block(event.target.checked)} />
      </td>
      <td>{isWritable && <input type="radio" name={group} aria-label={say("Bookings are written to {name}", { name: title })} checked={isWritten} onChange={write} />}</td>
    </tr>
  );
}
