// Gives the account of whoever is logged in the address a link was mailed to.
import { change, send } from "./api.js";
import { byId, onPress, turnTo } from "./forms.js";
import { byLink, token } from "./links.js";
import { logInForm, whoIsHere } from "./log-in-form.js";

const form = logInForm(() => turnTo(byId("asking"), byId("logging-in")));

byLink(byId("confirm"), () => change("emailChangeConfirm", { token }));
onPress(byId("other-account"), byId("other-ways-problem"), async () => {
  await send("POST", "/logout");
  await logIn(null);
});

async function logIn(viewer) {
  turnTo(byId("logging-in"), byId("asking"));
  await form.begin(viewer);
}

if (token) await logIn(await whoIsHere().catch(() => null));
