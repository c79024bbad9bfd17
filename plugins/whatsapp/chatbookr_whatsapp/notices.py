"""Reads what Meta says about an account, its number, its templates and its groups.

Shapes: Meta, "Webhooks reference: account_update, account_alerts, message_template_*, phone_number_*, group_*";
what a clinic loses by: "account_update", events PARTNER_REMOVED and others.
"""

from chatbookr_sdk import AccountNotice, Fact, NoticeEffect
from chatbookr_whatsapp.reading import Change, Json, code, dict_of, instant, list_of, raw, word

FIELDS = frozenset(
    {
        "account_alerts",
        "account_review_update",
        "account_settings_update",
        "account_update",
        "business_capability_update",
        "business_status_update",
        "message_template_components_update",
        "message_template_quality_update",
        "message_template_status_update",
        "partner_solutions",
        "payment_configuration_update",
        "phone_number_name_update",
        "phone_number_quality_update",
        "security",
        "template_category_update",
        "template_correct_category_detection",
        "tracking_events",
    }
)
GROUP_FIELDS = frozenset(
    {"group_lifecycle_update", "group_participants_update", "group_settings_update", "group_status_update"}
)
_OF_TEMPLATES = frozenset(
    {
        "business_capability_update",
        "message_template_components_update",
        "message_template_quality_update",
        "message_template_status_update",
        "phone_number_quality_update",
        "template_category_update",
        "template_correct_category_detection",
    }
)
"""What says that the templates, or the limits of sending them, are not as they were."""
_ENDED = frozenset({"PARTNER_REMOVED", "PARTNER_APP_UNINSTALLED", "ACCOUNT_DELETED"})
"""After these the token is dead for good: a new sign-up, or a new token, is what brings the account back."""
_LOST = frozenset({"ACCOUNT_OFFBOARDED", "DISABLED_UPDATE"})
_RESTORED = frozenset({"ACCOUNT_RECONNECTED", "PARTNER_APP_INSTALLED"})
_LOOK = frozenset(
    {
        "ACCOUNT_RESTRICTION",
        "ACCOUNT_VIOLATION",
        "CRITICAL",
        "DISABLED",
        "DOWNGRADE",
        "FLAGGED",
        "PAUSED",
        "RED",
        "REJECTED",
        "WARNING",
    }
)
_EVENTS = ("event", "new_quality_score", "new_category", "decision", "alert_type", "action", "type")
_LEVELS = ("event", "new_quality_score", "decision", "alert_severity")
_OF_A_GROUP = ("group_id", "request_id", "timestamp", "type")
_OF_PERSONS = frozenset({"requester", "contacts", "messages", "statuses"})


def account_notice(change: Change, field: str, value: Json) -> Fact:
    """Read a notice about the account; what names persons is left out of its detail."""
    event = next((found for key in _EVENTS if (found := word(value.get(key))) is not None), "changed")
    told = {key: part for key, part in value.items() if key not in _OF_PERSONS}
    at = instant(value.get("timestamp"), change.now)
    effect, is_about_templates = _effect(value), field in _OF_TEMPLATES
    # of a partner's events the entry is another object; the account itself stands within
    group_id = word(dict_of(value.get("waba_info")).get("waba_id")) or change.group_id
    return AccountNotice(change.account, group_id, field, code(event), at, raw(told), effect, is_about_templates)


def _effect(value: Json) -> NoticeEffect:
    event = word(value.get("event"))
    if event in _ENDED:
        return NoticeEffect.ENDED
    if event in _LOST or dict_of(value.get("ban_info")).get("waba_ban_state") == "DISABLE":
        return NoticeEffect.LOST
    if event in _RESTORED:
        return NoticeEffect.RESTORED
    return NoticeEffect.LOOK if any(word(value.get(key)) in _LOOK for key in _LEVELS) else NoticeEffect.NONE


def group_notices(change: Change, field: str, value: Json) -> list[Fact]:
    """Read what became of groups: which, and how many people came and went, not who."""
    return [_group(change, field, dict_of(item)) for item in list_of(value.get("groups"))]


def _group(change: Change, field: str, item: Json) -> Fact:
    detail: Json = {key: word(item.get(key)) for key in _OF_A_GROUP if key in item}
    for key in ("added_participants", "removed_participants", "failed_participants"):
        if key in item:
            detail[key] = len(list_of(item.get(key)))
    at = instant(item.get("timestamp"), change.now)
    return AccountNotice(change.account, change.group_id, field, code(item.get("type")), at, raw(detail))


def error_notice(change: Change, item: object) -> Fact:
    """Read an error that Meta reports beside messages, by its code alone: its words may name persons and tokens."""
    event = code(word(dict_of(item).get("code")))
    return AccountNotice(
        change.account, change.group_id, "error", event, change.now, raw({"code": event}), NoticeEffect.LOOK
    )
