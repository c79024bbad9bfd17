// A booking in the grid: who, what, where, how it stands, and what about it wants to be seen.
import type { ReactNode } from "react";
import type { BookingStatus } from "../gql/graphql.js";
import { say } from "../language/say.js";
import { time } from "../language/times.js";
import { useDesk } from "../session/session.js";
import type { Card } from "./columns.js";
import type { Laid } from "./lanes.js";
import { Icon, StatusIcon } from "./icons.js";
import { marksOf, type Mark } from "./marks.js";
import { statusOf } from "./texts.js";

interface BookingCardProps {
  laid: Laid<Card>;
  pixels: number;
  isOpen: boolean;
  open: (bookingId: string) => void;
}

export function BookingCard({ laid: { stretch, lane, lanes }, pixels, isOpen, open }: BookingCardProps): ReactNode {
  const { clinic } = useDesk();
  const { booking, room } = stretch;
  const height = (stretch.to - stretch.from) * pixels;
  const style = { top: stretch.from * pixels, height: height - 2, left: `${(100 * lane) / lanes}%`, width: `calc(${100 / lanes}% - 3px)` };
  const starts = time(stretch.startsAt, clinic.timeZone);
  if (!booking) {
    return <div className="booking foreign" style={style}>{`${starts} ${say("Taken")}`}</div>;
  }
  const marks = marksOf(booking);
  const name = booking.patient?.name ?? booking.patient?.phone ?? say("Somebody");
  const ends = time(stretch.endsAt, clinic.timeZone);
  const words = [`${starts}–${ends}`, name, booking.service?.title, room, statusOf(booking.status), ...marks.map((one) => one.text)];
  const size = height < 30 ? "tiny" : height < 58 ? "small" : "large";
  return (
    <button
      type="button"
      className={`booking ${booking.status.toLowerCase()} ${size}${booking.displacedAt ? " displaced" : ""}`}
      style={style}
      aria-label={words.filter(Boolean).join(", ")}
      aria-expanded={isOpen}
      title={words.filter(Boolean).join("\n")}
      onClick={(event) => {
        event.stopPropagation();
        open(booking.id);
      }}
    >
      <FirstLine starts={starts} name={name} marks={marks} status={booking.status} />
      {size !== "tiny" && <span className="what">{[booking.service?.title, room].filter(Boolean).join(" · ")}</span>}
      {size === "large" && (
        <span className="how">
          <StatusIcon status={booking.status} /> {statusOf(booking.status)}
          {booking.displacedAt && ` · ${say("needs another time")}`}
        </span>
      )}
    </button>
  );
}

function FirstLine({ starts, name, marks, status }: { starts: string; name: string; marks: readonly Mark[]; status: BookingStatus }): ReactNode {
  return (
    <span className="line">
      <span className="starts">{starts}</span> <b dir="auto">{name}</b>
      <span className="marks">
        {marks.map(({ icon, isWarning }) => (
          <i key={icon} className={isWarning ? "warning" : undefined}>
            <Icon icon={icon} />
          </i>
        ))}
        <StatusIcon status={status} />
      </span>
    </span>
  );
}
