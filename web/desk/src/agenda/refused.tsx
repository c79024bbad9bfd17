// Why a time is not to be had, and what is near: each of the three a button.
import type { ReactNode } from "react";
import type { OfferFragment, SlotReason } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { reasonOf, refusals } from "./texts.js";
import { hasSeveralPlaces } from "./what.js";

export interface Refusal {
  code: string;
  message: string;
  reasons: readonly SlotReason[];
  alternatives: readonly OfferFragment[];
}

interface Answered {
  reasons?: readonly SlotReason[] | null;
  alternatives?: readonly OfferFragment[] | null;
  userErrors: readonly { code: string; message: string }[];
}

/** Read a refusal from what was answered; null where it was done. */
export function refusalIn({ userErrors, reasons, alternatives }: Answered): Refusal | null {
  const [problem] = userErrors;
  return problem ? { ...problem, reasons: reasons ?? [], alternatives: alternatives ?? [] } : null;
}

interface NotToBeHadProps {
  refusal: Refusal;
  take?: ((offer: OfferFragment) => void) | undefined;
  isBusy?: boolean;
}

export function NotToBeHad({ refusal, take, isBusy = false }: NotToBeHadProps): ReactNode {
  const { clinic, places } = useDesk();
  const { code, message, reasons, alternatives } = refusal;
  return (
    <div className="refused" role="alert">
      <p className="problem">{refusals()[code] ?? say("That did not work: {why}", { why: message || code })}</p>
      {reasons.length > 0 && (
        <ul>
          {reasons.map((one) => (
            <li key={one}>{reasonOf(one)}</li>
          ))}
        </ul>
      )}
      {alternatives.length > 0 && (
        <>
          <p className="faint">{say("The nearest times that are free:")}</p>
          <p className="alternatives">
            {alternatives.map((one) => (
              <button key={`${one.startsAt}/${one.practitioner?.id ?? ""}/${one.location?.id ?? ""}`} type="button" disabled={isBusy || !take} onClick={() => take?.(one)}>
                <b>{dayAndTime(one.startsAt, clinic.timeZone)}</b> {[one.practitioner?.fullName, hasSeveralPlaces(places) && one.location?.name].filter(Boolean).join(", ")}
                {one.isOnRequest && ` (${say("on request")})`}
              </button>
            ))}
          </p>
        </>
      )}
    </div>
  );
}
