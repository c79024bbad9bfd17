// How the inbox is worked in: labels, teams, what is said often, and how soon patients are to be answered.
import type { ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { accepted, ask, change } from "../graph/client.js";
import type { InboxArrangedQuery } from "../gql/graphql.js";
import { say, sayCount } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { Unopened } from "./unopened.js";
import { CannedReplies } from "./canned.js";
import { Collection, Deletion, type Closing } from "./collection.js";
import { Field, Form, Tick } from "./form.js";
import { useMerging, type Fields } from "./merging.js";
import { AnswerTarget, InboxArranged, LabelDelete, LabelledCount, LabelSave, TeamDelete, TeamSave } from "./inbox-documents.js";

type Label = NonNullable<InboxArrangedQuery["labels"]>["nodes"][number];
type Team = NonNullable<InboxArrangedQuery["teams"]>["nodes"][number];
type Member = NonNullable<InboxArrangedQuery["members"]>["nodes"][number];

const inboxOf = (clinicId: string) => ask(InboxArranged, { clinic: clinicId });

const FIRST_COLOUR = "#0f766e";

export function InboxSettings(): ReactNode {
  const { clinic } = useDesk();
  const answer = useAnswer(InboxArranged, { clinic: clinic.id });
  const { data, refresh } = answer;
  if (!data?.clinic) return <Unopened answer={answer} />;
  return (
    <>
      <Labels labels={data.labels?.nodes ?? []} refresh={refresh} />
      <Teams teams={data.teams?.nodes ?? []} members={data.members?.nodes ?? []} refresh={refresh} />
      <CannedReplies clinic={data.clinic} />
      <Target minutes={data.clinic.answerMinutes} refresh={refresh} />
    </>
  );
}

function Labels({ labels, refresh }: { labels: readonly Label[]; refresh: () => void }): ReactNode {
  const { clinic } = useDesk();
  const question = async (label: Label) => {
    const { conversations } = await ask(LabelledCount, { clinic: clinic.id, label: label.id });
    return sayCount(conversations?.totalCount ?? 0, "Really delete: {count} conversation carries it", "Really delete: {count} conversations carry it");
  };
  return (
    <Collection
      title={say("Labels")}
      help={say("Words and colours by which conversations are sorted.")}
      empty={say("There are no labels yet.")}
      add={say("Add a label")}
      items={labels}
      refresh={refresh}
      line={(label) => (
        <>
          <span className="swatch" style={{ background: label.colour }} aria-hidden="true" /> <b>{label.name}</b>
        </>
      )}
      aside={(label, said) => (
        <Deletion
          question={() => question(label)}
          carryOut={async () => accepted(await change(LabelDelete, { id: label.id }))}
          done={() => said(say("Deleted. No conversation carries it any more."))}
        />
      )}
      form={(label, closing) => <LabelForm label={label} {...closing} />}
    />
  );
}

function LabelForm({ label, done, close }: { label: Label | null } & Closing): ReactNode {
  const { clinic } = useDesk();
  const together = useMerging(label && { ...label }, async () => {
    const found = (await inboxOf(clinic.id)).labels?.nodes.find((one) => one.id === label?.id);
    return found ? { ...found } : null;
  });
  return (
    <Form
      done={done}
      close={close}
      together={together}
      save={(given) =>
        together.save({ name: given.text("name"), colour: given.text("colour") }, async (fields) => {
          accepted(await change(LabelSave, { input: { clinicId: clinic.id, labelId: label?.id ?? null, ...fields } }));
          return label ? say("Saved. Every conversation with it shows it so.") : say("Saved. It can be put on conversations now.");
        })
      }
    >
      <div className="choices">
        <Field name="name" label={say("Name")} value={label?.name} most={40} />
        <Field name="colour" label={say("Colour")} type="color" value={label?.colour ?? FIRST_COLOUR} />
      </div>
    </Form>
  );
}

interface TeamsProps {
  teams: readonly Team[];
  members: readonly Member[];
  refresh: () => void;
}

function Teams({ teams, members, refresh }: TeamsProps): ReactNode {
  return (
    <Collection
      title={say("Teams")}
      help={say("Colleagues to whom conversations can be given together.")}
      empty={say("There are no teams yet.")}
      add={say("Add a team")}
      items={teams}
      refresh={refresh}
      line={(team) => (
        <>
          <b>{team.name}</b> · {team.members.map((one) => one.fullName).join(", ") || say("nobody")}
        </>
      )}
      aside={(team, said) => (
        <Deletion
          question={async () => say("Really delete: its conversations stay with whoever has them")}
          carryOut={async () => accepted(await change(TeamDelete, { id: team.id }))}
          done={() => said(say("Deleted. Its conversations stay with whoever has them."))}
        />
      )}
      form={(team, closing) => <TeamForm team={team} members={members} {...closing} />}
    />
  );
}

/** A team as its form gives it: who is in it by the ids of their memberships. */
function teamFields(team: Team, members: readonly Member[]): Fields {
  const inside = new Set(team.members.map((one) => one.id));
  return { name: team.name, memberIds: members.filter(({ user }) => user && inside.has(user.id)).map((one) => one.id) };
}

function TeamForm({ team, members, done, close }: { team: Team | null; members: readonly Member[] } & Closing): ReactNode {
  const { clinic } = useDesk();
  const inside = new Set(team?.members.map((one) => one.id));
  const together = useMerging(team && teamFields(team, members), async () => {
    const { teams, members: all } = await inboxOf(clinic.id);
    const found = teams?.nodes.find((one) => one.id === team?.id);
    return found ? teamFields(found, all?.nodes ?? []) : null;
  });
  return (
    <Form
      done={done}
      close={close}
      together={together}
      save={(given) =>
        together.save({ name: given.text("name"), memberIds: given.all("memberIds") }, async (fields) => {
          accepted(await change(TeamSave, { input: { clinicId: clinic.id, teamId: team?.id ?? null, ...fields } }));
          return say("Saved. Conversations can be given to it from now on.");
        })
      }
    >
      <Field name="name" label={say("Name")} value={team?.name} most={80} />
      <fieldset>
        <legend>{say("Who is in it")}</legend>
        {members.map(
          ({ id, user }) => user && <Tick key={id} name="memberIds" value={id} label={user.fullName} isOn={inside.has(user.id)} />,
        )}
      </fieldset>
    </Form>
  );
}

function Target({ minutes, refresh }: { minutes: number; refresh: () => void }): ReactNode {
  const { clinic } = useDesk();
  const together = useMerging({ minutes }, async () => ({ minutes: (await inboxOf(clinic.id)).clinic?.answerMinutes }));
  return (
    <section aria-labelledby="target-title" className="card stack">
      <h2 id="target-title">{say("How soon patients are answered")}</h2>
      <Form
        together={together}
        save={(given) =>
          together.save({ minutes: given.number("minutes") ?? 0 }, async (fields) => {
            accepted(await change(AnswerTarget, { input: { clinicId: clinic.id, ...fields } }));
            refresh();
            return say("Saved. What waits longer is marked as late from now on.");
          })
        }
      >
        <Field
          name="minutes"
          type="number"
          least={5}
          most={2880}
          label={say("Minutes until an answer")}
          value={minutes}
          help={say("Only minutes of your opening hours count. What waits longer stands in the inbox as late.")}
        />
      </Form>
    </section>
  );
}
