// Has a link mailed by which a forgotten password is chosen anew; it says the same for every address.
import { change } from "./api.js";
import { byId, onSubmit, ready, turnTo } from "./forms.js";
import { say } from "./texts.js";

const NO_ADDRESS = {
  INVALID_VALUE: () => ({ text: say("Write a whole address, such as name@example.org."), field: "email" }),
};

onSubmit(byId("forgot"), async ({ email }) => {
  await change("passwordResetRequest", { input: { email, language: document.documentElement.lang } });
  turnTo(byId("done"), byId("asking"));
}, NO_ADDRESS);
ready();
