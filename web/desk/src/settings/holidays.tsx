// Whose public holidays each place keeps: a country's, a region's, and on which it is open all the same.
import { useState, type ReactNode } from "react";
import { accepted, change } from "../graph/client.js";
import { language, say } from "../language/say.js";
import { writtenDate } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { Choice, Field, Form, Tick, Told, useFault, type Given } from "./form.js";
import known from "./holiday-regions.json";
import { useMerging, type Fields } from "./merging.js";
import { premisesOf, savedWith, type Arranged } from "./premises.js";
import { HolidaysKeep } from "./premises-documents.js";

type Kept = Arranged["holidays"][number];

interface Located {
  id: string;
  name: string;
  isActive: boolean;
}

interface HolidaysProps {
  holidays: readonly Kept[];
  locations: readonly Located[];
  /** Read what stands now; resolves once it is shown. */
  reread: () => Promise<void>;
}

export function Holidays({ holidays, locations, reread }: HolidaysProps): ReactNode {
  return (
    <section aria-labelledby="holidays-title" className="card stack">
      <h2 id="holidays-title">{say("Public holidays")}</h2>
      <p className="faint">{say("A place is closed on those it keeps, unless it is open all the same.")}</p>
      {locations
        .filter((one) => one.isActive)
        .map((location) => (
          <Keeping key={location.id} location={location} kept={keptAt(location.id, holidays)} reread={reread} />
        ))}
    </section>
  );
}

interface KeepingProps {
  location: Located;
  kept: Kept | null;
  /** Read what stands now; resolves once it is shown. */
  reread: () => Promise<void>;
}

function Keeping({ location, kept, reread }: KeepingProps): ReactNode {
  const { clinic } = useDesk();
  const [chosen, setChosen] = useState<string | null>(null); // another country than is kept
  const country = chosen ?? kept?.country ?? "";
  const isSaved = country === (kept?.country ?? "");
  const together = useMerging(fieldsOf(kept), async () => fieldsOf(keptAt(location.id, (await premisesOf(clinic.id)).arrangements?.holidays ?? [])));
  const save = async (given: Given): Promise<string> => {
    const region = given.text("subdivision");
    const isSame = isSaved && region === (kept?.subdivision ?? "");
    const affected = await together.save(withDays(country, region, isSame ? given.all("worked") : []), (fields) => keep(location.id, fields));
    await reread();
    setChosen(null);
    return savedWith(affected);
  };
  return (
    <Form together={together} save={save}>
      <h3>{location.name}</h3>
      <div className="fields">
        <Country country={country} choose={setChosen} />
        {country && <Region key={country} country={country} value={isSaved ? (kept?.subdivision ?? "") : ""} />}
      </div>
      {isSaved && <Worked days={kept?.thisYear ?? []} />}
    </Form>
  );
}

interface KeptFields extends Fields {
  country: string;
  subdivision: string;
  /** Names of days that are none there, each with whose it is: another country's have no meaning here. */
  worked: readonly string[];
}

const withDays = (country: string, subdivision: string, days: readonly string[]): KeptFields => ({
  country,
  subdivision: country ? subdivision : "",
  worked: days.map((name) => `${country} ${subdivision} ${name}`),
});

const keptAt = (locationId: string, holidays: readonly Kept[]): Kept | null => holidays.find((one) => one.location?.id === locationId) ?? null;

const fieldsOf = (kept: Kept | null): KeptFields =>
  withDays(kept?.country ?? "", kept?.subdivision ?? "", (kept?.thisYear ?? []).flatMap(({ isWorked, names }) => (isWorked ? (names[0] ?? []) : [])));

async function keep(locationId: string, { country, subdivision, worked }: KeptFields): Promise<readonly unknown[] | null | undefined> {
  const whose = `${country} ${subdivision} `;
  const days = worked.flatMap((one) => (one.startsWith(whose) ? one.slice(whose.length) : []));
  return accepted(await change(HolidaysKeep, { input: { locationId, country: country || null, subdivision: subdivision || null, worked: days } })).affectedBookings;
}

function Country({ country, choose }: { country: string; choose: (country: string) => void }): ReactNode {
  const { described, fault, id } = useFault("country", undefined);
  return (
    <label>
      {say("Country")}
      <select value={country} onChange={(event) => choose(event.target.value)} {...described}>
        <option value="">{say("keeps none")}</option>
        {countries().map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      <Told id={id} help={undefined} fault={fault} />
    </label>
  );
}

function Worked({ days }: { days: Kept["thisYear"] }): ReactNode {
  if (days.length === 0) return null;
  return (
    <fieldset>
      <legend>{say("Open all the same on")}</legend>
      {days.map((one) => (
        <Tick key={`${one.day} ${one.names.join()} ${one.isWorked}`} name="worked" value={one.names[0] ?? ""} label={`${one.names.join(", ")} (${dated(one.day)})`} isOn={one.isWorked} />
      ))}
    </fieldset>
  );
}

const dated = (day: string): string => writtenDate(Temporal.PlainDate.from(day), { day: "numeric", month: "short" });

function countries(): (readonly [string, string])[] {
  const names = new Intl.DisplayNames([language()], { type: "region" });
  return known.countries.map((code) => [code, names.of(code) ?? code] as const).sort(([, a], [, b]) => a.localeCompare(b, language()));
}

const REGIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = known.regions;

function Region({ country, value }: { country: string; value: string }): ReactNode {
  const regions = REGIONS[country];
  if (!regions) return <Field name="subdivision" label={say("Region")} value={value} isOptional help={say("Its ISO 3166-2 code without the country; empty: the whole country.")} />;
  const sorted = Object.entries(regions).sort(([, a], [, b]) => a.localeCompare(b));
  const own: [string, string][] = value && !regions[value] ? [[value, value]] : [];
  return <Choice name="subdivision" label={say("Region")} value={value} options={[["", say("only those of the whole country")], ...own, ...sorted]} />;
}
