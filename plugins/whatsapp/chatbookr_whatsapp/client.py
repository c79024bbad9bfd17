"""Speaks HTTP with Meta's Graph API for one connection: addresses, token, proof, and what an answer means."""

import hashlib
import hmac
import json as json_module
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from chatbookr_sdk import Context, FilePart, HttpResponse, OutcomeUnknown, PermanentFailure, Secret
from chatbookr_whatsapp.refusals import consequence_of

OBJECT_ID = re.compile(r"[0-9]{5,32}")
"""Ids of Meta's objects; nothing else may enter a URL's path."""
TOKEN = re.compile(r"[!-~]{1,1024}")
"""What may stand in an Authorization header (RFC 6750, 2.1, and a little more)."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The Graph API, opened with one access token."""

    ctx: Context
    access_token: Secret

    async def inspect(self, access_token: Secret) -> dict[str, Any]:
        """Ask about another token ("Debug Token"). Raises what `answer` raises.

        It has to stand in a query, and must stand in no URL that is logged: so the question is put as a batch of one
        ("Batch requests"), whose URLs are in its body.
        """
        query = urlencode({"input_token": access_token.reveal()})
        wish = [{"method": "GET", "relative_url": f"{self.ctx.settings['graph_version']}/debug_token?{query}"}]
        response = await self.ctx.http.request(
            "POST",
            f"{self.ctx.settings['graph_url'].rstrip('/')}/",
            headers={"authorization": f"Bearer {self.access_token.reveal()}", "accept": "application/json"},
            form={"batch": json_module.dumps(wish), "include_headers": "false"},
        )
        return answer(self.ctx, _only(response))

    async def post(self, object_id: str, edge: str, body: Mapping[str, object]) -> dict[str, Any]:
        """POST to an edge. Raises what `answer` raises."""
        return await self._request("POST", object_id, edge, json=body)

    async def upload(self, object_id: str, edge: str, file: FilePart, fields: Mapping[str, str]) -> dict[str, Any]:
        """POST a form with a file to an edge. Raises what `answer` raises."""
        address, headers, proof = self._called(object_id, edge)
        response = await self.ctx.http.upload(address, file, fields=fields, headers=headers, params=proof)
        return answer(self.ctx, response)

    async def read(self, object_id: str, edge: str = "", **parameters: str) -> dict[str, Any]:
        """GET an edge, or without one the object itself. Raises what `answer` raises."""
        return await self._request("GET", object_id, edge, parameters=parameters)

    async def delete(self, object_id: str, edge: str) -> dict[str, Any]:
        """DELETE an edge. Raises what `answer` raises."""
        return await self._request("DELETE", object_id, edge)

    async def _request(
        self,
        method: str,
        object_id: str,
        edge: str,
        *,
        json: Mapping[str, object] | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        address, headers, proof = self._called(object_id, edge)
        response = await self.ctx.http.request(
            method, address, headers=headers, params={**(parameters or {}), **proof}, json=json
        )
        return answer(self.ctx, response)

    def _called(self, object_id: str, edge: str) -> tuple[str, dict[str, str], dict[str, str]]:
        """Say where an edge is, and how the token and its proof go with a call."""
        token = self.access_token.reveal()
        if not (object_id == "me" or OBJECT_ID.fullmatch(object_id)) or not TOKEN.fullmatch(token):
            raise PermanentFailure("connection_invalid", "the connection's ids or token are malformed")
        settings = self.ctx.settings
        address = f"{settings['graph_url'].rstrip('/')}/{settings['graph_version']}/{object_id}"
        headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
        return f"{address}/{edge}" if edge else address, headers, {"appsecret_proof": _proof(self.ctx, token)}


def answer(ctx: Context, response: HttpResponse) -> dict[str, Any]:
    """Return the JSON object of a success.

    Raises the consequence of a refusal, OutcomeUnknown where a success cannot be read.
    """
    if not 200 <= response.status < 300:
        raise consequence_of(response, now=ctx.clock.now())
    try:
        body = response.json()
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise OutcomeUnknown("WhatsApp said yes and nothing more", code=str(response.status))
    if "error" in body:
        raise consequence_of(response, now=ctx.clock.now())
    return body


def _only(response: HttpResponse) -> HttpResponse:
    """Take the one answer out of a batch's; where there is none, the batch itself was refused."""
    try:
        answers = response.json()
        first = answers[0] if isinstance(answers, list) else {}
        return HttpResponse(int(first["code"]), {}, str(first["body"]).encode())
    except (ValueError, TypeError, LookupError, RecursionError):
        return response


def app_token(ctx: Context, app_id: str) -> Secret:
    """Return the app's own access token ("Access tokens", app access tokens): id and secret."""
    return Secret(f"{app_id}|{ctx.secrets['app_secret'].reveal()}")


def _proof(ctx: Context, token: str) -> str:
    """Prove that whoever uses the token knows the app secret ("Securing requests", appsecret_proof)."""
    app_secret = ctx.secrets["app_secret"].reveal()
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
