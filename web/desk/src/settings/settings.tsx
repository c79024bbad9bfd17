// How the clinic works: its hours, days, services, calendars, people, inbox, accounts, rules and places.
import type { ReactNode } from "react";
import { Link, Redirect } from "wouter";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { CalendarList } from "./calendars.js";
import { ClinicSettings } from "./clinic.js";
import { Closures } from "./closures.js";
import { Hours } from "./hours.js";
import { InboxSettings } from "./inbox.js";
import { PeopleList } from "./people.js";
import { Premises } from "./premises.js";
import { ServiceList } from "./services.js";
import { openTabs, type Tab } from "./tabs.js";
import { WhatsApp } from "./whatsapp.js";

export function Settings({ tab }: { tab: string | null }): ReactNode {
  const { may } = useDesk();
  const open = openTabs(may);
  const [first] = open;
  if (!first) return <p className="notice">{say("Your role does not allow that.")}</p>;
  if (!open.includes((tab ?? "") as Tab)) return <Redirect to={`/settings/${first}`} replace />;
  const names = {
    hours: say("Hours"),
    services: say("Services"),
    calendars: say("Calendars"),
    people: say("People"),
    inbox: say("Inbox"),
    whatsapp: "WhatsApp",
    clinic: say("Clinic"),
    places: say("Places and rooms"),
  };
  return (
    <section className="page settings">
      <h1>{say("Settings")}</h1>
      <nav className="tabs" aria-label={say("Settings")}>
        {open.map((one) => (
          <Link key={one} href={`/settings/${one}`} aria-current={one === tab ? "page" : undefined}>
            {names[one]}
          </Link>
        ))}
      </nav>
      <Page tab={tab as Tab} />
    </section>
  );
}

function Page({ tab }: { tab: Tab }): ReactNode {
  switch (tab) {
    case "hours":
      return [<Hours key="hours" />, <Closures key="closures" />];
    case "services":
      return <ServiceList />;
    case "calendars":
      return <CalendarList />;
    case "people":
      return <PeopleList />;
    case "inbox":
      return <InboxSettings />;
    case "whatsapp":
      return <WhatsApp />;
    case "clinic":
      return <ClinicSettings />;
    case "places":
      return <Premises />;
  }
}
