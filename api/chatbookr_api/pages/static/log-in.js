// The log-in's page: leads on to the account, or back to the front desk for who came from there.
import { ready } from "./forms.js";
import { logInForm, whoIsHere } from "./log-in-form.js";

const PLACE = /^#desk(?:[/?].*)?$/; // a place of the desk's and no address of anybody else's: a link could lead anywhere
const FROM_OPEN_DESK = "#back"; // which waits in another tab, with what was typed there

function goOn() {
  if (location.hash === FROM_OPEN_DESK) window.close(); // where a browser does not close it, a desk opens here as well
  const leads = PLACE.test(location.hash) ? `/${location.hash.slice(1)}` : "/account";
  location.assign(location.hash === FROM_OPEN_DESK ? "/desk" : leads);
}

const form = logInForm(goOn);
ready();
await form.begin(await whoIsHere().catch(() => null));
