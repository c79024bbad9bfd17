// Practitioners' own calendars: which are connected, which take time, which is written.
import { useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { useChanges } from "../graph/changes.js";
import { accepted, change } from "../graph/client.js";
import type { CalendarsQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { CalendarTold } from "../shell/documents.js";
import { useSaying, type Saying } from "../shell/said.js";
import { CalendarChoose, CalendarDisconnect, Calendars } from "./documents.js";
import { useProof, type Proof } from "./proof.js";
import { Sure } from "./sure.js";

type Calendar = NonNullable<CalendarsQuery["calendars"]>["nodes"][number];

export function CalendarList(): ReactNode {
  const { clinic, practitioners } = useDesk();
  const { data, refresh } = useAnswer(Calendars, { clinic: clinic.id });
  useChanges(CalendarTold, { clinic: clinic.id }, refresh);
  const saying = useSaying();
  const proof = useProof();
  const connected = (data?.calendars?.nodes ?? []).filter((one) => one.state !== "DISCONNECTED");
  const connect = async (practitionerId: string) => {
    if (await proof.prove()) location.assign(`/connect/gcal?practitioner=${encodeURIComponent(practitionerId)}`);
  };
  return (
    <section aria-labelledby="calendars-title" className="card stack">
      <h2 id="calendars-title">{say("Google Calendar")}</h2>
      {saying.line}
      <ul className="lines">
        {practitioners
          .filter((one) => one.isActive)
          .map((practitioner) => (
            <li key={practitioner.id} className="stack">
              <p className="choices">
                <b>{practitioner.fullName}</b>
                <button type="button" onClick={() => void connect(practitioner.id)}>
                  {say("Connect an account")}
                </button>
              </p>
              {connected
                .filter((one) => one.practitioner?.id === practitioner.id)
                .map((one) => (
                  <Account key={one.id} calendar={one} saying={saying} proof={proof} done={refresh} />
                ))}
            </li>
          ))}
      </ul>
      {proof.dialog}
    </section>
  );
}

interface AccountProps {
  calendar: Calendar;
  saying: Saying;
  proof: Proof;
  done: () => void;
}

function Account({ calendar, saying, proof, done }: AccountProps): ReactNode {
  const { clinic } = useDesk();
  const { said, attempt, isBusy } = saying;
  const disconnect = () =>
    void attempt(async () => {
      await proof.withProof(async () => accepted(await change(CalendarDisconnect, { calendar: calendar.id })));
      said(say("Disconnected. Bookings stand."));
      done();
    });
  return (
    <div className="account">
      <p>
        {calendar.accountId} · {stateOf(calendar)}
        {calendar.fetchedAt && ` · ${say("last read {when}", { when: dayAndTime(calendar.fetchedAt, clinic.timeZone) })}`}
      </p>
      <Feeds key={JSON.stringify(calendar.feeds)} calendar={calendar} saying={saying} proof={proof} done={done} />
      {calendar.viewerCanDisconnect && (
        <Sure text={say("Disconnect")} really={say("Really disconnect: times are on request only then")} isBusy={isBusy} act={disconnect} />
      )}
    </div>
  );
}

function stateOf({ state, isFresh }: Calendar): string {
  if (state === "NEEDS_RECONNECT") return say("has to be connected again");
  if (state === "DISCONNECTING") return say("being disconnected");
  return isFresh ? say("up to date") : say("not read for a while: times on request only");
}

function Feeds({ calendar, saying, proof, done }: AccountProps): ReactNode {
  const [written, setWritten] = useState(calendar.feeds.find((one) => one.isWritten)?.calendarId ?? "");
  const [blocking, setBlocking] = useState(calendar.feeds.filter((one) => one.isBlocking).map((one) => one.calendarId));
  const { said, attempt, isBusy } = saying;
  const save = () =>
    void attempt(async () => {
      const chosen = { calendar: calendar.id, written, blocking };
      await proof.withProof(async () => accepted(await change(CalendarChoose, chosen)));
      said(say("Saved."));
      done();
    });
  const turn = (id: string, isOn: boolean) =>
    setBlocking((before) => (isOn ? [...before, id] : before.filter((one) => one !== id)));
  if (calendar.feeds.length === 0) return null;
  return (
    <table className="feeds">
      <thead>
        <tr>
          <th scope="col">{say("Calendar")}</th>
          <th scope="col">{say("Takes time")}</th>
          <th scope="col">{say("Bookings are written here")}</th>
        </tr>
      </thead>
      <tbody>
        {calendar.feeds.map((feed) => (
          <FeedRow
            key={feed.calendarId}
            feed={feed}
            group={`written ${calendar.id}`}
            isBlocking={blocking.includes(feed.calendarId)}
            isWritten={written === feed.calendarId}
            block={(isOn) => turn(feed.calendarId, isOn)}
            write={() => setWritten(feed.calendarId)}
          />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={3}>
            <button type="button" disabled={isBusy || !written} onClick={save}>
              {say("Save")}
            </button>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

interface FeedRowProps {
  feed: Calendar["feeds"][number];
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
