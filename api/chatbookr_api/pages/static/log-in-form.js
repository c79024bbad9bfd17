// The log-in within a page: password, provider or passkey, then the second factor where there is one.
import { ask, send } from "./api.js";
import { byId, onPress, onSubmit, show, turnTo } from "./forms.js";
import { arePossible, showPasskey } from "./passkeys.js";
import { offerProviders } from "./providers.js";
import { say } from "./texts.js";

const WRONG_PASSWORD = {
  UNAUTHENTICATED: () => ({
    text: say("That e-mail and password do not go together. Look at both again, or choose a new password."),
    field: "password",
  }),
};
const WRONG_CODE = {
  UNAUTHENTICATED: () => ({
    text: say("That code does not count: type the one that is shown now, or a recovery code you have not used."),
    field: "code",
  }),
};
const WRONG_PASSKEY = {
  UNAUTHENTICATED: () => ({ text: say("That passkey opens no account here: log in with your password.") }),
};

/** Say who is logged in here: null for nobody; `needsSecondFactor` says whether one is still to be shown. */
export async function whoIsHere() {
  return (await ask("viewer")).viewer;
}

/** Prepare the form; `begin` shows the step that is due, `done` is called once somebody is logged in. */
export function logInForm(done) {
  const [first, second] = [byId("password-step"), byId("factor-step")];

  function goOn({ needsSecondFactor, secondFactors }) {
    if (!needsSecondFactor) return done();
    byId("factor-passkey").hidden = !(arePossible && secondFactors.includes("PASSKEY"));
    turnTo(second, first);
    return undefined;
  }

  onSubmit(byId("log-in"), async (given) => goOn(await send("POST", "/login", given)), WRONG_PASSWORD);
  onSubmit(byId("second-factor"), async ({ code }) => {
    await send("POST", "/login/second-factor", { code: code.trim() });
    await done();
  }, WRONG_CODE);
  byId("passkey-log-in").hidden = !arePossible;
  const alert = byId("other-ways-problem");
  onPress(byId("passkey-log-in"), alert, async () => goOn(await showPasskey("/login/passkey")), WRONG_PASSKEY);
  onPress(byId("passkey-factor"), byId("passkey-factor-problem"), async () => {
    await showPasskey("/login/second-factor/passkey");
    await done();
  }, WRONG_PASSKEY);
  onPress(byId("start-over"), alert, async () => {
    await send("POST", "/logout");
    turnTo(first, second);
  });
  offerProviders(byId("other-ways"), alert);

  return {
    async begin(viewer, { email = "" } = {}) {
      const form = byId("log-in");
      if (email) form.elements.email.value = email;
      if (viewer) return goOn(viewer);
      turnTo(first, second);
      if (email) form.elements.password.focus();
      return show(alert, "");
    },
  };
}
