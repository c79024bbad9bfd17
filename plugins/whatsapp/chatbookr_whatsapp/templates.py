"""Reads an account's message templates and what it may send.

Source: Meta, Graph API reference, "WhatsApp Business Account > Message Templates" and "Phone Number"; "Template
components".
"""

import re
from collections.abc import Sequence

from chatbookr_sdk import (
    Context,
    ListedTemplate,
    SendingLimits,
    TemplateCategory,
    TemplatePage,
    TemplateQuality,
    TemplateStatus,
    TemplateVariable,
)
from chatbookr_whatsapp.client import Graph
from chatbookr_whatsapp.reading import Json, dict_of, legible, list_of, raw, word

_FIELDS = "id,name,language,category,previous_category,status,quality_score,components"
_PAGE = "100"
_VARIABLE = re.compile(r"\{\{\s*(\w{1,64})\s*\}\}")
_STATUSES = {
    "APPROVED": TemplateStatus.APPROVED,
    "PENDING": TemplateStatus.PENDING,
    "IN_APPEAL": TemplateStatus.PENDING,
    "REJECTED": TemplateStatus.REJECTED,
    "PAUSED": TemplateStatus.PAUSED,
    "DISABLED": TemplateStatus.DISABLED,
}
_QUALITIES = {"GREEN": TemplateQuality.HIGH, "YELLOW": TemplateQuality.MEDIUM, "RED": TemplateQuality.LOW}
_RECIPIENTS = {
    "TIER_50": 50,
    "TIER_250": 250,
    "TIER_1K": 1000,
    "TIER_2K": 2000,
    "TIER_10K": 10_000,
    "TIER_100K": 100_000,
}
_THROUGHPUTS = {"STANDARD": 80, "HIGH": 1000}
_PLAIN_BUTTONS = frozenset({"QUICK_REPLY", "PHONE_NUMBER", "URL", "VOICE_CALL"})


async def list_templates(ctx: Context, after: str | None) -> TemplatePage:
    """Read one page of the account's templates."""
    graph = Graph(ctx, ctx.credentials["access_token"])
    parameters = {"fields": _FIELDS, "limit": _PAGE} | ({"after": after} if after else {})
    page = await graph.read(ctx.credentials["waba_id"].reveal(), "message_templates", **parameters)
    found = [template_of(item) for item in list_of(page.get("data"))]
    return TemplatePage([one for one in found if one is not None], _next(page))


async def sending_limits(ctx: Context) -> SendingLimits:
    """Read what the number may send; a tier that is not known sets no limit here."""
    graph = Graph(ctx, ctx.credentials["access_token"])
    fields = "throughput,whatsapp_business_manager_messaging_limit,messaging_limit_tier"
    number = await graph.read(ctx.credentials["phone_number_id"].reveal(), fields=fields)
    tier = number.get("whatsapp_business_manager_messaging_limit") or number.get("messaging_limit_tier")
    throughput = dict_of(number.get("throughput")).get("level")
    return SendingLimits(_THROUGHPUTS.get(word(throughput) or ""), _RECIPIENTS.get(word(tier) or ""))


def template_of(item: object) -> ListedTemplate | None:
    """Read one template; None for what has no id, name and language."""
    listed = dict_of(item)
    external_id, name, language = (word(listed.get(key)) for key in ("id", "name", "language"))
    if external_id is None or name is None or language is None:
        return None
    components = [one for one in list_of(listed.get("components")) if isinstance(one, dict)]
    body, header = _text(components, "BODY") or "", _text(components, "HEADER")
    previous = word(listed.get("previous_category"))
    return ListedTemplate(
        external_id=external_id,
        name=name,
        language=language,
        category=_category(word(listed.get("category"))),
        status=_STATUSES.get((word(listed.get("status")) or "").upper(), TemplateStatus.OTHER),
        quality=_QUALITIES.get(word(dict_of(listed.get("quality_score")).get("score")) or "", TemplateQuality.UNKNOWN),
        body=body,
        header=header,
        footer=_text(components, "FOOTER"),
        replies=tuple(legible(str(b.get("text", ""))) for b in _buttons(components) if b.get("type") == "QUICK_REPLY"),
        variables=(*_variables("header", header or ""), *_variables("body", body)),
        is_fillable=bool(body) and _is_fillable(components),
        raw=raw(components),
        previous_category=_category(previous) if previous else None,
    )


def _category(name: str | None) -> TemplateCategory:
    try:
        return TemplateCategory((name or "").lower())
    except ValueError:
        return TemplateCategory.OTHER


def _text(components: Sequence[Json], kind: str) -> str | None:
    for component in components:
        if component.get("type") == kind and isinstance(component.get("text"), str):
            return legible(component["text"])
    return None


def _buttons(components: Sequence[Json]) -> list[Json]:
    found = (list_of(one.get("buttons")) for one in components if one.get("type") == "BUTTONS")
    return [button for buttons in found for button in buttons if isinstance(button, dict)]


def _variables(place: str, text: str) -> list[TemplateVariable]:
    return [TemplateVariable(place, name) for name in dict.fromkeys(_VARIABLE.findall(text))]


def _is_fillable(components: Sequence[Json]) -> bool:
    for component in components:
        kind = component.get("type")
        if kind not in ("HEADER", "BODY", "FOOTER", "BUTTONS"):
            return False  # carousels, limited-time offers: not what a clinic says of an appointment
        if kind == "HEADER" and component.get("format", "TEXT") != "TEXT":
            return False
    return all(
        button.get("type") in _PLAIN_BUTTONS and not _VARIABLE.search(str(button.get("url", "")))
        for button in _buttons(components)
    )


def _next(page: Json) -> str | None:
    paging = dict_of(page.get("paging"))
    return word(dict_of(paging.get("cursors")).get("after")) if "next" in paging else None
