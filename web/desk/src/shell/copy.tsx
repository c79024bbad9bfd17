// Copies what stands beside it, for whoever has to type it elsewhere, and says so for a moment.
import { useEffect, useState, type ReactNode } from "react";
import { say } from "../language/say.js";

const SHOWN_MS = 3_000;

export function Copy({ text, name }: { text: string; name: string }): ReactNode {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  if (!isSecureContext) return null; // elsewhere browsers have nothing to copy with
  const copy = (): void => void navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false));
  return (
    <>
      {" "}
      <button type="button" className="plain copy" aria-label={name} onClick={copy}>
        {say("Copy")}
      </button>{" "}
      <span role="status" className="faint">
        {isCopied && say("Copied")}
      </span>
    </>
  );
}
