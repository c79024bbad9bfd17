// The operators' page: enrol a passkey with the invitation in the address, or log in with one.
const said = document.getElementById("said");
const action = document.getElementById("action");
const token = document.getElementById("token");
const invitation = location.hash.slice(1);

async function post(path, body) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`/operator/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.errors[0].message);
  return told;
}

async function enrol() {
  const { publicKey } = await post("enrol/begin", { token: invitation });
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(publicKey);
  const made = await navigator.credentials.create({ publicKey: options });
  await post("enrol", { token: invitation, credential: made.toJSON() });
  history.replaceState(null, "", location.pathname);
  offer("Log in", logIn);
  said.textContent = "Your passkey is enrolled.";
}

async function logIn() {
  const { publicKey, ceremony } = await post("login/begin", {});
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
  const shown = await navigator.credentials.get({ publicKey: options });
  const opened = await post("login", { credential: shown.toJSON(), ceremony });
  token.value = opened.token;
  token.hidden = false;
  said.textContent = `Logged in until ${opened.expiresAt}. Send the token as "Authorization: Bearer …".`;
}

function offer(title, work) {
  action.textContent = title;
  action.disabled = false;
  action.onclick = async () => {
    said.textContent = "";
    try {
      await work();
    } catch (problem) {
      said.textContent = problem.message;
    }
  };
}

offer(invitation ? "Enrol a passkey" : "Log in", invitation ? enrol : logIn);
