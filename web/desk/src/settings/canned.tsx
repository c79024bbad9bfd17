// What is said often, written once in each language, and how it reads when it is filled in.
import { useState, type ReactNode } from "react";
import { accepted, ask, change } from "../graph/client.js";
import type { CannedTextsQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { Collection, Deletion, type Closing } from "./collection.js";
import { Field, Form, Told, useFault } from "./form.js";
import { CannedDelete, CannedSave, CannedTexts } from "./inbox-documents.js";
import { LANGUAGES, languageName } from "./languages.js";
import { useMerging, type Fields } from "./merging.js";
import { all, useAll } from "./pages.js";

type Reply = NonNullable<CannedTextsQuery["cannedReplies"]>["nodes"][number];

interface Speaker {
  name: string;
  phone: string;
  locale: string;
}

export function CannedReplies({ clinic }: { clinic: Speaker }): ReactNode {
  const desk = useDesk();
  const { items, refresh } = useAll(desk.clinic.id, repliesOf(desk.clinic.id));
  return (
    <Collection
      title={say("Canned replies")}
      help={say("What is said often. In a conversation, type / and the shortcut.")}
      empty={say("There are no canned replies yet.")}
      add={say("Add a canned reply")}
      items={items}
      refresh={refresh}
      line={(reply) => (
        <>
          <b>/{reply.shortcut}</b> · {reply.texts.map((one) => languageName(one.language)).join(", ")}
          <span className="faint excerpt">{reply.texts[0]?.body}</span>
        </>
      )}
      aside={(reply, said) => (
        <Deletion
          question={async () => say("Really delete")}
          carryOut={async () => accepted(await change(CannedDelete, { id: reply.id }))}
          done={() => said(say("Deleted. What was sent with it stays."))}
        />
      )}
      form={(reply, closing) => <ReplyForm reply={reply} clinic={clinic} {...closing} />}
    />
  );
}

const repliesOf = (clinic: string) => async (after: string | null) => (await ask(CannedTexts, { clinic, after })).cannedReplies;

/** A reply as its form gives it: the text in each language, empty where there is none. */
const fieldsOf = (shortcut: string, texts: Readonly<Record<string, string>>): Record<string, string> => ({
  shortcut,
  ...Object.fromEntries([...LANGUAGES, ...Object.keys(texts)].map((language) => [language, texts[language]?.trim() ?? ""])),
});

const textsOf = (reply: Reply): Record<string, string> => Object.fromEntries(reply.texts.map((one) => [one.language, one.body]));

function ReplyForm({ reply, clinic, done, close }: { reply: Reply | null; clinic: Speaker } & Closing): ReactNode {
  const desk = useDesk();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(
    reply ? textsOf(reply) : { [clinic.locale]: "" },
  );
  const together = useMerging(reply && fieldsOf(reply.shortcut, textsOf(reply)), async (): Promise<Fields | null> => {
    const found = (await all(repliesOf(desk.clinic.id)))?.find((one) => one.id === reply?.id);
    return found ? fieldsOf(found.shortcut, textsOf(found)) : null;
  });
  const shown = Object.keys(texts);
  const write = (language: string, body: string) => setTexts((before) => ({ ...before, [language]: body }));
  return (
    <Form
      done={done}
      close={close}
      together={together}
      save={(given) => together.save(fieldsOf(given.text("shortcut"), texts), (fields) => saveReply(desk.clinic.id, reply, fields))}
    >
      <Field name="shortcut" label={say("Shortcut")} value={reply?.shortcut} most={32} help={say("Small letters, digits, _ and -.")} />
      {shown.map((language) => (
        <Text key={language} language={language} body={texts[language] ?? ""} write={(body) => write(language, body)} clinic={clinic} />
      ))}
      <MoreLanguages left={LANGUAGES.filter((one) => !shown.includes(one))} begin={(language) => write(language, "")} />
      <Variables />
    </Form>
  );
}

async function saveReply(clinicId: string, reply: Reply | null, { shortcut = "", ...bodies }: Record<string, string>): Promise<string> {
  const texts = Object.entries(bodies).filter(([, body]) => body !== "").map(([language, body]) => ({ language, body }));
  accepted(await change(CannedSave, { input: { clinicId, cannedReplyId: reply?.id ?? null, shortcut, texts } }));
  return say("Saved. It is found by /{shortcut} from now on.", { shortcut });
}

function MoreLanguages({ left, begin }: { left: readonly string[]; begin: (language: string) => void }): ReactNode {
  if (left.length === 0) return null;
  return (
    <label>
      {say("Add a language")}
      <select value="" onChange={(event) => begin(event.target.value)}>
        <option value="">—</option>
        {left.map((one) => (
          <option key={one} value={one}>
            {languageName(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TextProps {
  language: string;
  body: string;
  write: (body: string) => void;
  clinic: Speaker;
}

function Text({ language, body, write, clinic }: TextProps): ReactNode {
  const { user } = useDesk();
  const { described, fault, id } = useFault(language, undefined);
  const values: Readonly<Record<string, string>> = {
    "patient.first_name": "Ana",
    "patient.name": "Ana Jansen",
    "clinic.name": clinic.name,
    "clinic.phone": clinic.phone,
    "agent.name": user.fullName,
  };
  const filled = body.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (blank, name: string) => values[name] ?? blank);
  const name = say("Text in {language}", { language: languageName(language) });
  return (
    <div className="beside">
      <label>
        {name}
        <textarea rows={4} maxLength={4096} value={body} lang={language} onChange={(event) => write(event.target.value)} {...described} />
        <Told id={id} help={undefined} fault={fault} />
      </label>
      <figure className="preview">
        <figcaption className="faint">{say("As a patient named Ana Jansen reads it")}</figcaption>
        <p lang={language}>{filled}</p>
      </figure>
    </div>
  );
}

function Variables(): ReactNode {
  const rows = [
    ["{{patient.first_name}}", say("the patient’s first name")],
    ["{{patient.name}}", say("the patient’s whole name")],
    ["{{clinic.name}}", say("the clinic’s name")],
    ["{{clinic.phone}}", say("the clinic’s phone number")],
    ["{{agent.name}}", say("whoever answers")],
  ];
  return (
    <dl className="variables">
      {rows.map(([variable, meaning]) => (
        <div key={variable}>
          <dt>
            <code>{variable}</code>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
