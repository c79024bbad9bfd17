// Approved templates, which alone get through where the patient wrote more than a day ago: chosen, filled in, looked at, sent.
import { useEffect, useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { accepted } from "../graph/client.js";
import { useOnce } from "../graph/once.js";
import type { TemplateChoicesQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { useModal } from "../shell/modal.js";
import { useDesk } from "../session/session.js";
import { useSaying } from "../shell/said.js";
import { ChoicesPart } from "./particulars.js";
import { calledBy, languageName, sendRefusals } from "./texts.js";
import type { Head } from "./thread.js";
import { MessageSendTemplate, TemplateChoices, TemplatePreviewed } from "./writing-documents.js";

type Template = NonNullable<TemplateChoicesQuery["templates"]>["nodes"][number];

interface TemplatesProps {
  head: Head;
  sent: () => void;
  /** Something that was sent before went through: look at the conversation again. */
  refresh: () => void;
  close: () => void;
}

export function Templates({ head, sent, refresh, close }: TemplatesProps): ReactNode {
  const { clinic } = useDesk();
  const dialog = useModal();
  const where = { status: "APPROVED" as const, ...(head.channel ? { channelId: head.channel.id } : {}) };
  const { data, problem } = useAnswer(TemplateChoices, { clinic: clinic.id, where });
  const [id, setId] = useState<string | null>(null);
  const all = byLanguage(data?.templates?.nodes ?? [], head.patient?.language ?? null);
  const template = all.find((one) => one.id === id) ?? all[0];
  return (
    <dialog className="templates" ref={dialog} onClose={close} aria-labelledby="templates-title">
      <h2 id="templates-title">{say("Send a template to {name}", { name: calledBy(head.patient) })}</h2>
      {problem && <p className="said problem">{problem.message}</p>}
      {data && !template && (
        <p className="empty">{say("No approved template can be sent. Whoever looks after WhatsApp has to set one up; until then, call.")}</p>
      )}
      {template && (
        <div className="template-choice">
          <Names all={all} chosen={template.id} choose={setId} />
          <Filling key={template.id} template={template} head={head} sent={sent} refresh={refresh} />
        </div>
      )}
      <p className="dialog-close">
        <button type="button" onClick={() => dialog.current?.close()}>
          {say("Send none")}
        </button>
      </p>
    </dialog>
  );
}

function Names({ all, chosen, choose }: { all: readonly Template[]; chosen: string; choose: (id: string) => void }): ReactNode {
  return (
    <ul>
      {all.map((one) => (
        <li key={one.id}>
          <button type="button" aria-pressed={one.id === chosen} onClick={() => choose(one.id)}>
            <b>{one.name.replaceAll("_", " ")}</b>
            <small>
              {languageName(one.language)}
              {one.category === "MARKETING" && ` · ${say("advertising")}`}
            </small>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Those that can be filled in here, the patient's language first. */
function byLanguage(all: readonly Template[], language: string | null): readonly Template[] {
  const isTheirs = (one: Template): boolean => language !== null && one.language.slice(0, 2) === language.slice(0, 2);
  return all.filter((one) => one.isFillable).sort((one, other) => Number(isTheirs(other)) - Number(isTheirs(one)));
}

function Filling({ template, head, sent, refresh }: { template: Template } & Omit<TemplatesProps, "close">): ReactNode {
  const [values, setValues] = useState<readonly string[]>(() => template.variables.map(() => ""));
  const [isUrgent, setUrgent] = useState(false);
  const once = useOnce(MessageSendTemplate);
  const { line, attempt, isBusy } = useSaying();
  const isFilled = values.every((one) => one.trim());
  const preview = usePreview(template, values.map((one) => one.trim()), isFilled);
  const send = () => void attempt(async () => {
    const input = { id: head.id, template: template.id, values: values.map((one) => one.trim()), isUrgent };
    accepted(await once.ask(input, refresh));
    sent();
  }, sendRefusals());
  return (
    <form className="filling" onSubmit={(event) => (event.preventDefault(), send())}>
      {template.variables.map((variable, at) => (
        <label key={`${variable.place} ${variable.name}`}>
          {gapName(variable.name)}
          <input
            value={values[at] ?? ""}
            onChange={(event) => setValues(values.with(at, event.target.value))}
            autoFocus={at === 0}
            maxLength={1024}
            required
          />
        </label>
      ))}
      <Reading template={template} text={preview?.text ?? null} values={values} />
      {isFilled && preview?.problems.map((one) => <p className="problem" key={one}>{problemText(one)}</p>)}
      <label className="check">
        <input type="checkbox" checked={isUrgent} onChange={(event) => setUrgent(event.target.checked)} />
        {say("It cannot wait: send it in quiet hours too")}
      </label>
      {line}
      <button className="primary" disabled={isBusy || !isFilled || (preview?.problems.length ?? 0) > 0}>
        {say("Send the template")}
      </button>
    </form>
  );
}

/** How it reads to the patient: as the API says, or as far as it is filled in. */
function Reading({ template, text, values }: { template: Template; text: string | null; values: readonly string[] }): ReactNode {
  return (
    <div className="template-preview bubble" aria-live="polite">
      <p className="words" dir="auto">{text ?? bodyWith(template, values)}</p>
      {template.footer && text === null && <p className="faint">{template.footer}</p>}
      <ChoicesPart choices={template.replies} />
    </div>
  );
}

const gapName = (name: string): string => (/^\d+$/.test(name) ? say("Gap {number}", { number: name }) : name.replaceAll("_", " "));

/** The text with what is filled in so far. */
function bodyWith({ header, body, variables }: Template, values: readonly string[]): string {
  const fill = (text: string, place: string): string =>
    variables.reduce((so, one, at) => (one.place === place && values[at] ? so.replaceAll(`{{${one.name}}}`, values[at]) : so), text);
  return [header && fill(header, "header"), fill(body, "body")].filter(Boolean).join("\n");
}

function usePreview(template: Template, values: readonly string[], isFilled: boolean) {
  const [settled, setSettled] = useState<readonly string[] | null>(isFilled ? values : null);
  const key = JSON.stringify(values);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(isFilled ? (JSON.parse(key) as string[]) : null), 300);
    return () => clearTimeout(timer);
  }, [key, isFilled]);
  const { data } = useAnswer(TemplatePreviewed, settled ? { id: template.id, values: [...settled] } : null);
  const node = data?.node;
  return settled && JSON.stringify(settled) === key && node && "preview" in node ? node.preview : null;
}

function problemText(problem: string): string {
  switch (problem) {
    case "LINE_BREAK":
      return say("A gap takes one line, without tabs or many spaces.");
    case "TOO_LONG":
      return say("That is too long.");
    default:
      return say("It cannot be sent so ({code}).", { code: problem });
  }
}
