"""Receives webhooks: believes only what is signed, acts on each message once, and answers before it works.

CHATBOOKR_WEBHOOK_SECRET is the endpoint's secret (`whsec_…`); while secrets rotate, both, with a space between them.
"""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

GIVEN = os.environ.get("CHATBOOKR_WEBHOOK_SECRET", "").split()
if not GIVEN or not all(secret.startswith("whsec_") for secret in GIVEN):
    sys.exit("CHATBOOKR_WEBHOOK_SECRET: give the endpoint's secret, which begins with whsec_")
SECRETS = [Webhook(secret) for secret in GIVEN]
MOST_BYTES = 1024 * 1024
seen: set[str] = set()  # keep this where it survives a restart: the same message may come again


def verified(body: bytes, headers: dict[str, str]) -> dict[str, Any] | None:
    """Return the message; None where it is signed by none of the secrets, or more than five minutes old."""
    for webhook in SECRETS:
        try:
            webhook.verify(body, headers)
        except WebhookVerificationError:
            continue
        message: dict[str, Any] = json.loads(body)
        return message
    return None


class Receiver(BaseHTTPRequestHandler):
    """Any path; POST alone."""

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("content-length", 0)), MOST_BYTES))
        message = verified(body, {name.lower(): value for name, value in self.headers.items()})
        self.send_response(401 if message is None else 204)
        self.end_headers()
        message_id = self.headers.get("webhook-id", "")
        if message is not None and message_id not in seen:
            seen.add(message_id)
            self.told(message)

    def told(self, message: dict[str, Any]) -> None:
        """Act on a message. `data` is what the subscription would have answered."""
        change = message["data"].get("bookingChanged")
        if change and change["booking"]:
            booking = change["booking"]
            print(f"Told: {booking['reference']} is {booking['status']} ({message['timestamp']})", flush=True)

    def log_message(self, *_: object) -> None:
        """Say nothing of requests."""


def main() -> int:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9000
    print(f"Listening at http://127.0.0.1:{port}/", flush=True)
    ThreadingHTTPServer(("127.0.0.1", port), Receiver).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
