// Asks once more who it is, before what matters most.
import { Refused, send } from "./api.js";
import { byId, onPress, onSubmit } from "./forms.js";
import { arePossible, showPasskey } from "./passkeys.js";
import { say } from "./texts.js";

const WRONG = {
  STEP_UP_REQUIRED: () => ({ text: say("That was not right: look at the password and the code again."), field: "password" }),
};
const dialog = byId("step-up");
const form = byId("step-up-form");
let shownFactors = { email: "", hasSecondFactor: false, secondFactors: [] };
let settle = null;

/** Note what the account can show. */
export function noteFactors(viewer) {
  shownFactors = viewer;
}

/** Do what may need a fresh proof; where it does, ask for one and do it again. Throws Refused, and CANCELLED. */
export async function withProof(work) {
  try {
    return await work();
  } catch (problem) {
    if (!(problem instanceof Refused) || problem.code !== "STEP_UP_REQUIRED") throw problem;
  }
  await proven();
  return work();
}

function proven() {
  const { email, hasSecondFactor, secondFactors } = shownFactors;
  form.reset();
  form.elements.username.value = email;
  byId("step-up-code").hidden = !hasSecondFactor;
  form.elements.code.required = hasSecondFactor;
  byId("step-up-passkey").hidden = !(arePossible && secondFactors.includes("PASSKEY"));
  dialog.showModal();
  form.elements.password.focus();
  return new Promise((resolve, reject) => {
    settle = (isProven) => (isProven ? resolve() : reject(new Refused("CANCELLED")));
  });
}

function close(isProven) {
  settle?.(isProven);
  settle = null;
  form.reset();
  dialog.close();
}

onSubmit(form, async ({ password, code }) => {
  await send("POST", "/step-up", code ? { password, code: code.trim() } : { password });
  close(true);
}, WRONG);
onPress(byId("step-up-passkey").querySelector("button"), byId("step-up-passkey").querySelector("[role=alert]"), async () => {
  await showPasskey("/step-up/passkey");
  close(true);
});
byId("step-up-cancel").addEventListener("click", () => close(false));
dialog.addEventListener("cancel", () => close(false));
