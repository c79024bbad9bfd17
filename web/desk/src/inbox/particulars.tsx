// What messages hold beside words: places, address cards, forms, orders, and what could be tapped.
import type { ReactNode } from "react";
import { say } from "../language/say.js";
import { Icon } from "./icons.js";
import { nameOf } from "./addresses.js";
import type { Message } from "./thread.js";

export function PlacePart({ place }: { place: NonNullable<Message["place"]> }): ReactNode {
  const { latitude, longitude, name, address } = place;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return (
    <a className="file" href={map} target="_blank" rel="noopener noreferrer">
      <Icon name="location" />
      <span>
        {nameOf(name ?? address ?? "") || `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`}
        <small>{name && address ? nameOf(address) : say("Show on a map")}</small>
      </span>
    </a>
  );
}

export function CardsPart({ contacts }: { contacts: Message["contacts"] }): ReactNode {
  return contacts.map((one, at) => (
    <div className="file" key={at}>
      <Icon name="contacts" />
      <span>
        {nameOf(one.name)}
        {one.phones.map((phone) => (
          <a key={phone} href={`tel:${phone.replace(/[^+\d]/g, "")}`}>
            {nameOf(phone)}
          </a>
        ))}
        {one.emails.map((email) => (
          <a key={email} href={`mailto:${encodeURIComponent(email)}`}>
            {nameOf(email)}
          </a>
        ))}
      </span>
    </div>
  ));
}

export function FormPart({ form }: { form: NonNullable<Message["form"]> }): ReactNode {
  return (
    <dl className="answers">
      {answersOf(form.answers).map(([question, answer]) => (
        <div key={question}>
          <dt>{question.replaceAll("_", " ")}</dt>
          <dd>{answer}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The phone's JSON as questions and answers; what cannot be taken apart is shown whole. */
function answersOf(text: string): readonly (readonly [string, string])[] {
  try {
    const all: unknown = JSON.parse(text);
    if (all && typeof all === "object" && !Array.isArray(all)) {
      const shown = Object.entries(all).filter(([name]) => name !== "flow_token");
      return shown.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]);
    }
  } catch (problem) {
    if (!(problem instanceof SyntaxError)) throw problem;
  }
  return [[say("Answers"), text]];
}

export function OrderPart({ order }: { order: NonNullable<Message["order"]> }): ReactNode {
  return (
    <ul className="answers">
      {order.items.map((one, at) => (
        <li key={at}>
          {one.quantity} × {one.productId} {one.price && `${one.price} ${one.currency ?? ""}`}
        </li>
      ))}
    </ul>
  );
}

/** What the patient could tap: shown, not to be tapped here. */
export function ChoicesPart({ choices }: { choices: Message["choices"] }): ReactNode {
  if (choices.length === 0) return null;
  return (
    <ul className={choices.length > 3 ? "choices long" : "choices"} aria-label={say("Choices they were given")}>
      {choices.map((one, at) => (
        <li key={at}>{one}</li>
      ))}
    </ul>
  );
}

export function RawPart({ raw }: { raw: string }): ReactNode {
  return (
    <details className="raw">
      <summary>{say("What came, as WhatsApp sent it")}</summary>
      <pre>{raw}</pre>
    </details>
  );
}
