// What the clinic says of itself, and by which rules it is booked.
import type { ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { useChanges } from "../graph/changes.js";
import { accepted, change } from "../graph/client.js";
import type { ClinicWholeQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { ClinicChanged } from "../session/documents.js";
import { useDesk } from "../session/session.js";
import { Unopened } from "./unopened.js";
import { ClinicSave, ClinicWhole } from "./clinic-documents.js";
import { Choice, Field, Form, type Given } from "./form.js";
import { LANGUAGES, languageName } from "./languages.js";
import { useProof } from "./proof.js";
import { Rules } from "./rules.js";
import { zoneOptions } from "./zones.js";

export type WholeClinic = NonNullable<ClinicWholeQuery["clinic"]>;

export function ClinicSettings(): ReactNode {
  const { clinic } = useDesk();
  const answer = useAnswer(ClinicWhole, { clinic: clinic.id });
  const { data, refresh } = answer;
  useChanges(ClinicChanged, { clinic: clinic.id }, refresh);
  if (!data?.clinic) return <Unopened answer={answer} />;
  return (
    <>
      <About clinic={data.clinic} refresh={refresh} />
      <Rules clinic={data.clinic} refresh={refresh} />
    </>
  );
}

/** Only what is not as it was: what a colleague changes meanwhile stays. */
export const changed = <Value,>(before: Readonly<Record<string, unknown>>, given: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(given).filter(([name, value]) => before[name] !== value));

const NAMES = ["name", "timeZone", "language", "phone", "emergencyNumber", "openingText", "privacyUrl"] as const;

/** What a form says otherwise than the clinic does. */
function aboutIn(given: Given, clinic: WholeClinic) {
  const before: Readonly<Record<string, unknown>> = { ...clinic, language: clinic.locale };
  const texts = changed(before, Object.fromEntries(NAMES.map((one) => [one, given.text(one)])));
  const written = new Map(clinic.openingTexts.map((one) => [one.language, one.text]));
  const openingTexts = LANGUAGES.map((language) => ({ language, text: given.text(`opening ${language}`) })).filter((one) => one.text !== "");
  const isSame = openingTexts.length === written.size && openingTexts.every((one) => written.get(one.language) === one.text);
  return { clinicId: clinic.id, ...texts, ...(isSame ? {} : { openingTexts }) };
}

function About({ clinic, refresh }: { clinic: WholeClinic; refresh: () => void }): ReactNode {
  const proof = useProof();
  return (
    <section aria-labelledby="about-title" className="card stack">
      <h2 id="about-title">{say("What patients read of the clinic")}</h2>
      <Form
        save={async (given) => {
          await proof.withProof(async () => accepted(await change(ClinicSave, { input: aboutIn(given, clinic) })));
          refresh();
          return say("Saved. The next message to a patient has it.");
        }}
      >
        <AboutFields clinic={clinic} />
      </Form>
      {proof.dialog}
    </section>
  );
}

function AboutFields({ clinic }: { clinic: WholeClinic }): ReactNode {
  const written = new Map(clinic.openingTexts.map((one) => [one.language, one.text]));
  const languages = LANGUAGES.map((one) => [one, languageName(one)] as const);
  return (
    <>
      <div className="fields">
        <Field name="name" label={say("Name")} value={clinic.name} most={80} />
        <Choice name="language" label={say("Language")} value={clinic.locale} options={languages} help={say("What is spoken unless a patient prefers another.")} />
        <Field name="phone" label={say("Phone")} value={clinic.phone} isOptional help={say("The number patients can call, as they read it.")} />
        <Field name="emergencyNumber" label={say("Emergency number")} value={clinic.emergencyNumber} help={say("Every greeting sends emergencies there.")} />
        <Field name="openingText" label={say("Opening hours in words")} value={clinic.openingText} most={80} isOptional help={say("One line. What can be booked is said under Hours.")} />
        <Field name="privacyUrl" label={say("Privacy page")} value={clinic.privacyUrl} most={200} isOptional help={say("Where patients read how their data is used, under https://.")} />
        <Choice name="timeZone" label={say("Time zone")} value={clinic.timeZone} options={zoneOptions(clinic.timeZone)} help={say("Quiet hours and the agenda’s days go by it; places keep their own.")} />
      </div>
      <details>
        <summary>{say("Opening hours in words, language by language")}</summary>
        <div className="fields">
          {LANGUAGES.map((one) => (
            <Field key={one} name={`opening ${one}`} label={languageName(one)} value={written.get(one)} most={80} isOptional />
          ))}
        </div>
      </details>
    </>
  );
}
