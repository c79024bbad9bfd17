// What can be booked: how long it takes, who gives it, what is kept free around it.
import { useState, type FormEvent, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { accepted, change } from "../graph/client.js";
import type { ServicesQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { useSaying } from "../shell/said.js";
import { ServiceSave, Services } from "./documents.js";

type Service = NonNullable<NonNullable<ServicesQuery["clinic"]>["services"]>["nodes"][number];

export function ServiceList(): ReactNode {
  const { clinic } = useDesk();
  const { data, refresh } = useAnswer(Services, { clinic: clinic.id });
  const [chosen, setChosen] = useState<Service | "new" | null>(null);
  const services = [...(data?.clinic?.services?.nodes ?? [])].sort((a, b) => Number(b.isActive) - Number(a.isActive) || a.title.localeCompare(b.title));
  return (
    <section aria-labelledby="services-title" className="card stack">
      <h2 id="services-title">{say("Services")}</h2>
      <ul className="lines">
        {services.map((one) => (
          <li key={one.id} className={one.isActive ? "" : "faint"}>
            <span>
              <b>{one.title}</b> · {say("{count} minutes", { count: one.durationMinutes })}
              {one.isOnRequest && ` · ${say("on request")}`}
              {!one.isActive && ` · ${say("not offered")}`}
            </span>
            <button type="button" className="plain" onClick={() => setChosen(one)}>
              {say("Change")}
            </button>
          </li>
        ))}
      </ul>
      {chosen === null ? (
        <p className="buttons">
          <button type="button" onClick={() => setChosen("new")}>
            {say("Add a service")}
          </button>
        </p>
      ) : (
        <ServiceForm
          key={chosen === "new" ? "new" : chosen.id}
          service={chosen === "new" ? null : chosen}
          close={() => setChosen(null)}
          done={refresh}
        />
      )}
    </section>
  );
}

interface ServiceFormProps {
  service: Service | null;
  close: () => void;
  done: () => void;
}

function ServiceForm({ service, close, done }: ServiceFormProps): ReactNode {
  const { clinic, practitioners } = useDesk();
  const { line, attempt, isBusy } = useSaying();
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const isSaved = await attempt(async () => {
      accepted(await change(ServiceSave, { input: { ...kept(service), ...read(given), clinicId: clinic.id } }));
      done();
    });
    if (isSaved) close();
  };
  const gives = new Set(service?.practitioners.map((one) => one.id));
  return (
    <form className="stack" onSubmit={(event) => void save(event)}>
      <h3>{service ? service.title : say("Add a service")}</h3>
      <div className="choices">
        <Text name="title" label={say("Name")} value={service?.title ?? ""} most={80} />
        <Text name="shortTitle" label={say("Name in the chat")} value={service?.shortTitle ?? ""} most={24} />
        <Minutes name="durationMinutes" label={say("How many minutes it takes")} value={service?.durationMinutes ?? 30} least={5} />
        <Minutes name="bufferBeforeMinutes" label={say("Minutes kept free before")} value={service?.bufferBeforeMinutes ?? 0} least={0} />
        <Minutes name="bufferAfterMinutes" label={say("Minutes kept free after")} value={service?.bufferAfterMinutes ?? 0} least={0} />
        <Minutes name="stepMinutes" label={say("A start every so many minutes")} value={service?.stepMinutes ?? 15} least={5} />
        <Minutes name="seats" label={say("Patients at once")} value={service?.seats ?? 1} least={1} />
      </div>
      <fieldset>
        <legend>{say("Given by")}</legend>
        {practitioners
          .filter((one) => one.isActive || gives.has(one.id))
          .map((one) => (
            <label className="checked" key={one.id}>
              <input type="checkbox" name="practitionerIds" value={one.id} defaultChecked={gives.has(one.id)} /> {one.fullName}
            </label>
          ))}
      </fieldset>
      <label className="checked">
        <input type="checkbox" name="isOnRequest" defaultChecked={service?.isOnRequest ?? false} /> {say("Staff confirm what patients ask for")}
      </label>
      <label className="checked">
        <input type="checkbox" name="isActive" defaultChecked={service?.isActive ?? true} /> {say("It is offered")}
      </label>
      {line}
      <p className="buttons">
        <button type="button" onClick={close}>
          {say("Discard")}
        </button>
        <button className="primary" disabled={isBusy}>
          {say("Save")}
        </button>
      </p>
    </form>
  );
}

/** What the form does not show, as it is: saving a service says all of it. */
function kept(service: Service | null) {
  if (!service) return {};
  const { id, otherDurations, priceMinorUnits, currency, bookingsPerDay, bookingsPerWeek } = service;
  const limits = { bookingsPerDay: bookingsPerDay ?? null, bookingsPerWeek: bookingsPerWeek ?? null };
  return { serviceId: id, otherDurations, priceMinorUnits: priceMinorUnits ?? null, currency: currency ?? null, ...limits };
}

function read(given: FormData) {
  const text = (name: string) => String(given.get(name) ?? "").trim();
  const number = (name: string) => Number(given.get(name));
  return {
    title: text("title"),
    shortTitle: text("shortTitle"),
    durationMinutes: number("durationMinutes"),
    bufferBeforeMinutes: number("bufferBeforeMinutes"),
    bufferAfterMinutes: number("bufferAfterMinutes"),
    stepMinutes: number("stepMinutes"),
    seats: number("seats"),
    practitionerIds: given.getAll("practitionerIds").map(String),
    isOnRequest: given.has("isOnRequest"),
    isActive: given.has("isActive"),
  };
}

function Text({ name, label, value, most }: { name: string; label: string; value: string; most: number }): ReactNode {
  return (
    <label>
      {label}
      <input name={name} defaultValue={value} maxLength={most} required autoComplete="off" />
    </label>
  );
}

function Minutes({ name, label, value, least }: { name: string; label: string; value: number; least: number }): ReactNode {
  return (
    <label>
      {label}
      <input name={name} type="number" min={least} max={1440} step={1} required defaultValue={value} />
    </label>
  );
}
