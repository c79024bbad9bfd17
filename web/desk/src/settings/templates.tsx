// Messages WhatsApp has approved in advance: how they stand, what each is used for, and how it reads.
import { useEffect, useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { accepted, ask, change, Refused } from "../graph/client.js";
import type { TemplatePurpose, TemplatesQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { useSaying, type Saying } from "../shell/said.js";
import type { Channel } from "./account-words.js";
import { languageName } from "./languages.js";
import { clashText, Overtaken, useMerging, type Fields } from "./merging.js";
import { all, useAll } from "./pages.js";
import { FILLINGS, filling, purposeName, PURPOSES, statusOf } from "./template-words.js";
import { TemplateFilled, TemplateMapping, Templates, TemplatesRead, TemplateUnmapping } from "./whatsapp-documents.js";

type Template = NonNullable<TemplatesQuery["templates"]>["nodes"][number];

const templatesOf = (clinic: string) => async (after: string | null) => (await ask(Templates, { clinic, after })).templates;

interface TemplateListProps {
  channels: readonly Channel[];
  refresh: () => void;
}

export function TemplateList({ channels, refresh }: TemplateListProps): ReactNode {
  const { clinic, may } = useDesk();
  const { items, refresh: again } = useAll(clinic.id, templatesOf(clinic.id));
  const synced = channels.map((one) => one.templatesSyncedAt).join();
  useEffect(() => again(), [synced, again]); // they were read anew
  const saying = useSaying();
  const [open, setOpen] = useState<string | null>(null);
  const sync = () =>
    void saying.attempt(async () => {
      for (const one of channels) accepted(await change(TemplatesRead, { channel: one.id }));
      saying.said(say("They are being read: what is new appears here in a moment."));
      refresh();
    });
  return (
    <section aria-labelledby="templates-title" className="card stack">
      <h2 id="templates-title">{say("Templates")}</h2>
      <WhatFor lastRead={channels.map((one) => one.templatesSyncedAt).find(Boolean)} />
      {saying.line}
      <ul className="lines">
        {items?.map((one) => (
          <li key={one.id} className={open === one.id ? "stack" : ""}>
            <Line template={one} />
            <button type="button" className="plain" aria-expanded={open === one.id} onClick={() => setOpen(open === one.id ? null : one.id)}>
              {open === one.id ? say("Close") : say("Look at it")}
            </button>
            {open === one.id && <Look template={one} templates={items} saying={saying} done={again} />}
          </li>
        ))}
        {items?.length === 0 && <li className="faint">{say("There are no templates yet.")}</li>}
      </ul>
      {may("connection:manage") && channels.length > 0 && (
        <p className="buttons">
          <button type="button" disabled={saying.isBusy} onClick={sync}>
            {say("Read them now")}
          </button>
        </p>
      )}
    </section>
  );
}

function WhatFor({ lastRead }: { lastRead: string | null | undefined }): ReactNode {
  const { clinic } = useDesk();
  return (
    <p className="faint">
      {say("After 24 hours without a word from the patient only these get through. Write them in WhatsApp Manager, and say here what each is for.")}{" "}
      {lastRead && say("Last read {when}.", { when: dayAndTime(lastRead, clinic.timeZone) })}
    </p>
  );
}

function Line({ template: { name, language, status, category, uses } }: { template: Template }): ReactNode {
  return (
    <span>
      <b>{name}</b> · {languageName(language.replace("_", "-"))} · {statusOf(status)}
      {category === "MARKETING" && ` · ${say("marketing: only to who agreed")}`}
      <span className="faint excerpt">
        {uses.length > 0 ? say("Used for: {what}", { what: uses.map((use) => purposeName(use.purpose)).join(", ") }) : say("Not used yet.")}
      </span>
    </span>
  );
}

interface LookProps {
  template: Template;
  templates: readonly Template[];
  saying: Saying;
  done: () => void;
}

function Look(props: LookProps): ReactNode {
  const { template, saying, done } = props;
  const unmap = (purpose: TemplatePurpose) =>
    void saying.attempt(async () => {
      accepted(await change(TemplateUnmapping, { input: { templateId: template.id, purpose } }));
      saying.said(say("Saved. “{what}” is not sent by it any more.", { what: purposeName(purpose) }));
      done();
    });
  return (
    <div className="stack">
      {template.uses.map((use) => (
        <p key={use.purpose} className="choices">
          <b>{purposeName(use.purpose)}</b>
          {template.viewerCanMap && (
            <button type="button" className="plain danger" disabled={saying.isBusy} onClick={() => unmap(use.purpose)}>
              {say("No longer for this")}
            </button>
          )}
        </p>
      ))}
      <Mapping {...props} />
    </div>
  );
}

/** Which template of a language is used for what, and what fills it: by purpose, as it can be said to who wanted another. */
function usesOf(templates: readonly Template[], language: string): Fields {
  const ours = templates.filter((one) => one.language === language);
  return Object.fromEntries(ours.flatMap(({ name, uses }) => uses.map((use) => [use.purpose, useText(name, use.fillings)])));
}

const useText = (name: string, fillings: readonly string[]): string => [name, ...fillings].join(", ");

/** Use a template for something, unless somebody chose another one meanwhile. */
function useTemplateUse({ template, templates, saying, done }: LookProps) {
  const { clinic } = useDesk();
  const together = useMerging(usesOf(templates, template.language), async () => {
    const now = await all(templatesOf(clinic.id));
    return now && usesOf(now, template.language);
  });
  return (purpose: TemplatePurpose, fillings: readonly string[]) => {
    const own = useText(template.name, fillings);
    const map = async (fields: Fields) => {
      if (fields[purpose] === own) accepted(await change(TemplateMapping, { input: { templateId: template.id, purpose, fillings: [...fillings] } }));
    };
    const overtaken = (problem: unknown): never => {
      const [clash] = problem instanceof Overtaken ? problem.clashes : [];
      throw clash ? new Refused("OVERTAKEN", clashText(clash.theirs)) : problem;
    };
    void saying.attempt(async () => {
      await together.save({ [purpose]: own }, map).catch(overtaken);
      saying.said(say("Saved. “{what}” is sent by this template in its language from now on.", { what: purposeName(purpose) }));
      done();
    });
  };
}

function Mapping(props: LookProps): ReactNode {
  const { template, saying } = props;
  const { clinic } = useDesk();
  const use = useTemplateUse(props);
  const [first] = template.uses;
  const [purpose, setPurpose] = useState<TemplatePurpose>(first?.purpose ?? "REMINDER");
  const [chosen, setChosen] = useState<readonly string[]>(first?.fillings ?? []);
  const offered = FILLINGS[purpose];
  const fillings = template.variables.map((_, at) => (offered.includes(chosen[at] ?? "") ? chosen[at]! : (offered[at % offered.length] ?? "clinic")));
  const choose = (at: number, name: string) => setChosen(fillings.map((one, index) => (index === at ? name : one)));
  return (
    <>
      <div className="beside">
        <MappingChoices template={template} purpose={purpose} setPurpose={setPurpose} fillings={fillings} choose={choose} />
        <Preview template={template} values={fillings.map((one) => filling(one, clinic.name).example)} />
      </div>
      {template.viewerCanMap && template.isFillable && (
        <p className="buttons">
          <button type="button" className="primary" disabled={saying.isBusy} onClick={() => use(purpose, fillings)}>
            {say("Use it for this")}
          </button>
        </p>
      )}
      {!template.isFillable && <p className="faint">{say("It needs more than text, a picture or a link: it cannot be sent from here.")}</p>}
    </>
  );
}

interface MappingChoicesProps {
  template: Template;
  purpose: TemplatePurpose;
  setPurpose: (purpose: TemplatePurpose) => void;
  fillings: readonly string[];
  choose: (at: number, name: string) => void;
}

function MappingChoices({ template, purpose, setPurpose, fillings, choose }: MappingChoicesProps): ReactNode {
  const { clinic } = useDesk();
  return (
    <div className="stack">
      <label>
        {say("Used for")}
        <select value={purpose} onChange={(event) => setPurpose(event.target.value as TemplatePurpose)}>
          {PURPOSES.map((one) => (
            <option key={one} value={one}>
              {purposeName(one)}
            </option>
          ))}
        </select>
      </label>
      {template.variables.map((variable, at) => (
        <label key={`${variable.place} ${variable.name}`}>
          {say("What fills {gap}", { gap: `{{${variable.name}}}` })}
          <select value={fillings[at]} onChange={(event) => choose(at, event.target.value)}>
            {FILLINGS[purpose].map((one) => (
              <option key={one} value={one}>
                {filling(one, clinic.name).name}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  );
}

function Preview({ template, values }: { template: Template; values: string[] }): ReactNode {
  const { data } = useAnswer(TemplateFilled, { id: template.id, values });
  const preview = data?.node && "preview" in data.node ? data.node.preview : null;
  return (
    <figure className="preview" aria-live="polite">
      <figcaption className="faint">{say("As a patient reads it")}</figcaption>
      <p lang={template.language.replace("_", "-")}>{preview?.text ?? template.body}</p>
      {template.replies.length > 0 && <span className="faint">{template.replies.join(" · ")}</span>}
      {preview?.problems.includes("TOO_LONG") && <span className="problem">{say("Filled in so it is too long.")}</span>}
    </figure>
  );
}
