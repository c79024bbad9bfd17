// What whoever was chosen has coming up: who rings means an appointment they have as often as a new one.
import { useRef, type ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { say } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { UpcomingOf } from "./booking-documents.js";
import { statusOf } from "./texts.js";

interface UpcomingProps {
  patientId: string;
  open: (bookingId: string, startsAt: string) => void;
}

export function Upcoming({ patientId, open }: UpcomingProps): ReactNode {
  const { clinic } = useDesk();
  const day = useRef(Temporal.Now.zonedDateTimeISO(clinic.timeZone).startOfDay().toInstant().toString()); // who came this morning, too
  const { data } = useAnswer(UpcomingOf, { clinic: clinic.id, patient: patientId, from: day.current });
  const bookings = (data?.bookings?.nodes ?? []).filter((one) => one.status !== "CANCELLED");
  if (bookings.length === 0) return null;
  return (
    <section className="upcoming" aria-label={say("Coming up")}>
      <h3>{say("Coming up")}</h3>
      <ul>
        {bookings.map(({ id, startsAt, timeZone, status, service, practitioner }) => (
          <li key={id}>
            <button type="button" className="plain" onClick={() => open(id, startsAt)}>
              {dayAndTime(startsAt, timeZone)}
            </button>{" "}
            <span className="faint">{[service?.title, practitioner?.shortName, status !== "CONFIRMED" && statusOf(status)].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
