// A button for what is not easily undone: the first click asks, the second does it, and leaving it forgets the first.
import { useState, type ReactNode } from "react";

interface SureProps {
  text: string;
  /** What it says once it was clicked: what will happen. */
  really: string;
  isBusy?: boolean;
  act: () => void;
}

export function Sure({ text, really, isBusy = false, act }: SureProps): ReactNode {
  const [isAsked, setAsked] = useState(false);
  const click = (): void => {
    if (isAsked) act();
    setAsked(!isAsked);
  };
  return (
    <button type="button" className="plain danger" disabled={isBusy} onBlur={() => setAsked(false)} onClick={click}>
      {isAsked ? really : text}
    </button>
  );
}
