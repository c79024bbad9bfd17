// Receives webhooks: believes only what is signed, acts on each message once, and answers before it works.
// CHATBOOKR_WEBHOOK_SECRET is the endpoint's secret (`whsec_…`); while secrets rotate, both, with a space between them.
import { createServer, type IncomingHttpHeaders } from "node:http";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

interface Message {
  type: string;
  timestamp: string;
  data: { bookingChanged?: { booking: { reference: string; status: string } | null } | null };
}

const secrets = (process.env["CHATBOOKR_WEBHOOK_SECRET"] ?? "").split(" ");
if (!secrets.every((secret) => secret.startsWith("whsec_"))) {
  console.error("CHATBOOKR_WEBHOOK_SECRET: give the endpoint's secret, which begins with whsec_");
  process.exit(1);
}
const webhooks = secrets.map((secret) => new Webhook(secret));
const port = Number(process.argv[2] ?? 9000);
const MOST_BYTES = 1024 * 1024;
const seen = new Set<string>(); // keep this where it survives a restart: the same message may come again

/** Return the message; null where it is signed by none of the secrets, or more than five minutes old. */
function verified(body: string, headers: IncomingHttpHeaders): Message | null {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  for (const webhook of webhooks) {
    try {
      return webhook.verify(body, given) as Message;
    } catch (problem) {
      if (!(problem instanceof WebhookVerificationError)) throw problem;
    }
  }
  return null;
}

/** Act on a message. `data` is what the subscription would have answered. */
function told({ timestamp, data }: Message): void {
  const booking = data.bookingChanged?.booking;
  if (booking) console.log(`Told: ${booking.reference} is ${booking.status} (${timestamp})`);
}

createServer(async (request, response) => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= MOST_BYTES) parts.push(part);
  }
  const message = verified(Buffer.concat(parts).toString(), request.headers);
  response.writeHead(message ? 204 : 401).end();
  const id = String(request.headers["webhook-id"]);
  if (message && !seen.has(id)) {
    seen.add(id);
    told(message);
  }
}).listen(port, "127.0.0.1", () => console.log(`Listening at http://127.0.0.1:${port}/`));
