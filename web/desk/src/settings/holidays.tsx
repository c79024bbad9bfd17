// Whose public holidays each place keeps: a country's, a region's, and on which it is open all the same.
import { Temporal } from "temporal-polyfill";
import { useState, type ReactNode } from "react";
import { accepted, change } from "../graph/client.js";
import { language, say } from "../language/say.js";
import { writtenDate } from "../language/times.js";
import { Field, Form, Tick } from "./form.js";
import known from "./holiday-regions.json";
import { savedWith, type Arranged } from "./premises.js";
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
  refresh: () => void;
}

export function Holidays({ holidays, locations, refresh }: HolidaysProps): ReactNode {
  return (
    <section aria-labelledby="holidays-title" className="card stack">
      <h2 id="holidays-title">{say("Public holidays")}</h2>
      <p className="faint">{say("A place is closed on those it keeps, unless it is open all the same.")}</p>
      {locations
        .filter((one) => one.isActive)
        .map((location) => (
          <Keeping key={location.id} location={location} kept={holidays.find((one) => one.location?.id === location.id) ?? null} refresh={refresh} />
        ))}
    </section>
  );
}

interface KeepingProps {
  location: Located;
  kept: Kept | null;
  refresh: () => void;
}

function Keeping({ location, kept, refresh }: KeepingProps): ReactNode {
  const [country, setCountry] = useState(kept?.country ?? "");
  const isSaved = country === (kept?.country ?? "");
  const days = isSaved ? (kept?.thisYear ?? []) : [];
  return (
    <Form
      save={async (given) => {
        const region = given.text("subdivision") || null;
        const isSame = isSaved && region === (kept?.subdivision ?? null);
        const input = { locationId: location.id, country: country || null, subdivision: country ? region : null, worked: isSame ? given.all("worked") : [] };
        const { affectedBookings } = accepted(await change(HolidaysKeep, { input }));
        refresh();
        return savedWith(affectedBookings);
      }}
    >
      <h3>{location.name}</h3>
      <div className="fields">
        <label>
          {say("Country")}
          <select value={country} onChange={(event) => setCountry(event.target.value)}>
            <option value="">{say("keeps none")}</option>
            {countries().map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {country && <Region key={country} country={country} value={isSaved ? (kept?.subdivision ?? "") : ""} />}
      </div>
      {days.length > 0 && (
        <fieldset>
          <legend>{say("Open all the same on")}</legend>
          {days.map((one) => (
            <Tick key={`${one.day} ${one.names.join()} ${one.isWorked}`} name="worked" value={one.names[0] ?? ""} label={`${one.names.join(", ")} (${dated(one.day)})`} isOn={one.isWorked} />
          ))}
        </fieldset>
      )}
    </Form>
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
  return (
    <label>
      {say("Region")}
      <select name="subdivision" defaultValue={value}>
        <option value="">{say("only those of the whole country")}</option>
        {value && !regions[value] && <option value={value}>{value}</option>}
        {sorted.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
