// Takes up an invitation: as somebody new, with a password or by the clinic's provider, or as the account one has.
import { change, send } from "./api.js";
import { byId, isFilled, onPress, onSubmit, ready, show, turnTo } from "./forms.js";
import { token } from "./link-token.js";
import { logInForm, whoIsHere } from "./log-in-form.js";
import { providerButton, remember } from "./providers.js";
import { writtenRole } from "./roles.js";
import { say } from "./texts.js";

const sections = ["looking", "new-account", "logging-in", "accepting", "dead"].map(byId);
let offered = { email: "", hasAccount: false, providers: [] };

const turn = (id) => turnTo(byId(id), ...sections.filter((one) => one.id !== id));
const texts = {
  LINK_INVALID: () => (turn("dead"), { text: "" }),
  ACCOUNT_EXISTS: () => (logIn(null), { text: "" }),
  INVALID_VALUE: () => ({ text: say("Write your name as colleagues know you, in at most 80 characters."), field: "fullName" }),
};

const form = logInForm(() => turn("accepting"));

async function logIn(viewer) {
  turn("logging-in");
  await form.begin(viewer, { email: offered.email });
}

onSubmit(byId("accept-new"), async ({ fullName, password }) => {
  await change("invitationAccept", { input: { token, newAccount: { fullName, password } } });
  await send("POST", "/login", { email: offered.email, password });
  location.assign("/account");
}, texts);

onSubmit(byId("accept"), async () => {
  await change("invitationAccept", { input: { token } });
  location.assign("/account");
}, texts);

onPress(byId("other-account"), byId("other-ways-problem"), async () => {
  await send("POST", "/logout");
  if (offered.hasAccount) await logIn(null);
  else turn("new-account");
});

function offerProviders(providers) {
  const [place, named] = [byId("by-provider"), byId("accept-new").elements.fullName];
  const alert = place.querySelector("[role=alert]");
  for (const { name, path } of providers) {
    const work = async () => {
      if (!isFilled(named)) return;
      const { authorizationUrl } = await send("POST", `${path}/accept`, { token, fullName: named.value });
      remember({ name, path });
      location.assign(authorizationUrl);
    };
    alert.before(providerButton(say("Go on with {provider}", { provider: name }), alert, work, texts));
  }
  place.hidden = providers.length === 0;
}

async function begin() {
  offered = await send("POST", "/invitation", { token });
  const values = { clinic: offered.clinic, role: writtenRole(offered.role) };
  show(byId("offer"), say("{clinic} invites you to work with them, as {role}.", values));
  byId("accept-new").elements.email.value = offered.email;
  offerProviders(offered.providers);
  const viewer = await whoIsHere().catch(() => null);
  if (viewer || offered.hasAccount) return logIn(viewer);
  return turn("new-account");
}

ready();
await begin().catch((problem) => {
  if (problem.code === "LINK_INVALID" || problem.code === "BAD_USER_INPUT") return turn("dead");
  return show(byId("looking").firstElementChild, say("The server does not answer: look at your connection, then try again."));
});
