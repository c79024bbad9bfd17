// Connecting a WhatsApp account by hand: what is secret is sent once, and kept nowhere here.
import { useState, type ReactNode } from "react";
import { Refused } from "../graph/client.js";
import { noteOver, stay } from "../graph/standing.js";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { Field, Form, type Given } from "./form.js";
import { useProof } from "./proof.js";

interface Problem {
  message: string;
  extensions?: { code?: string; reason?: string; field?: readonly string[]; connectionId?: string };
}

/** A connecting that stopped half-way names what to go on with. */
class Halfway extends Refused {
  constructor(
    problem: Problem,
    readonly connectionId: string | null,
  ) {
    const { code = "UNEXPECTED", reason, field } = problem.extensions ?? {};
    super(code === "STEP_UP_REQUIRED" ? code : (reason ?? code), problem.message, field?.at(-1) ?? null);
  }
}

async function connect(body: object): Promise<void> {
  const asked = stay();
  const answer = await fetch("/connect/whatsapp", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (!answer) throw new Refused("UNREACHABLE", "");
  if (answer.ok) return;
  if (answer.status === 401) noteOver(asked);
  const { errors = [] } = (await answer.json().catch(() => ({}))) as { errors?: readonly Problem[] };
  const problem = errors[0] ?? { message: "" };
  throw new Halfway(problem, problem.extensions?.connectionId ?? null);
}

const PROBLEMS = (): Readonly<Record<string, string>> => ({
  pin_needed: say("The number is not on the Cloud API yet: give a pin of six digits."),
  pin_wrong: say("The pin is not right: enter the number’s own, or reset it in WhatsApp Manager."),
  pin_guessed: say("The pin is not right: enter the number’s own, or reset it in WhatsApp Manager."),
  malformed: say("Copy it once more, whole and without anything else."),
  token_dead: say("The token does not work: make another, with both permissions and this account."),
  permission_missing: say("The token does not work: make another, with both permissions and this account."),
  token_of_other_app: say("The token was made for another app: make it for the one this server uses."),
  account_unknown: say("Compare this id with WhatsApp Manager."),
  number_unknown: say("Compare this id with WhatsApp Manager."),
  number_unverified: say("Verify the number in WhatsApp Manager first."),
  provider_unavailable: say("WhatsApp does not answer. Try again in a moment."),
  CONNECTION_PENDING: say("WhatsApp does not answer. Try again in a moment."),
  CONFLICT: say("The number is connected elsewhere here: disconnect it there first."),
});

const SECRETS = ["access_token", "pin"] as const;

export function Connecting({ hasAccounts, done }: { hasAccounts: boolean; done: (text: string) => void }): ReactNode {
  const { clinic } = useDesk();
  const proof = useProof();
  const [begun, setBegun] = useState<string | null>(null);
  const save = async (given: Given) => {
    const names = ["phone_number_id", "waba_id", ...SECRETS].filter((one) => given.text(one) !== "");
    const credentials = Object.fromEntries(names.map((one) => [one, given.text(one)]));
    const body = { clinicId: clinic.id, ...(begun ? { connectionId: begun } : {}), credentials };
    try {
      await proof.withProof(() => connect(body));
    } catch (problem) {
      if (problem instanceof Halfway && problem.connectionId) setBegun(problem.connectionId);
      throw problem;
    }
    setBegun(null);
    return say("Connected. Patients can write to it from now on; its templates are being read.");
  };
  return (
    <details open={!hasAccounts}>
      <summary>{hasAccounts ? say("Connect an account, or connect one again") : say("Connect an account")}</summary>
      <Form save={save} done={done} texts={PROBLEMS()} secrets={SECRETS} submit={say("Connect")}>
        <p className="faint">{say("What you need stands in WhatsApp Manager. It is checked at WhatsApp before anything is saved.")}</p>
        <CredentialFields />
      </Form>
      {proof.dialog}
    </details>
  );
}

function CredentialFields(): ReactNode {
  return (
    <div className="fields">
      <Field name="phone_number_id" label={say("Phone number id")} help={say("WhatsApp Manager > API setup; digits, not the phone number.")} />
      <Field name="waba_id" label={say("WhatsApp Business Account id")} help={say("WhatsApp Manager > Account tools; digits.")} />
      <Field
        name="access_token"
        type="password"
        label={say("Access token")}
        help={say("Of a system user, with whatsapp_business_messaging and whatsapp_business_management. It is not kept in this page: after a refusal, enter it again.")}
      />
      <Field
        name="pin"
        type="password"
        isOptional
        label={say("Two-step verification pin")}
        help={say("Six digits; only to register a number that is not on the Cloud API yet. It is not kept.")}
      />
    </div>
  );
}
