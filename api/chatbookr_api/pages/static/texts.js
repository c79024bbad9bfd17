// What the scripts say: the English texts are the keys, the page holds their translations.
const translated = JSON.parse(document.getElementById("texts").textContent);

/** Translate a text and fill in its blanks, as `{name}`. */
export function say(text, values = {}) {
  return (translated[text] ?? text).replace(/\{(\w+)\}/g, (blank, name) => values[name] ?? blank);
}

const language = document.documentElement.lang;
const instant = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat(language, { dateStyle: "long" });

/** Write an instant (ISO 8601) in the reader's language and time zone. */
export function writtenInstant(text) {
  return instant.format(new Date(text));
}

/** Write the day of an instant (ISO 8601). */
export function writtenDay(text) {
  return day.format(new Date(text));
}
