// What can be booked: how long it takes, who gives it, what is kept free around it.
import { useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { accepted, ask, change } from "../graph/client.js";
import type { ServicesQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { useSaying } from "../shell/said.js";
import { ServiceSave, Services } from "./documents.js";
import { useOpening } from "./collection.js";
import { Unopened } from "./unopened.js";
import { Field, Form, Tick, type Given } from "./form.js";
import { useMerging, type Fields } from "./merging.js";
import { savedWith } from "./premises.js";

type Service = NonNullable<NonNullable<ServicesQuery["clinic"]>["services"]>["nodes"][number];

export function ServiceList(): ReactNode {
  const { clinic } = useDesk();
  const answer = useAnswer(Services, { clinic: clinic.id });
  const { data, refresh } = answer;
  const { open, setOpen, home } = useOpening();
  const [chosen, setChosen] = useState<Service | null>(null); // as it was when its form was opened
  const services = sorted(data?.clinic?.services?.nodes ?? []);
  const saying = useSaying();
  const needs = data?.arrangements?.needs ?? [];
  const kinds = data?.arrangements ? kindsOf(data.arrangements) : null;
  const done = (text: string) => {
    setOpen(null);
    saying.said(text);
    refresh();
  };
  if (!data) return <Unopened answer={answer} />;
  return (
    <section aria-labelledby="services-title" className="card stack" ref={home}>
      <h2 id="services-title">{say("Services")}</h2>
      {saying.line}
      <ul className="lines">
        {services.map((one) => (
          <Line key={one.id} service={one} open={() => (setChosen(one), setOpen(one.id))} />
        ))}
      </ul>
      {open === null ? (
        <p className="buttons">
          <button type="button" data-opens="new" onClick={() => (setChosen(null), setOpen("new"))}>
            {say("Add a service")}
          </button>
        </p>
      ) : (
        <ServiceForm key={open} service={chosen} needs={chosen ? needsOf(chosen.id, needs) : []} kinds={kinds} close={() => setOpen(null)} done={done} />
      )}
    </section>
  );
}

/** What is offered first, each by its name. */
const sorted = (services: readonly Service[]): Service[] =>
  [...services].sort((a, b) => Number(b.isActive) - Number(a.isActive) || a.title.localeCompare(b.title));

function Line({ service: { id, title, durationMinutes, isOnRequest, isActive }, open }: { service: Service; open: () => void }): ReactNode {
  return (
    <li className={isActive ? "" : "faint"}>
      <span>
        <b>{title}</b> · {say("{count} minutes", { count: durationMinutes })}
        {isOnRequest && ` · ${say("on request")}`}
        {!isActive && ` · ${say("not offered")}`}
      </span>
      <button type="button" className="plain" data-opens={id} onClick={open}>
        {say("Change")}
      </button>
    </li>
  );
}

type Need = NonNullable<ServicesQuery["arrangements"]>["needs"][number];

const needsOf = (serviceId: string, needs: readonly Need[]): string[] => needs.flatMap((one) => (one.service?.id === serviceId ? [one.resourceKind] : []));

/** All kinds there are, of rooms and of what services need: a kind whose last room went can be taken away. */
const kindsOf = ({ rooms, needs }: NonNullable<ServicesQuery["arrangements"]>): string[] =>
  [...new Set([...rooms.map((one) => one.kind), ...needs.map((one) => one.resourceKind)])].sort((a, b) => a.localeCompare(b));

interface ServiceFormProps {
  service: Service | null;
  /** The kinds of rooms and devices it takes, and all there are; null: not known, and left as they are. */
  needs: readonly string[];
  kinds: readonly string[] | null;
  close: () => void;
  done: (text: string) => void;
}

function Givers({ service }: { service: Service | null }): ReactNode {
  const gives = new Set(service?.practitioners.map((one) => one.id));
  return (
    <fieldset>
      <legend>{say("Given by")}</legend>
      {useDesk()
        .practitioners.filter((one) => one.isActive || gives.has(one.id))
        .map((one) => (
          <Tick key={one.id} name="practitionerIds" value={one.id} label={one.fullName} isOn={gives.has(one.id)} />
        ))}
    </fieldset>
  );
}

function Kinds({ kinds, needs }: { kinds: readonly string[]; needs: readonly string[] }): ReactNode {
  return (
    <fieldset>
      <legend>{say("Takes one of each")}</legend>
      {kinds.map((one) => (
        <Tick key={one} name="resourceKinds" value={one} label={one} isOn={needs.includes(one)} />
      ))}
    </fieldset>
  );
}

function ServiceForm({ service, needs, kinds, close, done }: ServiceFormProps): ReactNode {
  const { clinic } = useDesk();
  const together = useMerging(service && fieldsOf(service, needs), () => latest(clinic.id, service?.id ?? ""));
  return (
    <>
      <h3>{service ? service.title : say("Add a service")}</h3>
      <Form
        close={close}
        done={done}
        together={together}
        save={(given) => {
          const chosen = kinds ? { resourceKinds: given.all("resourceKinds") } : {};
          return together.save({ ...read(given), ...chosen }, async (fields) => {
            const input = { clinicId: clinic.id, serviceId: service?.id ?? null, ...fields };
            return savedWith(accepted(await change(ServiceSave, { input })).affectedBookings);
          });
        }}
      >
        <Times service={service} />
        <Limits service={service} currency={service?.currency ?? "EUR"} />
        <Givers service={service} />
        {kinds && kinds.length > 0 && <Kinds kinds={kinds} needs={needs} />}
        <Tick name="isOnRequest" label={say("Staff confirm what patients ask for")} isOn={service?.isOnRequest ?? false} />
        <Tick name="isActive" label={say("It is offered")} isOn={service?.isActive ?? true} />
      </Form>
    </>
  );
}

/** A service as its form gives it. */
const fieldsOf = ({ id: _, __typename: __, practitioners, ...service }: Service, resourceKinds: readonly string[]): Fields => ({
  ...service,
  practitionerIds: practitioners.map((one) => one.id),
  resourceKinds,
});

async function latest(clinicId: string, serviceId: string): Promise<Fields | null> {
  const { clinic, arrangements } = await ask(Services, { clinic: clinicId });
  const found = clinic?.services?.nodes.find((one) => one.id === serviceId);
  return found ? fieldsOf(found, needsOf(serviceId, arrangements?.needs ?? [])) : null;
}

function Times({ service }: { service: Service | null }): ReactNode {
  return (
    <div className="fields">
      <Field name="title" label={say("Name")} value={service?.title} most={80} />
      <Field name="shortTitle" label={say("Name in the chat")} value={service?.shortTitle} most={24} />
      <Minutes name="durationMinutes" label={say("How many minutes it takes")} value={service?.durationMinutes ?? 30} least={5} />
      <Field
        name="otherDurations"
        label={say("Other durations (minutes)")}
        value={service?.otherDurations.join(", ")}
        pattern="[0-9]+( *, *[0-9]+)*"
        isOptional
        help={say("What else it can take, such as 45, 60.")}
      />
      <Minutes name="bufferBeforeMinutes" label={say("Minutes kept free before")} value={service?.bufferBeforeMinutes ?? 0} least={0} />
      <Minutes name="bufferAfterMinutes" label={say("Minutes kept free after")} value={service?.bufferAfterMinutes ?? 0} least={0} />
      <Minutes name="stepMinutes" label={say("A start every so many minutes")} value={service?.stepMinutes ?? 15} least={5} />
      <Minutes name="seats" label={say("Patients at once")} value={service?.seats ?? 1} least={1} />
    </div>
  );
}

function Limits({ service, currency }: { service: Service | null; currency: string }): ReactNode {
  const minor = service?.priceMinorUnits;
  const price = minor === null || minor === undefined ? "" : (minor / 10 ** digitsOf(currency)).toFixed(digitsOf(currency));
  return (
    <div className="fields">
      <Field name="priceMinorUnits" label={say("Price")} value={price} pattern="[0-9]+([.,][0-9]+)?" isOptional help={say("Empty: none is said.")} />
      <Field name="currency" label={say("Currency")} value={currency} pattern="[A-Z]{3}" help={say("Its three letters, such as EUR.")} />
      <Field name="bookingsPerDay" type="number" label={say("Bookings a day")} value={service?.bookingsPerDay} least={1} isOptional help={say("So many are enough; empty: no limit.")} />
      <Field name="bookingsPerWeek" type="number" label={say("Bookings a week")} value={service?.bookingsPerWeek} least={1} isOptional help={say("From Monday to Sunday; empty: no limit.")} />
    </div>
  );
}

/** How many digits of a currency stand behind the point: two of the euro, none of the yen. */
const digitsOf = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

function read(given: Given) {
  const number = (name: string) => given.number(name) ?? 0;
  const currency = given.text("currency");
  const price = given.text("priceMinorUnits").replace(",", ".");
  return {
    title: given.text("title"),
    shortTitle: given.text("shortTitle"),
    durationMinutes: number("durationMinutes"),
    otherDurations: given.text("otherDurations").split(",").map(Number).filter((one) => one > 0),
    bufferBeforeMinutes: number("bufferBeforeMinutes"),
    bufferAfterMinutes: number("bufferAfterMinutes"),
    stepMinutes: number("stepMinutes"),
    seats: number("seats"),
    priceMinorUnits: price === "" ? null : Math.round(Number(price) * 10 ** digitsOf(currency)),
    currency: price === "" ? null : currency,
    bookingsPerDay: given.number("bookingsPerDay"),
    bookingsPerWeek: given.number("bookingsPerWeek"),
    practitionerIds: given.all("practitionerIds"),
    isOnRequest: given.has("isOnRequest"),
    isActive: given.has("isActive"),
  };
}

function Minutes({ name, label, value, least }: { name: string; label: string; value: number; least: number }): ReactNode {
  return <Field name={name} type="number" label={label} value={value} least={least} most={1440} />;
}
