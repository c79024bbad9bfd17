// The log-in's page: leads on to the account, or back to the front desk for who came from there.
import { ready } from "./forms.js";
import { logInForm, whoIsHere } from "./log-in-form.js";

const WAYS_ON = { "#desk": "/desk" }; // no address of anybody else's: a link could lead anywhere

const form = logInForm(() => location.assign(WAYS_ON[location.hash] ?? "/account"));
ready();
await form.begin(await whoIsHere().catch(() => null));
