// By which rules times are offered, patients reminded and visits closed: each says what it does.
import type { ReactNode } from "react";
import { accepted, change } from "../graph/client.js";
import { say } from "../language/say.js";
import { RulesSave } from "./clinic-documents.js";
import { changed, type WholeClinic } from "./clinic.js";
import { Field, Form, Tick, type Given } from "./form.js";

const NUMBERS = [
  "noticeMinutes",
  "horizonDays",
  "cutoffMinutes",
  "holdMinutes",
  "calendarFreshnessMinutes",
  "waitlistMinutes",
  "reminderHours",
  "lastReminderHours",
  "nudgeMinutes",
] as const;
const TICKS = ["sendsReminders", "remindersNameServices", "followsUpNoShows", "completesBookings", "booksForOthers", "asksBirthDate"] as const;

function read(given: Given) {
  const numbers = Object.fromEntries(NUMBERS.map((one) => [one, given.number(one)]));
  return { ...numbers, ...Object.fromEntries(TICKS.map((one) => [one, given.has(one)])) };
}

interface RulesProps {
  clinic: WholeClinic;
  refresh: () => void;
}

export function Rules({ clinic, refresh }: RulesProps): ReactNode {
  return (
    <section aria-labelledby="rules-title" className="card stack">
      <h2 id="rules-title">{say("Booking rules")}</h2>
      <Form
        save={async (given) => {
          accepted(await change(RulesSave, { input: { clinicId: clinic.id, ...changed<unknown>(clinic, read(given)) } }));
          refresh();
          return say("Saved. It holds for what is offered and sent from now on; bookings stand.");
        }}
      >
        <Offered clinic={clinic} />
        <Reminding clinic={clinic} />
        <Chat clinic={clinic} />
      </Form>
    </section>
  );
}

function Offered({ clinic }: { clinic: WholeClinic }): ReactNode {
  const numbers = [
    ["noticeMinutes", say("Notice (minutes)"), say("So long before its start a time is offered for the last time."), 0, 20160],
    ["horizonDays", say("Horizon (days)"), say("So far ahead times are offered."), 1, 366],
    ["cutoffMinutes", say("Last change (minutes)"), say("So long before the start patients move and cancel for the last time; then a person answers."), 0, 20160],
    ["holdMinutes", say("Hold (minutes)"), say("So long a time that a patient tapped is kept."), 2, 60],
    ["calendarFreshnessMinutes", say("Calendar freshness (minutes)"), say("Whose calendar was not read for so long is had on request alone."), 2, 1440],
    ["waitlistMinutes", say("Waitlist (minutes)"), say("A time that falls free is kept so long for whoever waits; 0: there is no waitlist."), 0, 1440],
  ] as const;
  return (
    <div className="fields">
      {numbers.map(([name, label, help, least, most]) => (
        <Field key={name} name={name} type="number" label={label} help={help} value={clinic[name]} least={least} most={most} />
      ))}
    </div>
  );
}

function Reminding({ clinic }: { clinic: WholeClinic }): ReactNode {
  return (
    <>
      <h3>{say("Reminders and visits")}</h3>
      <Tick name="sendsReminders" label={say("Remind patients who agreed to it")} isOn={clinic.sendsReminders} />
      <div className="fields">
        <Field
          name="reminderHours"
          type="number"
          label={say("Reminder (hours)")}
          help={say("So long before the start; 0: there is no first reminder.")}
          value={clinic.reminderHours}
          least={0}
          most={336}
        />
        <Field
          name="lastReminderHours"
          type="number"
          label={say("Second reminder (hours)")}
          help={say("So long before the start once more, where nobody answered; 0: not.")}
          value={clinic.lastReminderHours}
          least={0}
          most={48}
        />
      </div>
      <Visits clinic={clinic} />
    </>
  );
}

function Visits({ clinic }: { clinic: WholeClinic }): ReactNode {
  return (
    <>
      <Tick
        name="remindersNameServices"
        label={say("Name the service in reminders")}
        help={say("Reminders in the chat say what for, and with whom. Templates never do: others read a lock screen.")}
        isOn={clinic.remindersNameServices}
      />
      <Tick
        name="followsUpNoShows"
        label={say("Follow up who did not come")}
        help={say("An hour later they are offered another time, if they agreed to reminders.")}
        isOn={clinic.followsUpNoShows}
      />
      <Tick
        name="completesBookings"
        label={say("Complete visits by themselves")}
        help={say("At the end of its day a visit of which nothing else was noted counts as completed.")}
        isOn={clinic.completesBookings}
      />
    </>
  );
}

function Chat({ clinic }: { clinic: WholeClinic }): ReactNode {
  return (
    <>
      <h3>{say("In the chat")}</h3>
      <Tick
        name="booksForOthers"
        label={say("Patients book for others, too")}
        help={say("The assistant asks who comes: a child, a parent.")}
        isOn={clinic.booksForOthers}
      />
      <Tick
        name="asksBirthDate"
        label={say("Ask for the date of birth")}
        help={say("Of who is new, where it is asked who comes.")}
        isOn={clinic.asksBirthDate}
      />
      <Field
        name="nudgeMinutes"
        type="number"
        label={say("Ask whether to go on (minutes)")}
        help={say("After 15 to 720 minutes of silence in mid-booking a patient is asked once; 0: never.")}
        value={clinic.nudgeMinutes}
        least={0}
        most={720}
      />
    </>
  );
}
