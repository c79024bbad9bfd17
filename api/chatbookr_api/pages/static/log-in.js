// The log-in's page: leads on to the account.
import { ready } from "./forms.js";
import { logInForm, whoIsHere } from "./log-in-form.js";

const form = logInForm(() => location.assign("/account"));
ready();
await form.begin(await whoIsHere().catch(() => null));
