// What stands around every page: where to go, whose desk it is, and whether all is well with what it is connected to.
import { type ReactNode, useState } from "react";
import { Link, Redirect, Route, Router, Switch, useLocation } from "wouter";
import { Inbox } from "../inbox/inbox.js";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { mayOpenSettings } from "../settings/tabs.js";
import { Banners } from "./banners.js";
import { Counts, useCounts } from "./counts.js";
import { Keys } from "./keys.js";
import { Agenda, Part, Settings, Tasks, useParts } from "./parts.js";

export function Shell(): ReactNode {
  return (
    <Router base="/desk">
      <Counts>
        <div className="shell">
          <Navigation />
          <div className="work">
            <Banners />
            <main id="page" tabIndex={-1}>
              <Pages />
            </main>
          </div>
        </div>
      </Counts>
    </Router>
  );
}

function Pages(): ReactNode {
  const { may } = useDesk();
  useParts();
  return (
    <Switch>
      {may("conversation:read") && <Route path="/inbox/:conversation?">{({ conversation }) => <Inbox conversationId={open(conversation)} />}</Route>}
      {may("booking:read") && <Route path="/agenda/:day?">{({ day }) => <Part key="agenda"><Agenda day={day ?? null} /></Part>}</Route>}
      {may("task:read") && <Route path="/tasks">{() => <Part key="tasks"><Tasks /></Part>}</Route>}
      {mayOpenSettings(may) && <Route path="/settings/:tab?">{({ tab }) => <Part key="settings"><Settings tab={tab ?? null} /></Part>}</Route>}
      <Route>{() => <FirstPage />}</Route>
    </Switch>
  );
}

const open = (part: string | undefined): string | null => (part === undefined ? null : decodeURIComponent(part));

function FirstPage(): ReactNode {
  const { may } = useDesk();
  if (may("conversation:read")) return <Redirect to="/inbox" replace />;
  if (may("booking:read")) return <Redirect to="/agenda" replace />;
  return <p className="notice">{say("Your role sees neither conversations nor bookings.")}</p>;
}

function Navigation(): ReactNode {
  const { may, user, clinic, clinics, turnTo } = useDesk();
  const { unread, tasks } = useCounts();
  return (
    <nav className="navigation" aria-label={say("Front desk")}>
      <p className="brand">
        <span className="mark" aria-hidden="true" />
        {clinics.length > 1 ? (
          <select value={clinic.id} onChange={(event) => turnTo(event.target.value)} aria-label={say("Clinic")}>
            {clinics.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        ) : (
          <span className="clinic">{clinic.name}</span>
        )}
      </p>
      <ul>
        {may("conversation:read") && <Place to="/inbox" name={say("Inbox")} icon="inbox" count={unread} />}
        {may("booking:read") && <Place to="/agenda" name={say("Agenda")} icon="agenda" count={0} />}
        {may("task:read") && <Place to="/tasks" name={say("To do")} icon="tasks" count={tasks} />}
        {mayOpenSettings(may) && <Place to="/settings" name={say("Settings")} icon="settings" count={0} />}
      </ul>
      <p className="whoami">
        <span>{user.fullName}</span>
        <Keys />
        <a href="/account">{say("Account")}</a>
        <LogOut />
      </p>
    </nav>
  );
}

// Whoever leaves a shared computer must know when the session stands: then the desk stays, and says so.
function LogOut(): ReactNode {
  const [isRefused, setRefused] = useState(false);
  const leave = async (): Promise<void> => {
    setRefused(false);
    const isOut = await fetch("/logout", { method: "POST" }).then((answer) => answer.ok, () => false);
    if (isOut) location.assign("/log-in#desk");
    else setRefused(true);
  };
  return (
    <>
      <button type="button" className="plain" onClick={() => void leave()}>
        {say("Log out")}
      </button>
      {isRefused && <strong role="alert">{say("You are still logged in: the server did not answer. Try again.")}</strong>}
    </>
  );
}

const ICONS = {
  inbox: "M3 12h5l2 3h4l2-3h5M3 12l3-7h12l3 7v7H3z",
  agenda: "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
  settings: "M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4",
  tasks: "M4 6l2 2 3-4M4 13l2 2 3-4M4 20l2 2 3-4M12 6h8M12 13h8M12 20h8",
} as const;

interface PlaceProps {
  to: string;
  name: string;
  icon: keyof typeof ICONS;
  count: number;
}

function Place({ to, name, icon, count }: PlaceProps): ReactNode {
  const [location] = useLocation();
  const isHere = location === to || location.startsWith(`${to}/`);
  return (
    <li>
      <Link href={to} aria-current={isHere ? "page" : undefined}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d={ICONS[icon]} />
        </svg>
        <span>{name}</span>
        {count > 0 && <b className="count">{count > 99 ? "99+" : count}</b>}
      </Link>
    </li>
  );
}
