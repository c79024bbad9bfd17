// One action for several conversations; those it could not be done to stay selected.
import type { ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { accepted, change } from "../graph/client.js";
import type { ConversationsChangeInput } from "../gql/graphql.js";
import { say, sayCount } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { useSaying } from "../shell/said.js";
import { Sorting } from "./documents.js";
import { AssignChoices, Menu, SnoozeChoices } from "./menus.js";
import type { Row } from "./rows.js";
import { ChangeMany } from "./writing-documents.js";

const MOST = 50;

interface BulkProps {
  selected: ReadonlySet<string>;
  keep: (selected: ReadonlySet<string>) => void;
  shown: readonly Row[];
}

export function Bulk({ selected, keep, shown }: BulkProps): ReactNode {
  const { clinic } = useDesk();
  const { line, attempt, said, isBusy } = useSaying();
  const ids = [...selected].slice(0, MOST);
  const act = (wish: Wish) =>
    void attempt(async () => {
      const input = { clinicId: clinic.id, conversationIds: ids, ...wish };
      const payload = accepted(await change(ChangeMany, { input }));
      const refused = payload.refused ?? [];
      keep(new Set(refused.map((one) => one.conversationId)));
      const done = payload.conversations?.length ?? 0;
      said(sayCount(done, "Done to {count} conversation.", "Done to {count} conversations.") + leftText(refused.length));
    });
  return (
    <div className="bulk" role="group" aria-label={say("What to do with those selected")}>
      <label className="check">
        <input
          type="checkbox"
          checked={ids.length > 0 && shown.slice(0, MOST).every((one) => selected.has(one.id))}
          onChange={(event) => keep(new Set(event.target.checked ? shown.slice(0, MOST).map((one) => one.id) : []))}
        />
        {sayCount(ids.length, "{count} selected", "{count} selected")}
      </label>
      <BulkActions act={act} isOff={isBusy || ids.length === 0} />
      {line}
    </div>
  );
}

type Wish = Omit<ConversationsChangeInput, "clinicId" | "conversationIds">;

function BulkActions({ act, isOff }: { act: (wish: Wish) => void; isOff: boolean }): ReactNode {
  const { clinic, may } = useDesk();
  const labels = useAnswer(Sorting, { clinic: clinic.id }).data?.labels?.nodes ?? [];
  const give = (assigneeId: string | null, teamId: string | null) => act({ action: "ASSIGN", assigneeId, teamId });
  return (
    <>
      <button type="button" disabled={isOff} onClick={() => act({ action: "CLOSE" })}>
        {say("Close")}
      </button>
      <Menu name={say("Put off")} icon="clock" isBusy={isOff}>
        {(close) => <SnoozeChoices choose={(until) => (close(), act({ action: "SNOOZE", until }))} />}
      </Menu>
      <Menu name={say("Give to")} icon="person" isBusy={isOff}>
        {(close) => <AssignChoices assignee={null} team={null} choose={(...whom) => (close(), give(...whom))} />}
      </Menu>
      {labels.length > 0 && (
        <Menu name={say("Labels")} icon="label" isBusy={isOff}>
          {(close) =>
            labels.map((one) => (
              <button type="button" key={one.id} onClick={() => (close(), act({ action: "ADD_LABELS", labelIds: [one.id] }))}>
                <span className="dot" style={{ background: one.colour }} /> {one.name}
              </button>
            ))
          }
        </Menu>
      )}
      {may("message:read") && (
        <>
          <button type="button" disabled={isOff} onClick={() => act({ action: "MARK_READ" })}>
            {say("Mark as read")}
          </button>
          <button type="button" disabled={isOff} onClick={() => act({ action: "MARK_UNREAD" })}>
            {say("Mark as unread")}
          </button>
        </>
      )}
    </>
  );
}

function leftText(count: number): string {
  if (count === 0) return "";
  const text = sayCount(
    count,
    "It could not be done to {count}, which is still selected.",
    "It could not be done to {count}, which are still selected.",
  );
  return ` ${text}`;
}
