// Chooses a password by a mailed link.
import { change } from "./api.js";
import { byId } from "./forms.js";
import { byLink, token } from "./links.js";

byLink(byId("reset"), ({ newPassword }) => change("passwordReset", { input: { token, newPassword } }));
