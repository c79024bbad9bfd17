// Who sits at the desk, of which clinic, and what they may do there.
import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { useChanges } from "../graph/changes.js";
import { logIn, type Refused } from "../graph/client.js";
import { noteOver, stay } from "../graph/standing.js";
import type { SessionQuery } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { refusal } from "../shell/said.js";
import { ClinicChanged, Session } from "./documents.js";
import { Return } from "./return.js";

type Viewer = NonNullable<SessionQuery["viewer"]>;
export type Membership = Viewer["memberships"][number];
export type Clinic = NonNullable<Membership["clinic"]>;
export type Practitioner = NonNullable<Clinic["practitioners"]>["nodes"][number];
export type Place = NonNullable<Clinic["locations"]>["nodes"][number];

export interface Desk {
  user: { id: string; fullName: string };
  clinic: Clinic;
  membership: Membership;
  /** All of the clinic's, those that are not in use any more too. */
  practitioners: readonly Practitioner[];
  places: readonly Place[];
  /** The clinics this person works at. */
  clinics: readonly Clinic[];
  turnTo: (clinicId: string) => void;
  /** Whether the role has a permission, such as `booking:write`: what it has not is not shown. */
  may: (permission: string) => boolean;
}

const Context = createContext<Desk | null>(null);

/** Return the desk whose page this is. */
export function useDesk(): Desk {
  const desk = useContext(Context);
  if (!desk) throw new Error("There is no desk outside of <SessionGate>.");
  return desk;
}

/** The desk cannot be opened: why, and a way to try again. */
function Shut({ problem, again }: { problem: Refused; again: () => void }): ReactNode {
  return (
    <div className="notice" role="alert">
      <p className="problem">{say("The desk cannot be opened: {why}", { why: refusal(problem) })}</p>
      <button type="button" onClick={again}>
        {say("Try again")}
      </button>
    </div>
  );
}

const CLINIC_KEY = "chatbookr.desk.clinic"; // which clinic was open last: an id, nothing of anybody's

/** Show the desk to whoever is logged in and belongs to a clinic; lead everybody else to where they can be. */
export function SessionGate({ children }: { children: ReactNode }): ReactNode {
  const [clinicId, setClinicId] = useState(() => localStorage.getItem(CLINIC_KEY));
  const { viewer, problem, refresh } = useViewer();
  const open = (viewer?.memberships ?? []).filter((one) => one.clinic !== null && one.clinic !== undefined);
  const membership = open.find((one) => one.clinic?.id === clinicId) ?? open[0];
  const clinic = membership?.clinic;
  useChanges(ClinicChanged, clinic ? { clinic: clinic.id } : null, refresh);
  if (problem) return <Shut problem={problem} again={refresh} />;
  if (!viewer) return <p className="notice">{say("Opening the desk…")}</p>;
  if (!membership || !clinic || !viewer.user) return <Closed />;
  const turnTo = (id: string): void => {
    localStorage.setItem(CLINIC_KEY, id);
    setClinicId(id);
  };
  return (
    <Context.Provider value={{ ...deskOf(viewer.user, membership, clinic), clinics: open.flatMap((one) => one.clinic ?? []), turnTo }} key={clinic.id}>
      {children}
      <Return userId={viewer.user.id} />
    </Context.Provider>
  );
}

/** Who sits here; whoever was here and is logged out keeps the desk, others are led to the log-in. */
function useViewer() {
  const { data, problem, refresh } = useAnswer(Session, {});
  const known = useRef<Viewer | null>(null);
  const viewer = data?.viewer && !data.viewer.needsSecondFactor ? data.viewer : null;
  const isStranger = problem?.code === "UNAUTHENTICATED" || (data !== null && viewer === null);
  if (viewer) known.current = viewer;
  useEffect(() => {
    if (!isStranger) return;
    if (known.current) noteOver(stay());
    else logIn();
  }, [isStranger]);
  return { viewer: known.current, problem: known.current || isStranger ? null : problem, refresh };
}

function Closed(): ReactNode {
  return (
    <p className="notice">
      {say("No clinic is open to you.")} <a href="/account">{say("Your account")}</a>
    </p>
  );
}

const deskOf = (user: Desk["user"], membership: Membership, clinic: Clinic): Omit<Desk, "clinics" | "turnTo"> => ({
  user,
  clinic,
  membership,
  practitioners: clinic.practitioners?.nodes ?? [],
  places: clinic.locations?.nodes ?? [],
  may: (permission) => membership.permissions.includes(permission),
});
