"""Access tokens: an Embedded Signup code is exchanged for one, and one is inspected.

Source: Meta, "Embedded Signup > Implementation" (version 4), "Onboarding business customers as a Tech Provider",
"Debug Token" (Graph API reference).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from chatbookr_sdk import AuthExpired, Context, OutcomeUnknown, PermanentFailure, Secret
from chatbookr_whatsapp.advice import faulty, missing, refused
from chatbookr_whatsapp.client import TOKEN, Graph, answer, app_token
from chatbookr_whatsapp.reading import dict_of, list_of

BY_SIGNUP = "by_signup"
"""The name under which is kept that the token came of a sign-up: nobody but us has it, so we revoke it ourselves."""
APP_UNPROVED = "app_unproved"
"""Meta does not take our app's word: that says nothing about the clinic's token."""
_CODE = re.compile(r"[!-~]{1,2048}")
_MANAGEMENT, _MESSAGING = "whatsapp_business_management", "whatsapp_business_messaging"


@dataclass(frozen=True, slots=True)
class Granted:
    """What a token is good for: until when (None: for ever, or not known), and which accounts it opens, if it says."""

    expires_at: datetime | None = None
    waba_ids: tuple[str, ...] = ()


async def exchange(ctx: Context, credentials: Mapping[str, Secret]) -> Mapping[str, Secret]:
    """Exchange the code of a sign-up for a business token; what else was entered stays. Raises InvalidCredentials."""
    app_id, code = ctx.settings.get("app_id"), credentials["code"].reveal()
    if not app_id:
        raise refused("the deployment does not say which Meta app is its own", "code", "app_id_missing")
    if not code:
        raise missing(["code"])
    if not _CODE.fullmatch(code):
        raise refused("code is malformed", "code", "malformed")
    response = await ctx.http.request(
        "POST",
        f"{ctx.settings['graph_url'].rstrip('/')}/{ctx.settings['graph_version']}/oauth/access_token",
        headers={"accept": "application/json"},
        form={"client_id": app_id, "client_secret": ctx.secrets["app_secret"].reveal(), "code": code},
    )
    try:
        token = answer(ctx, response).get("access_token")
    except (AuthExpired, PermanentFailure) as refusal:
        raise faulty(refusal, "code", "code_used") from None
    if not isinstance(token, str) or not TOKEN.fullmatch(token):
        raise OutcomeUnknown("Meta took the code and gave no token")
    kept = {name: secret for name, secret in credentials.items() if name != "code"}
    return {**kept, "access_token": Secret(token), BY_SIGNUP: Secret("1")}


async def inspected(ctx: Context, access_token: Secret) -> Granted:
    """Ask what a token is good for; without an app id of ours that cannot be asked. Raises InvalidCredentials."""
    app_id = ctx.settings.get("app_id")
    if not app_id:
        return Granted()
    try:
        data = dict_of((await Graph(ctx, app_token(ctx, app_id)).inspect(access_token)).get("data"))
    except (AuthExpired, PermanentFailure) as refusal:
        if refusal.code is None:
            raise
        raise refused(f"the app's own token was refused: {refusal}", "access_token", APP_UNPROVED) from None
    if data.get("is_valid") is not True:
        raise refused("the access token does not count", "access_token", "token_dead", code="190")
    if str(data.get("app_id")) != app_id:
        raise refused("the access token is another Meta app's", "access_token", "token_of_other_app")
    if missing := [scope for scope in (_MANAGEMENT, _MESSAGING) if scope not in list_of(data.get("scopes"))]:
        raise refused(f"the access token lacks {', '.join(missing)}", "access_token", "permission_missing")
    return Granted(_instant(data.get("expires_at")), _accounts(data))


def _accounts(data: Mapping[str, object]) -> tuple[str, ...]:
    scopes = [dict_of(one) for one in list_of(data.get("granular_scopes"))]
    targets = [list_of(one.get("target_ids")) for one in scopes if one.get("scope") == _MANAGEMENT]
    return tuple(str(target) for some in targets for target in some)


def _instant(epoch_seconds: object) -> datetime | None:
    """Read when a token ends; 0 says never."""
    if not isinstance(epoch_seconds, int) or isinstance(epoch_seconds, bool) or not 0 < epoch_seconds < 2**35:
        return None
    return datetime.fromtimestamp(epoch_seconds, UTC)
