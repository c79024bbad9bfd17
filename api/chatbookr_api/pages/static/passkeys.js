// Passkeys: the browser's side of Web Authentication.
import { send } from "./api.js";

/** Whether this browser can use passkeys here. */
export const arePossible = "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** Ask at `path`/begin, let the person show a passkey, and send it to `path`. Throws Refused and DOMException. */
export async function showPasskey(path) {
  const { publicKey } = await send("POST", `${path}/begin`);
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
  const shown = await navigator.credentials.get({ publicKey: options });
  return send("POST", path, { credential: shown.toJSON() });
}

/** Let the device make a passkey by the server's options, and return it as JSON. Throws DOMException. */
export async function makePasskey(publicKey) {
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(publicKey);
  const made = await navigator.credentials.create({ publicKey: options });
  return made.toJSON();
}
