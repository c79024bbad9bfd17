// What everybody at work had better know: an account that is lost, a calendar that nobody sees, a desk that hears nothing.
import type { ReactNode } from "react";
import { useAnswer } from "../graph/answers.js";
import { useChanges, useIsLive } from "../graph/changes.js";
import { say } from "../language/say.js";
import { dayAndTime } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { CalendarBanners, CalendarTold, ChannelBanners, ChannelTold } from "./documents.js";

export function Banners(): ReactNode {
  const { clinic, may } = useDesk();
  const isLive = useIsLive();
  const asked = may("connection:read") ? { clinic: clinic.id } : null;
  const channels = useAnswer(ChannelBanners, asked);
  const calendars = useAnswer(CalendarBanners, asked);
  useChanges(ChannelTold, asked, channels.refresh);
  useChanges(CalendarTold, asked, calendars.refresh);
  const lost = channels.data?.channels?.nodes.filter((one) => one.banner) ?? [];
  const unseen = calendars.data?.calendars?.nodes.filter((one) => one.banner) ?? [];
  return (
    <div className="banners" role="status">
      {!isLive && <p className="banner">{say("The connection is lost. What is on the screen may be old; it is tried again.")}</p>}
      {lost.map(({ id, title, banner }) => (
        <p className="banner" key={id}>
          {say("WhatsApp account {name}: {what}", { name: title, what: channelProblem(banner!.reason) })}{" "}
          {since(banner!.since ?? null, clinic.timeZone)}
        </p>
      ))}
      {unseen.map(({ id, practitioner, banner }) => (
        <p className="banner" key={id}>
          {say("Calendar of {name}: {what}", { name: practitioner?.fullName ?? "", what: calendarProblem(banner!.reason) })}{" "}
          {since(banner!.since ?? null, clinic.timeZone)}
        </p>
      ))}
    </div>
  );
}

const since = (instant: string | null, zone: string): string =>
  instant ? say("Since {when}.", { when: dayAndTime(instant, zone) }) : "";

function channelProblem(reason: string): string {
  if (reason === "needs_reconnect") return say("it has to be connected again; nothing is sent or received.");
  return say("messages wait ({reason}).", { reason });
}

function calendarProblem(reason: string): string {
  switch (reason) {
    case "needs_reconnect":
      return say("it has to be connected again. Bookings stand; times are offered on request only.");
    case "calendar_not_found":
      return say("the calendar that bookings are written to was deleted. Choose another one.");
    case "calendar_stale":
      return say("it could not be read for a while. Times are offered on request only.");
    case "calendar_ending":
      return say("its consent ends soon. Connect it again in time.");
    default:
      return say("it needs a look ({reason}).", { reason });
  }
}
