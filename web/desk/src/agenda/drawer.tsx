// A panel beside the page: a dialog, so that the keyboard stays in it and Escape closes it.
import { useEffect, useRef, type ReactNode } from "react";
import { say } from "../language/say.js";
import { Icon } from "./icons.js";

interface DrawerProps {
  title: ReactNode;
  name: string;
  close: () => void;
  children: ReactNode;
}

export function Drawer({ title, name, close, children }: DrawerProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const own = dialog.current;
    if (own && !own.open) own.showModal();
    return () => own?.close();
  }, []);
  return (
    <dialog
      className="drawer"
      ref={dialog}
      aria-label={name}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onPointerDown={(event) => event.target === dialog.current && close()}
    >
      <div className="inside">
        <header>
          <div>{title}</div>
          <button type="button" className="close" aria-label={say("Close")} title={say("Close")} onClick={close}>
            <Icon icon="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
