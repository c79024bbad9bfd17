// What the clinic consists of: places, practitioners, rooms and devices, and the way between them.
import type { ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { useChanges } from "../graph/changes.js";
import { accepted, ask, change } from "../graph/client.js";
import type { PremisedQuery } from "../gql/graphql.js";
import { say, sayCount } from "../language/say.js";
import { ClinicChanged } from "../session/documents.js";
import { useDesk } from "../session/session.js";
import { Unopened } from "./unopened.js";
import { Collection, type Closing } from "./collection.js";
import { Choice, Field, Form, Tick } from "./form.js";
import { Holidays } from "./holidays.js";
import { useMerging, type Fields } from "./merging.js";
import { LimitsSet, LocationSave, PractitionerSave, Premised, TravelSet } from "./premises-documents.js";
import { Rooms } from "./rooms.js";
import { zoneOptions } from "./zones.js";

type Whole = NonNullable<PremisedQuery["clinic"]>;
type Location = NonNullable<Whole["locations"]>["nodes"][number];
type Practitioner = NonNullable<Whole["practitioners"]>["nodes"][number];
export type Arranged = NonNullable<PremisedQuery["arrangements"]>;
type Limit = Arranged["limits"][number];

export function Premises(): ReactNode {
  const { clinic } = useDesk();
  const answer = useAnswer(Premised, { clinic: clinic.id });
  const { data, refresh, reread } = answer;
  useChanges(ClinicChanged, { clinic: clinic.id }, refresh);
  if (!data?.clinic || !data.arrangements) return <Unopened answer={answer} />;
  const locations = data.clinic.locations?.nodes ?? [];
  return (
    <>
      <Locations locations={locations} zone={data.clinic.timeZone} refresh={refresh} />
      <Practitioners practitioners={data.clinic.practitioners?.nodes ?? []} limits={data.arrangements.limits} refresh={refresh} />
      <Rooms rooms={data.arrangements.rooms} locations={locations} refresh={refresh} />
      <Holidays holidays={data.arrangements.holidays} locations={locations} reread={reread} />
      {locations.length > 1 && <Travel minutes={data.arrangements.travelMinutes} refresh={refresh} />}
    </>
  );
}

/** Say that it was saved, and how many appointments need another time for it. */
export const savedWith = (affected: readonly unknown[] | null | undefined): string =>
  affected?.length
    ? sayCount(affected.length, "Saved. {count} appointment needs another time now: see To do.", "Saved. {count} appointments need another time now: see To do.")
    : say("Saved. It holds for what is offered from now on; no appointment is affected.");

interface LocationsProps {
  locations: readonly Location[];
  zone: string;
  refresh: () => void;
}

function Locations({ locations, zone, refresh }: LocationsProps): ReactNode {
  return (
    <Collection
      title={say("Places")}
      help={say("Where patients are seen. Nothing is deleted, since bookings name it: what is out of use is not offered.")}
      empty={say("There is none yet.")}
      add={say("Add a place")}
      items={locations}
      refresh={refresh}
      line={({ name, address, isActive }) => (
        <>
          <b>{name}</b> {address && `· ${address}`} {!isActive && `· ${say("out of use")}`}
        </>
      )}
      form={(location, closing) => <LocationForm location={location} zone={zone} {...closing} />}
    />
  );
}

function LocationForm({ location, zone, done, close }: { location: Location | null; zone: string } & Closing): ReactNode {
  const { clinic } = useDesk();
  const own = location?.timeZone ?? zone;
  const together = useMerging(location && { ...location }, async () => {
    const found = (await premisesOf(clinic.id)).clinic?.locations?.nodes.find((one) => one.id === location?.id);
    return found ? { ...found } : null;
  });
  return (
    <Form
      done={done}
      close={close}
      together={together}
      save={(given) => {
        const texts = { name: given.text("name"), address: given.text("address"), timeZone: given.text("timeZone") };
        return together.save({ ...texts, isActive: given.has("isActive") }, async (fields) => {
          const input = { clinicId: clinic.id, locationId: location?.id ?? null, ...fields };
          return savedWith(accepted(await change(LocationSave, { input })).affectedBookings);
        });
      }}
    >
      <div className="fields">
        <Field name="name" label={say("Name in the chat")} value={location?.name} most={24} />
        <Field name="address" label={say("Address")} value={location?.address} most={120} isOptional help={say("Where patients go.")} />
        <Choice name="timeZone" label={say("Time zone")} value={own} options={zoneOptions(own)} />
      </div>
      <Tick name="isActive" label={say("In use")} isOn={location?.isActive ?? true} help={say("What is booked stands either way; what needs another time stands under To do.")} />
    </Form>
  );
}

interface PractitionersProps {
  practitioners: readonly Practitioner[];
  limits: Arranged["limits"];
  refresh: () => void;
}

function Practitioners({ practitioners, limits, refresh }: PractitionersProps): ReactNode {
  return (
    <Collection
      title={say("Practitioners")}
      help={say("Whom patients come to see. Their hours, services and calendars have tabs of their own.")}
      empty={say("There is none yet.")}
      add={say("Add a practitioner")}
      items={practitioners}
      refresh={refresh}
      line={({ fullName, isActive }) => (
        <>
          <b>{fullName}</b> {!isActive && `· ${say("cannot be booked")}`}
        </>
      )}
      form={(one, closing) => <PractitionerForm practitioner={one} limit={limits.find((each) => each.practitioner?.id === one?.id) ?? null} {...closing} />}
    />
  );
}

interface PractitionerFormProps extends Closing {
  practitioner: Practitioner | null;
  limit: Limit | null;
}

/** A practitioner as the form gives them: a limit that is not there is null. */
const practitionerFields = ({ fullName, shortName, isActive }: Practitioner, limits: Arranged["limits"], id: string): Fields => {
  const limit = limits.find((one) => one.practitioner?.id === id);
  return { fullName, shortName, isActive, perDay: limit?.perDay ?? null, perWeek: limit?.perWeek ?? null };
};

export const premisesOf = (clinicId: string) => ask(Premised, { clinic: clinicId });

function PractitionerForm({ practitioner, limit, done, close }: PractitionerFormProps): ReactNode {
  const { clinic } = useDesk();
  const together = useMerging(practitioner && practitionerFields(practitioner, limit ? [limit] : [], practitioner.id), async () => {
    const { clinic: whole, arrangements } = await premisesOf(clinic.id);
    const found = whole?.practitioners?.nodes.find((one) => one.id === practitioner?.id);
    return found ? practitionerFields(found, arrangements?.limits ?? [], found.id) : null;
  });
  return (
    <Form
      done={done}
      close={close}
      together={together}
      save={(given) => {
        const names = { fullName: given.text("fullName"), shortName: given.text("shortName"), isActive: given.has("isActive") };
        const limits = { perDay: given.number("perDay"), perWeek: given.number("perWeek") };
        return together.save({ ...names, ...limits }, (fields) => savePractitioner(clinic.id, practitioner, limit, fields));
      }}
    >
      <PractitionerFields practitioner={practitioner} limit={limit} />
    </Form>
  );
}

interface PractitionerGiven {
  fullName: string;
  shortName: string;
  isActive: boolean;
  perDay: number | null;
  perWeek: number | null;
}

async function savePractitioner(clinicId: string, before: Practitioner | null, limit: Limit | null, given: PractitionerGiven): Promise<string> {
  const { perDay, perWeek, ...fields } = given;
  const { affectedBookings, practitioner } = accepted(await change(PractitionerSave, { input: { clinicId, practitionerId: before?.id ?? null, ...fields } }));
  const isLimited = perDay !== (limit?.perDay ?? null) || perWeek !== (limit?.perWeek ?? null);
  if (practitioner && isLimited) accepted(await change(LimitsSet, { input: { practitionerId: practitioner.id, perDay, perWeek } }));
  return savedWith(affectedBookings);
}

function PractitionerFields({ practitioner, limit }: Pick<PractitionerFormProps, "practitioner" | "limit">): ReactNode {
  return (
    <>
      <div className="fields">
        <Field name="fullName" label={say("Title and name")} value={practitioner?.fullName} most={80} />
        <Field name="shortName" label={say("Name in the chat")} value={practitioner?.shortName} most={24} />
        {practitioner && (
          <>
            <Field name="perDay" type="number" label={say("Bookings a day")} value={limit?.perDay} least={1} isOptional help={say("So many are enough; empty: no limit.")} />
            <Field name="perWeek" type="number" label={say("Bookings a week")} value={limit?.perWeek} least={1} isOptional help={say("From Monday to Sunday; empty: no limit.")} />
          </>
        )}
      </div>
      <Tick name="isActive" label={say("Can be booked")} isOn={practitioner?.isActive ?? true} help={say("What is booked stands either way; what needs another time stands under To do.")} />
    </>
  );
}

function Travel({ minutes, refresh }: { minutes: number; refresh: () => void }): ReactNode {
  const { clinic } = useDesk();
  const together = useMerging({ minutes }, async () => ({ minutes: (await premisesOf(clinic.id)).arrangements?.travelMinutes }));
  return (
    <section aria-labelledby="travel-title" className="card stack">
      <h2 id="travel-title">{say("The way between places")}</h2>
      <Form
        together={together}
        save={(given) =>
          together.save({ minutes: given.number("minutes") ?? 0 }, async (fields) => {
            accepted(await change(TravelSet, { input: { clinicId: clinic.id, ...fields } }));
            refresh();
            return say("Saved. New times leave room for the way from now on.");
          })
        }
      >
        <Field name="minutes" type="number" least={0} most={1440} label={say("Minutes")} value={minutes} help={say("What a practitioner takes from one place to another; 0: nothing is kept free.")} />
      </Form>
    </section>
  );
}
