// Signs, drawn: not every font has such letters; words stand beside them, or in the name of what they stand in.
import type { ReactNode } from "react";
import type { BookingStatus } from "../gql/graphql.js";

const PATHS = {
  displaced: "M8 3v6M8 12v.5",
  drifted: "M3 6h9l-3-3M13 10H4l3 3",
  failed: "M3 3l10 10M13 3L3 13",
  pending: "M13 8a5 5 0 1 1-2-4M11 1v3h-3",
  beside: "M3 3h7v7H3zM6 6h7v7H6z",
  chat: "M2 3h12v8H7l-3 3v-3H2z",
  before: "M10 3L5 8l5 5",
  after: "M6 3l5 5-5 5",
  close: "M3 3l10 10M13 3L3 13",
  down: "M3 6l5 5 5-5",
  again: "M13 8a5 5 0 1 1-2-4M11 1v3h-3",
  requested: "M5.5 6a2.5 2.5 0 1 1 3.4 2.3c-.6.3-.9.7-.9 1.4M8 12.5v.3",
  confirmed: "M8 4.5a3.5 3.5 0 1 0 .01 0zM8 7a1 1 0 1 0 .01 0z",
  checked_in: "M5 3l7 5-7 5z",
  completed: "M3 8.5l3.5 3.5L13 4.5",
  no_show: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  cancelled: "M3 8h10",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ icon }: { icon: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[icon]} />
    </svg>
  );
}

/** The sign of how a booking stands: told apart without colours, too. */
export const StatusIcon = ({ status }: { status: BookingStatus }): ReactNode => (
  <i className="sign">
    <Icon icon={status.toLowerCase() as Lowercase<BookingStatus>} />
  </i>
);
