// Addresses in what others write, shown as what they lead to: signs that nobody sees, or that turn what follows round, make one
// look like another, and so do letters of another script.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0]/gu;
const FOREIGN = /[^\x00-\x7f\p{Script=Latin}]/u; // of another script than the ASCII of its ending

export interface Address {
  href: string;
  shown: string;
}

/** What is followed and what is shown; null where it is none, or hides behind a name before an @ where it leads. */
export function addressOf(written: string): Address | null {
  if (!URL.canParse(written)) return null;
  const { href, host, username, password } = new URL(written);
  if (username || password) return null;
  const [scheme = "", rest = ""] = written.split(/(?<=:\/\/)/);
  const end = rest.search(/[/?#\\]|$/);
  const isPlain = !FOREIGN.test(rest.slice(0, end)) && rest.slice(0, end).search(UNSEEN) < 0;
  return { href, shown: (scheme + (isPlain ? rest.slice(0, end) : host) + rest.slice(end)).replace(UNSEEN, encodeURIComponent) };
}

/** A name that somebody's phone gives, of a file or a person, without the signs that turn it round or that nobody sees. */
export const nameOf = (written: string): string => written.replace(/[\p{Cc}\u00ad\u200b\u2028-\u202e\u2060-\u2069\ufeff]/gu, "");
