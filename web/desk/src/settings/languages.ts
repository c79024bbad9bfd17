// The languages the assistant speaks with patients, each by its name in the reader's own.
import { language } from "../language/say.js";

export const LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl"] as const;

export const languageName = (code: string): string => {
  try {
    return new Intl.DisplayNames([language()], { type: "language" }).of(code) ?? code;
  } catch {
    return code; // a code that is no BCP 47 tag is shown as it is
  }
};
