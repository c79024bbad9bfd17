// The clinic's WhatsApp accounts: how they are, connecting and disconnecting them, and when patients are not written to.
import type { ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { useChanges } from "../graph/changes.js";
import { accepted, ask, change } from "../graph/client.js";
import { locale, say } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { ChannelTold } from "../shell/documents.js";
import { useSaying, type Saying } from "../shell/said.js";
import { adviceOn, effectOf, qualityOf, stateOf, type Channel } from "./account-words.js";
import { Unopened } from "./unopened.js";
import { Connecting } from "./connecting.js";
import { Field, Form, Tick, type Given } from "./form.js";
import { useMerging } from "./merging.js";
import { clockOf, minutesOf } from "./minutes.js";
import { useProof } from "./proof.js";
import { Sure } from "./sure.js";
import { TemplateList } from "./templates.js";
import { ChannelLeave, Channels, QuietHours } from "./whatsapp-documents.js";

export function WhatsApp(): ReactNode {
  const { clinic, may } = useDesk();
  const answer = useAnswer(Channels, { clinic: clinic.id });
  const { data, refresh } = answer;
  useChanges(ChannelTold, { clinic: clinic.id }, refresh);
  const saying = useSaying();
  if (!data?.clinic) return <Unopened answer={answer} />;
  const all = data.channels?.nodes ?? [];
  const accounts = all.filter((one) => one.state !== "DISCONNECTED");
  const connected = (text: string) => {
    saying.said(text);
    refresh();
  };
  const { quietFromMinute, quietUntilMinute } = data.clinic;
  return (
    <>
      <section aria-labelledby="accounts-title" className="card stack">
        <h2 id="accounts-title">{say("WhatsApp accounts")}</h2>
        {saying.line}
        {accounts.map((one) => (
          <Account key={one.id} channel={one} saying={saying} done={refresh} />
        ))}
        {accounts.length === 0 && <p className="faint">{say("None is connected: patients cannot write to you here.")}</p>}
        {may("connection:manage") && <Connecting hasAccounts={accounts.length > 0} done={connected} />}
      </section>
      <TemplateList channels={accounts.filter((one) => one.state === "CONNECTED")} refresh={refresh} />
      {may("connection:manage") && <Quiet from={quietFromMinute} until={quietUntilMinute} refresh={refresh} />}
    </>
  );
}

function Account({ channel, saying, done }: { channel: Channel; saying: Saying; done: () => void }): ReactNode {
  const { said, attempt, isBusy } = saying;
  const proof = useProof();
  const disconnect = () =>
    void attempt(async () => {
      await proof.withProof(async () => accepted(await change(ChannelLeave, { channel: channel.id })));
      said(say("Disconnected: nothing is sent or received. Conversations and bookings stay."));
      done();
    });
  return (
    <div className="account">
      <p>
        <b>{channel.title || channel.accountId}</b> · {stateOf(channel)}
      </p>
      {channel.banner && <p className="problem">{adviceOn(channel.banner.reason)}</p>}
      <Particulars channel={channel} />
      <Notices channel={channel} />
      {channel.viewerCanDisconnect && (
        <Sure
          text={say("Disconnect")}
          really={say("Really disconnect: nothing is sent or received then")}
          isBusy={isBusy}
          act={disconnect}
        />
      )}
      {proof.dialog}
    </div>
  );
}

function Particulars({ channel }: { channel: Channel }): ReactNode {
  const { clinic } = useDesk();
  const { health, banner, messagesPerSecond, recipientsPerDay, pausedUntil } = channel;
  const count = new Intl.NumberFormat(locale()).format;
  const when = (instant: string) => dayAndTime(instant, clinic.timeZone);
  return (
    <ul className="account-facts">
      {health && <li>{qualityOf(health.quality)}</li>}
      {health?.problems.filter((one) => one !== banner?.reason).map((one) => (
        <li key={one} className="problem">
          {adviceOn(one)}
        </li>
      ))}
      {messagesPerSecond && <li>{say("At most {count} messages a second.", { count: count(messagesPerSecond) })}</li>}
      <li>
        {recipientsPerDay
          ? say("Templates to at most {count} people within 24 hours.", { count: count(recipientsPerDay) })
          : say("No limit is known of how many people get templates.")}
      </li>
      {pausedUntil && <li>{say("Nothing is sent until {when}: WhatsApp said so.", { when: when(pausedUntil) })}</li>}
      {health?.credentialsExpireAt && <li>{say("The access token ends {when}.", { when: when(health.credentialsExpireAt) })}</li>}
      {health && <li className="faint">{say("Asked at WhatsApp {when}.", { when: when(health.checkedAt) })}</li>}
    </ul>
  );
}

function Notices({ channel }: { channel: Channel }): ReactNode {
  const { clinic } = useDesk();
  const notices = channel.notices?.nodes ?? [];
  if (notices.length === 0) return null;
  return (
    <details>
      <summary>{say("What WhatsApp said last")}</summary>
      <ul className="account-facts">
        {notices.map((one) => (
          <li key={one.id}>
            {dayAndTime(one.happenedAt, clinic.timeZone)}: <code>{one.event}</code>. {effectOf(one)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Quiet hours as their form gives them, by the clock; there are none where both are the same. */
const quietFields = (from: number, until: number) => ({ fromMinute: clockOf(from), untilMinute: clockOf(until) });

const quietIn = (given: Given): ReturnType<typeof quietFields> =>
  given.has("none") ? quietFields(0, 0) : { fromMinute: given.text("fromMinute"), untilMinute: given.text("untilMinute") };

function Quiet({ from, until, refresh }: { from: number; until: number; refresh: () => void }): ReactNode {
  const { clinic } = useDesk();
  const together = useMerging(quietFields(from, until), async () => {
    const now = (await ask(Channels, { clinic: clinic.id })).clinic;
    return now ? quietFields(now.quietFromMinute, now.quietUntilMinute) : null;
  });
  return (
    <section aria-labelledby="quiet-title" className="card stack">
      <h2 id="quiet-title">{say("Quiet hours")}</h2>
      <p className="faint">{say("Patients are not written to then, unless they are talking. What waits goes out afterwards.")}</p>
      <Form
        together={together}
        save={(given) =>
          together.save(quietIn(given), async (fields) => {
            const hours = { fromMinute: minutesOf(fields.fromMinute), untilMinute: minutesOf(fields.untilMinute) };
            accepted(await change(QuietHours, { input: { clinicId: clinic.id, ...hours } }));
            refresh();
            return hours.fromMinute === hours.untilMinute
              ? say("Saved. There are no quiet hours: patients are written to at any time.")
              : say("Saved. Reminders and offers wait for the end of these hours.");
          })
        }
      >
        <div className="choices">
          <Field name="fromMinute" type="time" label={say("From")} value={clockOf(from)} />
          <Field name="untilMinute" type="time" label={say("Until")} value={clockOf(until)} />
          <Tick name="none" label={say("No quiet hours")} isOn={from === until} />
        </div>
      </Form>
    </section>
  );
}
