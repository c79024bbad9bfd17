// The account's page: who one is, where one works, how one logs in, and where one is logged in.
import { ask, change, send } from "./api.js";
import { showFactors } from "./factors.js";
import { byId, onPress, onSubmit, ready, show } from "./forms.js";
import { explained } from "./problems.js";
import { providerButton, providersOf } from "./providers.js";
import { writtenRole } from "./roles.js";
import { row } from "./rows.js";
import { noteFactors, withProof } from "./step-up.js";
import { say, writtenDay, writtenInstant } from "./texts.js";

const alert = byId("account-problem");
const BAD_ADDRESS = {
  INVALID_VALUE: () => ({ text: say("Write another whole address, such as name@example.org."), field: "newEmail" }),
};

/** Read the account anew, show it, and say what was done. */
export async function load(said = "") {
  const { viewer } = await ask("account");
  if (!viewer || viewer.needsSecondFactor) {
    location.assign("/log-in");
    return;
  }
  noteFactors(viewer);
  show(byId("who"), `${viewer.user.fullName} · ${viewer.email}`);
  showClinics(viewer);
  showFactors(viewer, load);
  showEmail(viewer);
  showDevices(viewer.sessions);
  byId("account").removeAttribute("aria-busy");
  show(byId("said"), said);
  await showIdentities(viewer);
}

function showClinics({ memberships, hasSecondFactor }) {
  const rows = memberships.map(({ clinic, role }) => row(clinic?.name ?? "", writtenRole(role)));
  byId("clinic-list").replaceChildren(...rows);
  byId("no-clinic").hidden = memberships.length > 0 || hasSecondFactor;
  byId("no-place").hidden = memberships.length > 0 || !hasSecondFactor;
  byId("to-desk").hidden = memberships.length === 0;
}

function showEmail({ email, isEmailVerified }) {
  byId("email-state").textContent = isEmailVerified
    ? say("{email} is confirmed.", { email })
    : say("{email} is not confirmed yet.", { email });
  byId("email-verify").hidden = isEmailVerified;
  byId("password-form").elements.username.value = email;
}

function showDevices(sessions) {
  const rows = sessions.map((session) => {
    const seen = say("last used {instant}", { instant: writtenInstant(session.lastSeenAt) });
    const about = [session.network, session.isCurrent ? say("this device") : seen].filter(Boolean).join(" · ");
    const button = session.isCurrent ? null : pressed(say("Sign out"), () => change("sessionEnd", { id: session.id }));
    return row(writtenDevice(session.device), about, button);
  });
  byId("device-list").replaceChildren(...rows);
  byId("end-others").hidden = sessions.length < 2;
}

/** Write what a device is called: the name of the program and of what it runs on, where both are known. */
function writtenDevice(device) {
  const [program, system] = device?.split(" on ") ?? [];
  if (!program) return say("An unknown program");
  return system ? say("{program} on {system}", { program, system }) : program;
}

async function showIdentities({ identities, memberships }) {
  const rows = identities.map(({ id, providerName, lastUsedAt }) => {
    const used = lastUsedAt ? say("last used {day}", { day: writtenDay(lastUsedAt) }) : say("not used yet");
    return row(providerName, used, pressed(say("Remove"), () => withProof(() => change("linkedIdentityRemove", { id }))));
  });
  byId("identity-list").replaceChildren(...rows);
  const clinics = memberships.map(({ clinic }) => clinic?.id).filter(Boolean);
  const found = (await Promise.all(clinics.map((id) => providersOf(id).catch(() => [])))).flat();
  byId("link-list").replaceChildren(...found.map(linking));
  byId("providers").hidden = rows.length + found.length === 0;
}

function linking({ name, path }) {
  return providerButton(say("Link with {provider}", { provider: name }), alert, async () => {
    const begin = () => send("POST", `${path}/link`, { returnTo: "/account" });
    const { authorizationUrl } = await withProof(begin);
    location.assign(authorizationUrl);
  });
}

function pressed(text, work) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  onPress(button, alert, async () => {
    await work();
    await load(say("Done."));
  });
  return button;
}

onPress(byId("log-out"), alert, async () => {
  await send("POST", "/logout");
  location.assign("/log-in");
});
onPress(byId("end-others"), alert, async () => {
  await change("sessionEndOthers");
  await load(say("Every other device is signed out."));
});
onPress(byId("email-verify"), alert, async () => {
  await change("emailVerificationRequest");
  show(byId("said"), say("A letter is on its way to you."));
});
onSubmit(byId("password-form"), async ({ newPassword }, form) => {
  await withProof(() => change("passwordChange", { input: { newPassword } }));
  form.reset();
  await load(say("Your password is changed; every other device is signed out."));
});
onSubmit(byId("email-form"), async ({ newEmail }, form) => {
  await withProof(() => change("emailChangeRequest", { input: { newEmail } }));
  form.reset();
  show(byId("said"), say("A letter is on its way to {email}: follow its link while you are logged in here.", { email: newEmail }));
}, BAD_ADDRESS);

/** Show the account, or say what to do where it cannot be read: an empty page would say nothing. */
async function begin() {
  try {
    await load(new URLSearchParams(location.search).get("signIn") === "linked" ? say("Done.") : "");
    history.replaceState(null, "", location.pathname);
  } catch (problem) {
    byId("account").removeAttribute("aria-busy");
    show(alert, explained(problem).text);
  }
}

ready();
await begin();
