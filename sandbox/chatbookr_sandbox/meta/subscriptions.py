"""The app's webhook: where it is, and the handshake that proves its owner wants it."""

from __future__ import annotations

import httpx

from chatbookr_sandbox.meta.platform import Platform
from chatbookr_sandbox.meta.refusals import GraphRefusal


async def confirm_webhook(platform: Platform, callback_url: str, verify_token: str) -> None:
    """Ask the callback to echo a challenge; raises GraphRefusal when it does not.

    https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests
    """
    challenge = str(int(platform.unique(), 16) % 10**10)
    query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": verify_token}
    headers = {"user-agent": "facebookplatform/1.0 (+http://developers.facebook.com)"}
    try:
        answer = await platform.context.http.get(callback_url, params=query, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL):
        raise _unconfirmed("Curl error: the URL couldn't be reached") from None
    if answer.status_code != httpx.codes.OK:
        raise _unconfirmed(f"HTTP Status Code = {answer.status_code}; HTTP Message = {answer.reason_phrase}")
    if answer.text != challenge:
        raise _unconfirmed("Response does not match challenge")


def _unconfirmed(reason: str) -> GraphRefusal:
    said = f"(#2200) Callback verification failed with the following errors: {reason}"
    return GraphRefusal(2200, said, status=400)


async def point_webhook_at(platform: Platform, callback_url: str, verify_token: str) -> None:
    """Confirm the app's callback and send deliveries there from now on."""
    await confirm_webhook(platform, callback_url, verify_token)
    platform.accounts.callback_url, platform.accounts.verify_token = callback_url, verify_token
    platform.context.state.touch()
