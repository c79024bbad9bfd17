// What each refusal means to a person, and what to do next; the API's own words are for those who program.
import { Refused } from "./api.js";
import { say } from "./texts.js";

const TEXTS = {
  CANCELLED: () => "",
  ACCOUNT_EXISTS: () => say("This address has an account already: log in as it."),
  ALREADY_MEMBER: () => say("You have a place in this clinic already. If it was suspended, ask the clinic."),
  EMAIL_TAKEN: () => say("Another account has that address: choose another one."),
  IDENTITY_PROVIDER_UNAVAILABLE: () => say("Your clinic's log-in does not answer: try again in a minute."),
  IDENTITY_TAKEN: () => say("That log-in belongs to another account already."),
  LINK_INVALID: () => say("This link does not count: it is too old, was used already, or is not complete."),
  NOT_FOUND: () => say("That is not there any longer: load the page again."),
  QUOTA_REACHED: () => say("There are as many of these as there can be: remove one first."),
  STEP_UP_REQUIRED: () => say("That was not right: look at the password and the code again."),
  UNAUTHENTICATED: () => say("Your session is over: log in again."),
  UNREACHABLE: () => say("The server does not answer: look at your connection, then try again."),
  WRONG_ACCOUNT: () => say("The letter went to another address than that of the account you are logged in as."),
};
const PASSWORDS = {
  PASSWORD_BREACHED: () => say("That password is in lists of what leaked elsewhere: choose one you use nowhere else."),
  PASSWORD_WEAK: () => say("That is easy to guess: make it longer, or use a few words that have nothing in common."),
};
const CANCELLED = ["AbortError", "NotAllowedError"];

/** Say in the reader's language what went wrong, and at which field; `texts` are those of the place, by code. */
export function explained(problem, texts = {}) {
  if (!(problem instanceof Refused)) return { text: ofBrowser(problem), field: null };
  if (problem.code === "RATE_LIMITED") return { text: tooMany(problem.seconds), field: null };
  if (problem.code in texts) return texts[problem.code]();
  if (problem.code in PASSWORDS) return { text: PASSWORDS[problem.code](), field: "new-password" };
  if (problem.code in TEXTS) return { text: TEXTS[problem.code](), field: null };
  if (problem.field) return { text: say("That cannot be used: change it and try again."), field: problem.field };
  return { text: say("That did not work. Try again; if it stays so, ask whoever runs this system."), field: null };
}

function tooMany(seconds) {
  if (seconds > 90) return say("Too many tries. Wait {minutes} minutes.", { minutes: Math.ceil(seconds / 60) });
  return say("Too many tries. Wait {seconds} seconds.", { seconds: Math.max(2, seconds) });
}

function ofBrowser(problem) {
  if (CANCELLED.includes(problem.name)) return say("No passkey was used. Try again, or choose another way.");
  if (problem.name === "InvalidStateError") return say("This device has a passkey of your account already.");
  if (problem.name === "SecurityError") return say("Passkeys do not work at this address. Open this site by its name.");
  console.error(problem);
  return say("That did not work. Try again; if it stays so, ask whoever runs this system.");
}
