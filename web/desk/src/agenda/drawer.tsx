// A panel beside the page: a dialog, so that the keyboard stays in it and Escape closes it.
import type { ReactNode } from "react";
import { say } from "../language/say.js";
import { useModal } from "../shell/modal.js";
import { Icon } from "./icons.js";

interface DrawerProps {
  title: ReactNode;
  name: string;
  close: () => void;
  children: ReactNode;
}

export function Drawer({ title, name, close, children }: DrawerProps): ReactNode {
  const dialog = useModal();
  return (
    <dialog
      className="drawer"
      ref={dialog}
      tabIndex={-1}
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
