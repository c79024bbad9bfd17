// A form of the settings: nothing typed is lost on a refusal, which stands at the field where the API names one.
import { createContext, useContext, useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from "react";
import { Refused } from "../graph/client.js";
import { say } from "../language/say.js";
import { refusal, useSaying } from "../shell/said.js";
import { clashText, Overtaken, type Together } from "./merging.js";
import { weekClash } from "./week.js";

interface Fault {
  field: string;
  text: string;
}

const Context = createContext<readonly Fault[]>([]);

interface FormProps {
  /** Do it, and tell what it affects; throws Refused. */
  save: (given: Given) => Promise<string>;
  /** Where it is said that it was done; left out, below the form. */
  done?: (text: string) => void;
  close?: () => void;
  /** By which it is saved beside others, who hold it for begun once something is typed. */
  together?: Together;
  submit?: string;
  texts?: Readonly<Record<string, string>>;
  /** Fields that are emptied once the request is over, whatever became of it. */
  secrets?: readonly string[];
  /** More of what can be done, before the buttons every form has. */
  more?: ReactNode;
  children: ReactNode;
}

/** Send what a form was given, and keep what of it is at fault. */
function useSending({ save, done, texts = {}, secrets = [] }: FormProps) {
  const { line, said, attempt, isBusy } = useSaying();
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (faults.length > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [faults]);
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.stopPropagation(); // a dialog's form stands inside of another one for React
    const given = new Given(new FormData(event.currentTarget));
    setFaults([]);
    let text = "";
    const isDone = await attempt(async () => {
      try {
        text = await save(given);
      } catch (problem) {
        setFaults(faultsOf(problem, texts));
        throw problem;
      }
    }, texts);
    for (const name of secrets) form.current?.querySelectorAll<HTMLInputElement>(`[name="${name}"]`).forEach((one) => (one.value = ""));
    if (isDone) (done ?? said)(text);
  };
  return { form, send, faults, line, isBusy };
}

export function Form(props: FormProps): ReactNode {
  const { close, together, submit, more, children } = props;
  const { form, send, faults, line, isBusy } = useSending(props);
  return (
    <Context.Provider value={faults}>
      <form ref={form} className="stack" onInput={together?.begun} onSubmit={(event) => void send(event)}>
        {children}
        {line}
        <p className="buttons">
          {more}
          {close && (
            <button type="button" onClick={close}>
              {say("Discard")}
            </button>
          )}
          <button className="primary" disabled={isBusy}>
            {submit ?? say("Save")}
          </button>
        </p>
      </form>
    </Context.Provider>
  );
}

function faultsOf(problem: unknown, texts: Readonly<Record<string, string>>): readonly Fault[] {
  if (problem instanceof Overtaken) return problem.clashes.map(({ field, theirs }) => ({ field, text: Array.isArray(theirs) ? weekClash(field, theirs) : clashText(theirs) }));
  if (!(problem instanceof Refused) || !problem.field) return [];
  return [{ field: problem.field, text: texts[problem.code] ?? refusal(problem) }];
}

/** What a form was given, field by field. */
export class Given {
  constructor(private readonly data: FormData) {}

  text(name: string): string {
    return String(this.data.get(name) ?? "").trim();
  }

  /** A number; a field that is left empty is null. */
  number(name: string): number | null {
    const text = this.text(name);
    return text === "" ? null : Number(text);
  }

  all(name: string): string[] {
    return this.data.getAll(name).map(String);
  }

  has(name: string): boolean {
    return this.data.has(name);
  }
}

interface FieldProps {
  name: string;
  label: string;
  value?: string | number | null | undefined;
  /** What it does, in a sentence. */
  help?: string;
  type?: "text" | "number" | "color" | "url" | "password" | "date" | "time";
  most?: number;
  least?: number;
  pattern?: string;
  isOptional?: boolean;
}

export function Field({ name, label, value, help, type = "text", most, least, pattern, isOptional = false }: FieldProps): ReactNode {
  const { described, fault, id } = useFault(name, help);
  const limits = type === "number" ? { min: least, max: most, step: 1 } : { maxLength: most, pattern };
  return (
    <div className="field">
      <label>
        {label}
        <input name={name} type={type} defaultValue={value ?? ""} required={!isOptional} autoComplete="off" spellCheck={false} {...limits} {...described} />
      </label>
      <Told id={id} help={help} fault={fault} />
    </div>
  );
}

export function TextArea({ name, label, value, help, most, isOptional = false }: Omit<FieldProps, "type">): ReactNode {
  const { described, fault, id } = useFault(name, help);
  return (
    <div className="field">
      <label>
        {label}
        <textarea name={name} rows={3} defaultValue={value ?? ""} required={!isOptional} maxLength={most} {...described} />
      </label>
      <Told id={id} help={help} fault={fault} />
    </div>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  value?: string | null | undefined;
  help?: string;
  options: readonly (readonly [string, string])[];
}

export function Choice({ name, label, value, help, options }: ChoiceProps): ReactNode {
  const { described, fault, id } = useFault(name, help);
  return (
    <div className="field">
      <label>
        {label}
        <select name={name} defaultValue={value ?? ""} {...described}>
          {options.map(([key, text]) => (
            <option key={key} value={key}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <Told id={id} help={help} fault={fault} />
    </div>
  );
}

interface TickProps {
  name: string;
  label: string;
  value?: string;
  isOn: boolean;
  help?: string;
}

export function Tick({ name, label, value, isOn, help }: TickProps): ReactNode {
  const { described, fault, id } = useFault(name, help);
  return (
    <div className="field">
      <label className="checked">
        <input type="checkbox" name={name} value={value} defaultChecked={isOn} {...described} /> {label}
      </label>
      <Told id={id} help={help} fault={fault} />
    </div>
  );
}

/** What is wrong with a field, and how the field is tied to the words that say it (`Told`). */
export function useFault(name: string, help: string | undefined) {
  const id = useId();
  const fault = useContext(Context).find((one) => one.field === name)?.text ?? null;
  const described = { ...(help || fault ? { "aria-describedby": id } : {}), ...(fault ? { "aria-invalid": true } : {}) };
  return { id, fault, described };
}

export function Told({ id, help, fault }: { id: string; help: string | undefined; fault: string | null }): ReactNode {
  if (!help && !fault) return null;
  return (
    <span id={id} className={fault ? "problem" : "faint"}>
      {fault ?? help}
    </span>
  );
}
