// The keyboard: one turns pages with the arrows, and never away from something that is being written.
import { useEffect } from "react";
import { today } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { isTaken } from "../shell/keys.js";
import type { Moves, Place } from "./place.js";

/** Turn by arrows (a week where a week is shown), t to today, d and w between day and week, n to a new appointment. */
export function useKeys(place: Place & Moves, begin?: () => void): void {
  const { clinic } = useDesk();
  useEffect(() => {
    const days = place.isWeek ? 7 : 1;
    const deeds: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => place.go({ day: place.day.subtract({ days }) }),
      ArrowRight: () => place.go({ day: place.day.add({ days }) }),
      t: () => place.go({ day: today(clinic.timeZone) }),
      d: () => place.go({ isWeek: false }),
      w: () => place.go({ isWeek: true }),
      ...(begin ? { n: begin } : {}),
    };
    function pressed(event: KeyboardEvent): void {
      const deed = deeds[event.key];
      if (!deed || event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return;
      event.preventDefault();
      deed();
    }
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [place, clinic.timeZone, begin]);
}
