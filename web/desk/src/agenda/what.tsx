// What for, for how long, and with whom.
import { useState, type ReactNode } from "react";
import { say, sayCount } from "../language/say.js";
import { useDesk, type Clinic, type Place } from "../session/session.js";

type Service = NonNullable<Clinic["services"]>["nodes"][number];

export interface Choices {
  service: Service | null;
  setService: (id: string) => void;
  /** The practitioner who was named; null: whoever is free. */
  who: string | null;
  setWho: (id: string | null) => void;
  /** Where, if a place was named; null: wherever there are times. */
  place: string | null;
  setPlace: (id: string | null) => void;
  /** Another duration than the service's usual one; null: the usual one. */
  minutes: number | null;
  setMinutes: (minutes: number | null) => void;
}

let lastService: string | null = null; // what was booked last is booked next, more often than not

/** Keep what was chosen for a booking, beginning with whose column was pointed at. */
export function useChoices(practitionerId: string | null): Choices {
  const { clinic } = useDesk();
  const services = servicesOf(clinic);
  const [id, setId] = useState(() => services.find((one) => one.id === lastService)?.id ?? services[0]?.id ?? null);
  const [who, setWho] = useState(practitionerId);
  const [place, setPlace] = useState<string | null>(null);
  const [minutes, setMinutes] = useState<number | null>(null);
  const setService = (next: string): void => {
    lastService = next;
    setId(next);
    setMinutes(null);
  };
  return { service: services.find((one) => one.id === id) ?? null, setService, who, setWho, place, setPlace, minutes, setMinutes };
}

const servicesOf = (clinic: Clinic): Service[] => clinic.services?.nodes.filter((one) => one.isActive) ?? [];

export function WhatFor({ choices, changed }: { choices: Choices; changed: () => void }): ReactNode {
  const { clinic, practitioners, places } = useDesk();
  const { service, who, minutes } = choices;
  const people = practitioners.filter((one) => one.isActive);
  const turn = <Value,>(set: (value: Value) => void) => (value: Value): void => {
    set(value);
    changed();
  };
  return (
    <div className="pair">
      <label>
        {say("What for")}
        <select value={service?.id ?? ""} onChange={(event) => turn(choices.setService)(event.target.value)}>
          {servicesOf(clinic).map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say("With")}
        <select value={who ?? ""} onChange={(event) => turn(choices.setWho)(event.target.value || null)}>
          <option value="">{say("Whoever is free")}</option>
          {people.map((one) => (
            <option key={one.id} value={one.id}>
              {one.fullName}
            </option>
          ))}
        </select>
      </label>
      {hasSeveralPlaces(places) && <Where place={choices.place} setPlace={turn(choices.setPlace)} />}
      {service && service.otherDurations.length > 0 && <HowLong service={service} minutes={minutes} setMinutes={turn(choices.setMinutes)} />}
    </div>
  );
}

/** Of all the clinic's places those in use. */
export const inUse = (places: readonly Place[]): Place[] => places.filter((one) => one.isActive);

/** Only then a place has to be named. */
export const hasSeveralPlaces = (places: readonly Place[]): boolean => inUse(places).length > 1;

function Where({ place, setPlace }: { place: string | null; setPlace: (id: string | null) => void }): ReactNode {
  const { places } = useDesk();
  return (
    <label>
      {say("Where")}
      <select value={place ?? ""} onChange={(event) => setPlace(event.target.value || null)}>
        <option value="">{say("Anywhere")}</option>
        {inUse(places).map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface HowLongProps {
  service: Service;
  minutes: number | null;
  setMinutes: (minutes: number | null) => void;
}

function HowLong({ service, minutes, setMinutes }: HowLongProps): ReactNode {
  return (
    <label>
      {say("For how long")}
      <select value={minutes ?? ""} onChange={(event) => setMinutes(event.target.value ? Number(event.target.value) : null)}>
        <option value="">{minutesOf(service.durationMinutes)}</option>
        {service.otherDurations.map((one) => (
          <option key={one} value={one}>
            {minutesOf(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

const minutesOf = (count: number): string => sayCount(count, "{count} minute", "{count} minutes");
