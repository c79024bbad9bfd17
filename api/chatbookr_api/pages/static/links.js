// Pages that do one thing by a mailed link.
import { byId, onSubmit, turnTo } from "./forms.js";
import { token } from "./link-token.js";

export { token };

/** Do `work` when the form is sent, then show that it is done; a link that counts no longer shows that instead. */
export function byLink(form, work, texts = {}) {
  const dead = () => {
    turnTo(byId("dead"), byId("asking"));
    return { text: "" };
  };
  onSubmit(form, async (given) => {
    await work(given);
    turnTo(byId("done"), byId("asking"));
  }, { LINK_INVALID: dead, ...texts });
  if (!token) dead();
}
