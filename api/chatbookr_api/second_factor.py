"""The second factor over HTTP: shown at the log-in, enrolled, removed; and recovery codes, told once."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chatbookr_api.authentication import staff_of
from chatbookr_core.audit.recording import note
from chatbookr_core.db import transaction
from chatbookr_core.errors import InvalidInput
from chatbookr_core.people.factors import begin_totp, confirm_totp, remove_totp, renew_recovery_codes
from chatbookr_core.people.notices import tell_of_change
from chatbookr_core.people.step_up import show_second_factor

if TYPE_CHECKING:
    from chatbookr_api.login import Login

LONGEST_CODE_CHARS = 64


class SecondFactor:
    """The addresses below `/second-factor`, and the log-in's second half."""

    def __init__(self, login: "Login") -> None:
        self._login = login
        self._deployment = login.deployment

    async def show(self, request: Request) -> Response:
        """Take JSON {code} after the password: six digits of the phone, or a recovery code."""
        actor = await staff_of(request)
        proven = await show_second_factor(self._deployment, actor, await self._code_of(request))
        return self._login.answer_proven(request, proven, {"expiresAt": proven.expires_at.isoformat()})

    async def begin(self, request: Request) -> Response:
        """Make a key for a phone: as text, as an address, and as a QR code (SVG) of that."""
        actor = await staff_of(request)
        async with transaction():
            enrolment = await begin_totp(self._deployment, actor)
            note(self._deployment.clock.now(), "totpEnrol", actor, subject_id=actor.user_id)
        return JSONResponse({"key": enrolment.key, "uri": enrolment.uri, "qrSvg": enrolment.qr_svg}, 201)

    async def confirm(self, request: Request) -> Response:
        """Take JSON {code}, the phone's first; tell the recovery codes, this once."""
        actor = await staff_of(request)
        codes = await confirm_totp(self._deployment, actor, await self._code_of(request))
        async with transaction():
            await tell_of_change(self._deployment, actor)
        return JSONResponse({"recoveryCodes": codes})

    async def remove(self, request: Request) -> Response:
        """Take the second factor away."""
        actor = await staff_of(request)
        async with transaction():
            await remove_totp(self._deployment, actor)
            note(self._deployment.clock.now(), "totpRemove", actor, subject_id=actor.user_id)
            await tell_of_change(self._deployment, actor)
        return JSONResponse({"removed": True})

    async def renew_codes(self, request: Request) -> Response:
        """Tell ten new recovery codes; the old ones count no longer."""
        actor = await staff_of(request)
        async with transaction():
            codes = await renew_recovery_codes(self._deployment, actor)
            note(self._deployment.clock.now(), "recoveryCodesRenew", actor, subject_id=actor.user_id)
            await tell_of_change(self._deployment, actor)
        return JSONResponse({"recoveryCodes": codes}, 201)

    async def _code_of(self, request: Request) -> str:
        code = (await self._login.json_of(request)).get("code")
        if not isinstance(code, str) or not 0 < len(code) <= LONGEST_CODE_CHARS:
            raise InvalidInput("Give the code.", field="code")
        return code
