// A certified OpenID provider (npm's oidc-provider) on a port of this machine, with one client: `node server.mjs JSON`.
// Its log-in and consent pages are its own, for development: whatever is typed as the log-in is who one is.
import { Provider } from 'oidc-provider';

const { port, client, accounts } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [client],
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: false,
  features: {
    devInteractions: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
  // the default's own way out reaches no address of this machine
  fetch: (url, options) => globalThis.fetch(url, { ...options, dispatcher: undefined }),
  pkce: { required: () => true },
  async findAccount(_, id) {
    return { accountId: id, claims: async () => ({ sub: id, ...accounts[id] }) };
  },
});

for (const event of ['grant.error', 'server_error', 'authorization.error', 'backchannel.error', 'end_session.error']) {
  provider.on(event, (...about) => console.error(event, about.map((one) => one?.error_description ?? one?.message)));
}
provider.on('backchannel.success', () => console.log('back-channel logout taken'));
provider.listen(port, '127.0.0.1', () => console.log(`listening at ${issuer}`));
