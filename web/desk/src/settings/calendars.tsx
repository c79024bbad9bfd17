// Practitioners' own calendars: which are connected, which take time, which is written.
import type { ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { useChanges } from "../graph/changes.js";
import { accepted, change } from "../graph/client.js";
import type { CalendarsQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { CalendarTold } from "../shell/documents.js";
import { useSaying, type Saying } from "../shell/said.js";
import { Unopened } from "./unopened.js";
import { CalendarDisconnect, Calendars } from "./documents.js";
import { Feeds } from "./feeds.js";
import { useProof, type Proof } from "./proof.js";
import { Sure } from "./sure.js";

export type Calendar = NonNullable<CalendarsQuery["calendars"]>["nodes"][number];

export function CalendarList(): ReactNode {
  const { clinic, practitioners } = useDesk();
  const answer = useAnswer(Calendars, { clinic: clinic.id });
  const { data, refresh, reread } = answer;
  useChanges(CalendarTold, { clinic: clinic.id }, refresh);
  const saying = useSaying();
  const proof = useProof();
  const connected = (data?.calendars?.nodes ?? []).filter((one) => one.state !== "DISCONNECTED");
  const connect = async (practitionerId: string) => {
    if (await proof.prove()) location.assign(`/connect/gcal?practitioner=${encodeURIComponent(practitionerId)}`);
  };
  if (!data) return <Unopened answer={answer} />;
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
                  <Account key={one.id} calendar={one} saying={saying} proof={proof} done={reread} />
                ))}
            </li>
          ))}
      </ul>
      {proof.dialog}
    </section>
  );
}

export interface AccountProps {
  calendar: Calendar;
  saying: Saying;
  proof: Proof;
  /** Read what stands now; resolves once it is shown. */
  done: () => Promise<void>;
}

function Account({ calendar, saying, proof, done }: AccountProps): ReactNode {
  const { clinic } = useDesk();
  const { said, attempt, isBusy } = saying;
  const disconnect = () =>
    void attempt(async () => {
      await proof.withProof(async () => accepted(await change(CalendarDisconnect, { calendar: calendar.id })));
      said(say("Disconnected. Bookings stand."));
      await done();
    });
  return (
    <div className="account">
      <p>
        {calendar.accountId} · {stateOf(calendar)}
        {calendar.fetchedAt && ` · ${say("last read {when}", { when: dayAndTime(calendar.fetchedAt, clinic.timeZone) })}`}
      </p>
      <Feeds calendar={calendar} saying={saying} proof={proof} done={done} />
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
