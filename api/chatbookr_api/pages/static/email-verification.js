// Confirms by a mailed link that an address is its reader's. It takes a press: programs that read mail follow links.
import { change } from "./api.js";
import { byId } from "./forms.js";
import { byLink, token } from "./links.js";

byLink(byId("confirm"), () => change("emailVerify", { token }));
