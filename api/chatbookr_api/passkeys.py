"""Passkeys over HTTP: made, listed, renamed, removed; and shown at the log-in, after a password, and to step up.

Each is two requests: one that asks (`…/begin`), whose answer a page gives `navigator.credentials`, and one that takes
what came of that, as `toJSON()` writes it.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chatbookr_api.authentication import cookie_name, is_https, staff_of, whence
from chatbookr_core.audit.recording import note
from chatbookr_core.db import transaction
from chatbookr_core.errors import InvalidInput, NotAuthenticated
from chatbookr_core.people.passkey_proofs import (
    REFUSED,
    begin_log_in,
    begin_proof,
    log_in_with_passkey,
    show_passkey,
    step_up_with_passkey,
)
from chatbookr_core.people.passkeys import (
    PasskeyRecord,
    add_passkey,
    begin_passkey,
    find_passkey,
    made_passkey,
    passkeys_of,
    remove_passkey,
    rename_passkey,
)
from chatbookr_core.people.rules import PASSKEY_WAIT
from chatbookr_core.settings import Settings
from chatbookr_schema.ids import global_id, key_of

if TYPE_CHECKING:
    from chatbookr_api.login import Login


def browser_cookie(settings: Settings) -> str:
    """Name the cookie by which a browser that asked for a passkey, and is not logged in yet, is known again."""
    return f"{cookie_name(settings)}-passkey"


class Passkeys:
    """The addresses below `/passkeys`, and those of what a passkey proves."""

    def __init__(self, login: "Login") -> None:
        self._login = login
        self._deployment = login.deployment

    async def begin(self, request: Request) -> Response:
        """Say what `navigator.credentials.create` is to be given, to whoever proved again who they are."""
        actor = await staff_of(request)
        async with transaction():
            options = await begin_passkey(self._deployment, actor)
            note(self._deployment.clock.now(), "passkeyRegistrationBegin", actor, subject_id=actor.user_id)
        return JSONResponse({"publicKey": options})

    async def add(self, request: Request) -> Response:
        """Take JSON {credential, name}; tell recovery codes, this once, where it is the first factor."""
        actor = await staff_of(request)
        body = await self._login.json_of(request)
        credential, name = credential_in(body), _name_of(body)
        made = await made_passkey(self._deployment, actor, credential, name=name)
        async with transaction():
            added = await add_passkey(self._deployment, actor, made, name=name)
            note(self._deployment.clock.now(), "passkeyRegistrationFinish", actor, subject_id=added.passkey_id)
        answer = _shown(await find_passkey(actor.user_id, added.passkey_id))
        return JSONResponse({"passkey": answer, "recoveryCodes": added.recovery_codes}, 201)

    async def all(self, request: Request) -> Response:
        """List the passkeys of whoever asks."""
        actor = await staff_of(request)
        return JSONResponse({"passkeys": [_shown(one) for one in await passkeys_of(actor.user_id)]})

    async def rename(self, request: Request) -> Response:
        """Take JSON {name}."""
        actor, passkey_id = await staff_of(request), _id_of(request)
        name = _name_of(await self._login.json_of(request))
        async with transaction():
            await rename_passkey(self._deployment, actor, passkey_id, name=name)
            note(self._deployment.clock.now(), "passkeyRename", actor, subject_id=passkey_id)
        return JSONResponse({"passkey": _shown(await find_passkey(actor.user_id, passkey_id))})

    async def remove(self, request: Request) -> Response:
        """Let a passkey count no longer."""
        actor, passkey_id = await staff_of(request), _id_of(request)
        async with transaction():
            await remove_passkey(self._deployment, actor, passkey_id)
            note(self._deployment.clock.now(), "passkeyRemove", actor, subject_id=passkey_id)
        return JSONResponse({"removed": True})

    async def begin_log_in(self, request: Request) -> Response:
        """Ask for any passkey, without a name: the browser shows those it has, and gets a cookie until it answers."""
        self._login.check_origin(request)
        async with transaction():
            asked = await begin_log_in(self._deployment)
        response, settings = JSONResponse({"publicKey": asked.options}), self._deployment.settings
        response.set_cookie(
            browser_cookie(settings),
            asked.browser,
            max_age=int(PASSKEY_WAIT.total_seconds()),
            path="/",
            secure=is_https(settings),
            httponly=True,
            samesite="strict",
        )
        return response

    async def log_in(self, request: Request) -> Response:
        """Take JSON {credential}; with `"token": true` the session comes as a token and not as a cookie."""
        body = await self._login.json_of(request)
        credential, settings = credential_in(body), self._deployment.settings
        browser = request.cookies.get(browser_cookie(settings))
        if not browser:
            raise NotAuthenticated(REFUSED)
        device = body.get("deviceToken")
        origin = whence(request, self._deployment.settings).having(device if isinstance(device, str) else None)
        session = await log_in_with_passkey(self._deployment, credential, browser, origin)
        response = await self._login.answer_logged_in(session, as_token=body.get("token") is True)
        response.delete_cookie(
            browser_cookie(settings), path="/", secure=is_https(settings), httponly=True, samesite="strict"
        )
        return response

    async def begin_second_factor(self, request: Request) -> Response:
        """Ask for a passkey of whoever showed a password."""
        actor = await staff_of(request)
        async with transaction():
            options = await begin_proof(self._deployment, actor, "second_factor")
        return JSONResponse({"publicKey": options})

    async def second_factor(self, request: Request) -> Response:
        """Take JSON {credential} after the password; the session gets another token."""
        actor = await staff_of(request)
        credential = credential_in(await self._login.json_of(request))
        proven = await show_passkey(self._deployment, actor, credential)
        return self._login.answer_proven(request, proven, {"expiresAt": proven.expires_at.isoformat()})

    async def begin_step_up(self, request: Request) -> Response:
        """Ask whoever is logged in for a passkey."""
        actor = await staff_of(request)
        async with transaction():
            options = await begin_proof(self._deployment, actor, "step_up")
        return JSONResponse({"publicKey": options})

    async def step_up(self, request: Request) -> Response:
        """Take JSON {credential} instead of a password and a code; the session gets another token."""
        actor = await staff_of(request)
        credential = credential_in(await self._login.json_of(request))
        proven = await step_up_with_passkey(self._deployment, actor, credential)
        until = proven.until.isoformat() if proven.until else None
        return self._login.answer_proven(
            request, proven, {"steppedUpUntil": until, "expiresAt": proven.expires_at.isoformat()}
        )


def credential_in(body: dict[str, Any]) -> dict[str, Any]:
    """Return what a passkey signed, as the browser wrote it. Raises InvalidInput."""
    found = body.get("credential")
    if not isinstance(found, dict):
        raise InvalidInput("Give the credential, as its toJSON() writes it.", field="credential")
    return found


def _name_of(body: dict[str, Any]) -> str:
    name = body.get("name")
    if not isinstance(name, str):
        raise InvalidInput("Give the passkey a name.", field="name")
    return name


def _id_of(request: Request) -> UUID:
    return key_of(request.path_params["id"], "Passkey", field="id")


def _shown(record: PasskeyRecord | None) -> dict[str, object] | None:
    if record is None:
        return None
    used = record.last_used_at
    return {
        "id": global_id("Passkey", record.id),
        "name": record.name,
        "isBackedUp": record.is_backed_up,
        "createdAt": record.created_at.isoformat(),
        "lastUsedAt": used.isoformat() if used else None,
    }
