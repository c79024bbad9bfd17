// The log-in's page: leads on to the account.
import { logInForm, whoIsHere } from "./log-in-form.js";

const form = logInForm(() => location.assign("/account"));
await form.begin(await whoIsHere().catch(() => null));
