// The second factor: an authenticator app, passkeys, and recovery codes, which are shown once.
import { change } from "./api.js";
import { byId, onPress, onSubmit, show } from "./forms.js";
import { arePossible, makePasskey } from "./passkeys.js";
import { row } from "./rows.js";
import { withProof } from "./step-up.js";
import { say, writtenDay } from "./texts.js";

const WRONG_CODE = {
  INVALID_VALUE: () => ({ text: say("That is not the code of this moment: type the six digits shown now."), field: "code" }),
};
const BAD_NAME = { INVALID_VALUE: () => ({ text: say("Call it something short."), field: "name" }) };
const alert = byId("account-problem");
let reload = async () => {};

/** Show how somebody logs in; `load` reads it anew after a change. */
export function showFactors(viewer, load) {
  reload = load;
  const { hasSecondFactor, secondFactors, passkeys, recoveryCodesLeft } = viewer;
  const hasApp = secondFactors.includes("TOTP");
  byId("no-factor").hidden = hasSecondFactor;
  byId("totp-state").textContent = hasApp ? say("Switched on.") : say("Six digits that your phone shows, new each half minute.");
  byId("totp-enrol").hidden = hasApp;
  byId("totp-remove").hidden = !hasApp;
  byId("passkey-add").hidden = !arePossible;
  byId("passkey-list").replaceChildren(...passkeys.map(passkeyRow));
  byId("recovery").hidden = !hasSecondFactor;
  byId("recovery-state").textContent = say("Left: {count}.", { count: recoveryCodesLeft });
}

function passkeyRow({ id, name, createdAt, lastUsedAt }) {
  const made = say("made {day}", { day: writtenDay(createdAt) });
  const used = lastUsedAt ? say("last used {day}", { day: writtenDay(lastUsedAt) }) : say("not used yet");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "danger";
  button.textContent = say("Remove");
  onPress(button, alert, async () => {
    await withProof(() => change("passkeyRemove", { id }));
    await reload(say("The passkey is removed."));
  });
  return row(name, `${made} · ${used}`, button);
}

async function changed(said, codes) {
  await reload(said);
  if (codes?.length) showCodes(codes);
}

function showCodes(codes) {
  byId("codes").replaceChildren(
    ...codes.map((code) => {
      const item = document.createElement("li");
      item.textContent = code;
      return item;
    }),
  );
  byId("codes-panel").hidden = false;
  byId("codes-panel").focus();
}

function forgetKey() {
  byId("totp-panel").hidden = true;
  byId("totp-qr").removeAttribute("src");
  byId("totp-key").textContent = "";
  byId("totp-form").reset();
}

onPress(byId("totp-enrol"), alert, async () => {
  const { key, qrSvg } = await withProof(() => change("totpEnrol"));
  byId("totp-qr").src = `data:image/svg+xml,${encodeURIComponent(qrSvg)}`;
  byId("totp-key").textContent = key.replace(/(.{4})(?=.)/g, "$1 ");
  byId("totp-panel").hidden = false;
  byId("totp-form").elements.code.focus();
});
byId("totp-cancel").addEventListener("click", forgetKey);
onSubmit(byId("totp-form"), async ({ code }) => {
  const { recoveryCodes } = await withProof(() => change("totpConfirm", { code: code.replace(/\s/g, "") }));
  forgetKey();
  await changed(say("Your authenticator app is switched on. Other devices are signed out."), recoveryCodes);
}, WRONG_CODE);
onPress(byId("totp-remove"), alert, async () => {
  await withProof(() => change("totpRemove"));
  await changed(say("Your authenticator app is asked for no longer."));
});

byId("passkey-add").addEventListener("click", () => {
  const form = byId("passkey-form");
  form.elements.name.value = say("This device");
  form.hidden = false;
  form.elements.name.select();
});
byId("passkey-cancel").addEventListener("click", () => {
  byId("passkey-form").hidden = true;
});
onSubmit(byId("passkey-form"), async ({ name }, form) => {
  const { publicKey } = await withProof(() => change("passkeyBegin"));
  const credential = await makePasskey(publicKey);
  const { recoveryCodes } = await change("passkeyFinish", { credential, name });
  form.hidden = true;
  await changed(say("The passkey is made. Other devices are signed out."), recoveryCodes);
}, BAD_NAME);

onPress(byId("recovery-renew"), alert, async () => {
  const { recoveryCodes } = await withProof(() => change("recoveryCodesRenew"));
  await changed(say("These are your new recovery codes; those before count no longer."), recoveryCodes);
});
byId("codes-print").addEventListener("click", () => window.print());
onPress(byId("codes-copy"), alert, async () => {
  await navigator.clipboard.writeText([...byId("codes").children].map((item) => item.textContent).join("\n"));
  show(byId("said"), say("Copied."));
});
byId("codes-kept").addEventListener("click", () => {
  byId("codes").replaceChildren();
  byId("codes-panel").hidden = true;
  byId("recovery-renew").focus();
});
