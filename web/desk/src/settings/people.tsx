// Who works here: members and their roles, and who is invited.
import { useState, type FormEvent, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { accepted, change } from "../graph/client.js";
import type { PeopleQuery, Role } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { useSaying, type Saying } from "../shell/said.js";
import {
  InvitationCreate,
  InvitationResend,
  InvitationRevoke,
  MemberReinstate,
  MemberRemove,
  MemberRoleChange,
  MemberSuspend,
  People,
} from "./documents.js";
import { Unopened } from "./unopened.js";
import { useProof, type Proof } from "./proof.js";
import { Sure } from "./sure.js";

type Member = NonNullable<PeopleQuery["members"]>["nodes"][number];
type Invitation = NonNullable<PeopleQuery["invitations"]>["nodes"][number];
type GivenRole = Exclude<Role, "CUSTOM">;

const ROLES: Readonly<Record<GivenRole, () => string>> = {
  OWNER: () => say("Owner"),
  MANAGER: () => say("Manager"),
  PRACTITIONER: () => say("Practitioner"),
  RECEPTIONIST: () => say("Receptionist"),
  AUDITOR: () => say("Auditor"),
};
const GIVEN = Object.keys(ROLES) as GivenRole[];

/** What a list needs to change something: where it is said, how it is proven, and what is asked for again. */
interface Means {
  saying: Saying;
  proof: Proof;
  done: () => Promise<void>;
}

export function PeopleList(): ReactNode {
  const { clinic } = useDesk();
  const answer = useAnswer(People, { clinic: clinic.id });
  const { data, reread } = answer;
  const saying = useSaying();
  const proof = useProof();
  const means = { saying, proof, done: reread };
  if (!data) return <Unopened answer={answer} />;
  return (
    <section aria-labelledby="people-title" className="card stack">
      <h2 id="people-title">{say("People")}</h2>
      {saying.line}
      <ul className="lines">
        {data.members?.nodes.map((one) => <MemberLine key={one.id} member={one} {...means} />)}
        {data.invitations?.nodes.map((one) => <InvitationLine key={one.id} invitation={one} {...means} />)}
      </ul>
      <Invite {...means} />
      {proof.dialog}
    </section>
  );
}

const PROBLEMS = (): Readonly<Record<string, string>> => ({
  ALREADY_MEMBER: say("They have a place here already."),
  ALREADY_INVITED: say("They are invited already: send it again, or take it back."),
  ROLE_NOT_GRANTABLE: say("That role may do more than yours."),
  NOT_GRANTABLE: say("That role may do more than yours."),
  OWNERS_ONLY: say("Only an owner may do that."),
  LAST_OWNER: say("A clinic keeps at least one owner."),
});

/** Do something that matters: with a proof where it is asked for, said afterwards, and shown. */
const carryOut = ({ saying, proof, done }: Means, text: string, work: () => Promise<{ userErrors: readonly { code: string; message: string }[] }>) =>
  saying.attempt(async () => {
    await proof.withProof(async () => accepted(await work()));
    await done(); // a role stands where it was until then
    saying.said(text);
  }, PROBLEMS());

const RoleOptions = (): ReactNode =>
  GIVEN.map((one) => (
    <option key={one} value={one}>
      {ROLES[one]()}
    </option>
  ));

const PractitionerOptions = (): ReactNode =>
  useDesk().practitioners.map((one) => (
    <option key={one.id} value={one.id}>
      {one.fullName}
    </option>
  ));

function MemberLine({ member, ...means }: { member: Member } & Means): ReactNode {
  const { user: me } = useDesk();
  const { id, role, state, user, customRole, practitioner } = member;
  const isMe = user?.id === me.id;
  const give = (chosen: string) =>
    void carryOut(means, say("Saved."), () =>
      change(MemberRoleChange, { input: { memberId: id, role: chosen as GivenRole } }),
    );
  const be = (practitionerId: string) =>
    void carryOut(means, say("Saved."), () =>
      change(MemberRoleChange, { input: { memberId: id, ...(practitionerId ? { practitionerId } : { isNoPractitioner: true }) } }),
    );
  return (
    <li>
      <span>
        <b>{user?.fullName}</b> {state === "SUSPENDED" && <em className="problem">{say("suspended")}</em>}
      </span>
      <span className="choices">
        {customRole ? (
          <span>{customRole.name}</span>
        ) : (
          <select aria-label={say("Role of {name}", { name: user?.fullName ?? "" })} value={role} disabled={isMe} onChange={(event) => give(event.target.value)}>
            <RoleOptions />
          </select>
        )}
        {role === "PRACTITIONER" && (
          <select aria-label={say("Whose agenda {name} sees", { name: user?.fullName ?? "" })} value={practitioner?.id ?? ""} onChange={(event) => be(event.target.value)}>
            <option value="">{say("nobody’s agenda")}</option>
            <PractitionerOptions />
          </select>
        )}
        {!isMe && <PlaceButtons member={member} {...means} />}
      </span>
    </li>
  );
}

function PlaceButtons({ member, ...means }: { member: Member } & Means): ReactNode {
  const { id, state } = member;
  const suspend = () => void carryOut(means, say("Suspended: they are logged out."), () => change(MemberSuspend, { id }));
  const reinstate = () => void carryOut(means, say("They may work here again."), () => change(MemberReinstate, { id }));
  const remove = () => void carryOut(means, say("They have no place here any more."), () => change(MemberRemove, { id }));
  return (
    <>
      <button type="button" className="plain" onClick={state === "SUSPENDED" ? reinstate : suspend}>
        {state === "SUSPENDED" ? say("Reinstate") : say("Suspend")}
      </button>
      <Sure text={say("Remove")} really={say("Really remove")} act={remove} />
    </>
  );
}

function InvitationLine({ invitation, ...means }: { invitation: Invitation } & Means): ReactNode {
  const { clinic } = useDesk();
  const { id, email, role, expiresAt } = invitation;
  const roleName = role === "CUSTOM" ? "" : ROLES[role]();
  return (
    <li>
      <span className="faint">
        {email} · {roleName} · {say("invited until {when}", { when: dayAndTime(expiresAt, clinic.timeZone) })}
      </span>
      <span className="choices">
        <button type="button" className="plain" onClick={() => void carryOut(means, say("Sent again."), () => change(InvitationResend, { id }))}>
          {say("Send again")}
        </button>
        <button type="button" className="plain danger" onClick={() => void carryOut(means, say("Taken back."), () => change(InvitationRevoke, { id }))}>
          {say("Take back")}
        </button>
      </span>
    </li>
  );
}

function Invite(means: Means): ReactNode {
  const { clinic } = useDesk();
  const [role, setRole] = useState<GivenRole>("RECEPTIONIST");
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const practitionerId = String(given.get("practitionerId") ?? "") || null;
    const input = { clinicId: clinic.id, email: String(given.get("email")).trim(), role, practitionerId };
    if (await carryOut(means, say("Invited: a letter is on its way."), () => change(InvitationCreate, { input }))) form.reset();
  };
  return (
    <form className="choices" onSubmit={(event) => void send(event)}>
      <label>
        {say("E-mail")}
        <input name="email" type="email" required autoComplete="off" />
      </label>
      <label>
        {say("Role")}
        <select value={role} onChange={(event) => setRole(event.target.value as GivenRole)}>
          <RoleOptions />
        </select>
      </label>
      {role === "PRACTITIONER" && (
        <label>
          {say("Whose agenda they see")}
          <select name="practitionerId">
            <PractitionerOptions />
          </select>
        </label>
      )}
      <button className="primary" disabled={means.saying.isBusy}>
        {say("Invite")}
      </button>
    </form>
  );
}
