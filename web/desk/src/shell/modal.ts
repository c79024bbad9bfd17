// A dialog that has the keyboard to itself while it is there, and gives it back to where it came from.
import { useLayoutEffect, useRef, type RefObject } from "react";

/** Open a dialog with its component, and close it before that goes: a dialog that is taken away open gives nothing back. */
export function useModal(): RefObject<HTMLDialogElement> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const own = dialog.current;
    if (own && !own.open) own.showModal();
    own?.querySelector<HTMLElement>("[data-first]")?.focus(); // else it is the first that can have it, which closes it again
    return () => {
      own?.close();
      const isLost = isNowhere() || own?.contains(document.activeElement);
      if (isLost) document.getElementById("page")?.focus(); // what opened it has gone as well
    };
  }, []);
  return dialog;
}

/** Whether the focus went with what had it: the next key would begin at the top of the page. */
export const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body;
