// Buttons that lead to the clinic's identity provider. A clinic's people come by `?clinic=`; a browser remembers.
import { send } from "./api.js";
import { onPress } from "./forms.js";
import { say } from "./texts.js";

const KEPT = "chatbookr.provider";

/** Read the providers of a clinic: their names, and the addresses below which they are used. */
export async function providersOf(clinicId) {
  return (await send("GET", `/oidc/providers?clinic=${encodeURIComponent(clinicId)}`)).providers;
}

/** Put a button for each provider into a place: those of the clinic in the address, or the one used here before. */
export async function offerProviders(place, alert) {
  const clinic = new URLSearchParams(location.search).get("clinic");
  const found = clinic ? await providersOf(clinic).catch(() => []) : kept();
  for (const provider of found) {
    place.append(providerButton(say("Go on with {provider}", { provider: provider.name }), alert, () => {
      remember(provider);
      location.assign(`${provider.path}/begin?returnTo=/account`);
    }));
  }
}

/** Make a button that does one thing with a provider. */
export function providerButton(text, alert, work, texts = {}) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  onPress(button, alert, work, texts);
  return button;
}

/** Offer this provider first when somebody next logs in here. */
export function remember({ name, path }) {
  localStorage.setItem(KEPT, JSON.stringify({ name, path }));
}

function kept() {
  try {
    const { name, path } = JSON.parse(localStorage.getItem(KEPT));
    return /^\/oidc\/[0-9a-f-]{36}$/.test(path) ? [{ name: String(name), path }] : [];
  } catch {
    return [];
  }
}
