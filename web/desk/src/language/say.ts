// What the desk says, in its reader's language. English texts are their own keys; a text that is missing is said in English.

let texts: Readonly<Record<string, string>> = {};

/** The page's language, which the server chose from what its reader's browser asks for. */
export const language = (): string => document.documentElement.lang || "en";

/** How dates and numbers are written: as the reader's own kind of that language does, such as en-GB. */
export const locale = (): string =>
  navigator.languages.find((one) => one.split("-")[0]?.toLowerCase() === language()) ?? language();

/** Fetch the texts of the page's language, from the address the page names. English needs none. */
export async function learn(): Promise<void> {
  const from = document.querySelector<HTMLLinkElement>("link[rel=words]")?.href;
  if (!from || language() === "en") return;
  const answer = await fetch(from);
  if (answer.ok) texts = (await answer.json()) as Record<string, string>;
}

/** Say a text; `{name}` in it stands for a value. */
export function say(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  return (texts[text] ?? text).replace(/\{(\w+)\}/g, (blank, name: string) => String(values[name] ?? blank));
}

/** Say how many there are: the first text of one, the second of any other number, `{count}`. */
export function sayCount(count: number, one: string, many: string): string {
  const isOne = new Intl.PluralRules(language()).select(count) === "one";
  return say(isOne ? one : many, { count: new Intl.NumberFormat(locale()).format(count) });
}
