// Older messages, a page at a time: asked for, or as somebody comes near the first one that is shown.
import { useCallback, useRef, useState, type RefObject } from "react";
import { Refused } from "../graph/client.js";
import type { Thread } from "./thread.js";

export const NEAR_PX = 80; // of an end: as good as there

export interface Older {
  load: () => Promise<void>;
  /** Load them if somebody came near the first one. */
  look: () => void;
  isBusy: boolean;
}

export function useOlder(thread: Thread, box: RefObject<HTMLDivElement>): Older {
  const [isBusy, setBusy] = useState(false);
  const busy = useRef(false);
  const load = useCallback(async () => {
    if (busy.current || !thread.hasOlder) return;
    busy.current = true;
    setBusy(true);
    try {
      await thread.loadOlder();
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem; // the button stays, to try again by
    } finally {
      busy.current = false;
      setBusy(false);
    }
  }, [thread]);
  const look = () => void ((box.current?.scrollTop ?? NEAR_PX) < NEAR_PX && load());
  return { load, look, isBusy };
}
