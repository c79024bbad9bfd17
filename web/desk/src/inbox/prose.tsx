// Text as WhatsApp shows it: addresses to follow, *strong*, _stressed_ and ~struck out~ words.
import { Fragment, type ReactNode } from "react";
import { addressOf } from "./addresses.js";

const MARKED = /(https?:\/\/[^\s<>"]+[^\s<>"'.,;:!?)\]])|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]+?)(?<=\S)\2(?![\p{L}\p{N}])/gu;

const TAGS = { "*": "strong", _: "em", "~": "s" } as const;

export function Prose({ text }: { text: string }): ReactNode {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const found of text.matchAll(MARKED)) {
    parts.push(text.slice(from, found.index), <Marked key={found.index} found={found} />);
    from = found.index + found[0].length;
  }
  parts.push(text.slice(from));
  return parts.map((part, at) => <Fragment key={at}>{part}</Fragment>);
}

function Marked({ found }: { found: RegExpMatchArray }): ReactNode {
  const [, address, mark, inner] = found;
  if (address) return <Address written={address} />;
  const Tag = TAGS[mark as keyof typeof TAGS];
  return (
    <Tag>
      <Prose text={inner ?? ""} />
    </Tag>
  );
}

/** An address to follow, in writing of its own: what stands beside it cannot turn it round. */
function Address({ written }: { written: string }): ReactNode {
  const address = addressOf(written);
  if (!address) return written;
  return (
    <a className="address" dir="ltr" href={address.href} target="_blank" rel="noopener noreferrer">
      {address.shown}
    </a>
  );
}
