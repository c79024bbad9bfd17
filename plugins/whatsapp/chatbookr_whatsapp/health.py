"""How a clinic's number is at Meta: its quality, name and tier, its token, and whether our webhook hears of it.

Source: Meta, Graph API reference "WhatsApp Business Account to Number", "App Subscriptions", "Debug Token".
"""

from typing import Final

from chatbookr_sdk import (
    AccountQuality,
    AuthExpired,
    ChannelHealth,
    Context,
    HealthProblem,
    InvalidCredentials,
    PermanentFailure,
)
from chatbookr_whatsapp.advice import is_dead
from chatbookr_whatsapp.client import Graph, app_token
from chatbookr_whatsapp.connecting import app_ids
from chatbookr_whatsapp.granting import APP_UNPROVED, Granted, inspected
from chatbookr_whatsapp.reading import Json, code, dict_of, list_of, word
from chatbookr_whatsapp.registering import is_on_cloud_api

NEEDED: Final = ("messages", "account_update", "message_template_status_update", "phone_number_quality_update")
"""The webhook fields without which patients, or the end of the connection, would not be heard of."""
_FIELDS = "quality_rating,name_status,throughput,status,platform_type"
_QUALITIES = {"GREEN": AccountQuality.HIGH, "YELLOW": AccountQuality.MEDIUM, "RED": AccountQuality.LOW}
_DECLINED = frozenset({"DECLINED", "EXPIRED", "NONE"})
_ACCOUNT = "whatsapp_business_account"


async def health(ctx: Context) -> ChannelHealth:
    """Ask about number, token and webhook. Raises AuthExpired where the token is dead, and what `answer` raises."""
    graph = Graph(ctx, ctx.credentials["access_token"])
    problems: list[HealthProblem] = []
    granted, number = Granted(), Json()
    try:
        granted = await _granted(ctx)
        number = await graph.read(ctx.credentials["phone_number_id"].reveal(), fields=_FIELDS)
        if not await _is_subscribed(ctx, graph):
            problems.append(HealthProblem.NOT_SUBSCRIBED)
    except InvalidCredentials as refusal:
        if refusal.code is not None:
            raise AuthExpired(str(refusal), code=refusal.code) from None
        problems.append(HealthProblem.PERMISSION_MISSING)
    except AuthExpired as refusal:
        if is_dead(refusal):
            raise
        problems.append(HealthProblem.PERMISSION_MISSING)
    fields = await _webhook_fields(ctx)
    if fields is not None and not set(NEEDED) <= set(fields):
        problems.append(HealthProblem.WEBHOOK_FIELDS_MISSING)
    return _health(number, granted, fields, problems)


async def _granted(ctx: Context) -> Granted:
    """Inspect the token; where our own app is the one that is refused, nothing is known of it."""
    try:
        return await inspected(ctx, ctx.credentials["access_token"])
    except InvalidCredentials as refusal:
        if refusal.reason != APP_UNPROVED:
            raise
        ctx.log.warning("whatsapp.app_unproved")
        return Granted()


def _health(
    number: Json, granted: Granted, fields: tuple[str, ...] | None, problems: list[HealthProblem]
) -> ChannelHealth:
    quality = _QUALITIES.get(word(number.get("quality_rating")) or "", AccountQuality.UNKNOWN)
    name_status = word(number.get("name_status"))
    if quality is AccountQuality.LOW:
        problems.append(HealthProblem.QUALITY_LOW)
    if name_status in _DECLINED:
        problems.append(HealthProblem.NAME_DECLINED)
    if not is_on_cloud_api(number):
        problems.append(HealthProblem.NUMBER_UNREGISTERED)
    throughput = word(dict_of(number.get("throughput")).get("level"))
    return ChannelHealth(
        quality=quality,
        name_status=code(name_status) if name_status else None,
        throughput=code(throughput) if throughput else None,
        expires_at=granted.expires_at,
        webhook_fields=fields,
        problems=tuple(problems),
    )


async def _is_subscribed(ctx: Context, graph: Graph) -> bool:
    """Tell whether our app hears of the account; without an app id of ours, whether any does."""
    subscribed = app_ids(await graph.read(ctx.credentials["waba_id"].reveal(), "subscribed_apps"))
    app_id = ctx.settings.get("app_id")
    return app_id in subscribed if app_id else bool(subscribed)


async def _webhook_fields(ctx: Context) -> tuple[str, ...] | None:
    """Ask which fields our app's webhook is subscribed to; None where that cannot be asked."""
    app_id = ctx.settings.get("app_id")
    if not app_id:
        return None
    try:
        page = await Graph(ctx, app_token(ctx, app_id)).read(app_id, "subscriptions")
    except (AuthExpired, PermanentFailure) as refusal:
        ctx.log.warning("whatsapp.subscriptions_unreadable", code=refusal.code)
        return None
    of_accounts = [one for one in map(dict_of, list_of(page.get("data"))) if one.get("object") == _ACCOUNT]
    standing = [one for one in of_accounts if one.get("active") is not False]
    return tuple(sorted({_name(field) for one in standing for field in list_of(one.get("fields"))}))


def _name(field: object) -> str:
    """Read a field: its name, or with a version an object of both."""
    return code(word(dict_of(field).get("name")) if isinstance(field, dict) else word(field))
