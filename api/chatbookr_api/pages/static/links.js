// Pages that do one thing by a mailed link.
import { byId, onSubmit, ready, turnTo } from "./forms.js";
import { token } from "./link-token.js";

export { token };

/** Do `work` when the form is sent, which it can be now, then show that it is done; or that the link counts no longer. */
export function byLink(form, work, texts = {}) {
  const dead = () => {
    turnTo(byId("dead"), byId("asking"));
    return { text: "" };
  };
  onSubmit(form, async (given) => {
    await work(given);
    turnTo(byId("done"), byId("asking"));
  }, { LINK_INVALID: dead, ...texts });
  ready();
  if (!token) dead();
}
