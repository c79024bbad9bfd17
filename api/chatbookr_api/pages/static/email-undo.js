// Gives an account its address back, by the link that was mailed there.
import { change } from "./api.js";
import { byId } from "./forms.js";
import { byLink, token } from "./links.js";

byLink(byId("confirm"), () => change("emailChangeUndo", { token }));
