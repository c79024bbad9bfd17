import json
from pathlib import Path
from typing import Any

import pytest

from chatbookr_sdk import (
    AccountNotice,
    Button,
    ListedTemplate,
    OutboundMessage,
    PermanentFailure,
    PriceClass,
    Recipient,
    SendingLimits,
    StatusReported,
    TemplateCategory,
    TemplateMessage,
    TemplateQuality,
    TemplateStatus,
    TemplateValue,
    TemplateVariable,
)
from chatbookr_sdk.testing.fakes import NOON, FakeContext, FakeHttp, context_for, json_answer
from chatbookr_whatsapp.channel import WhatsApp
from chatbookr_whatsapp.content import body_of
from chatbookr_whatsapp.facts import facts_of
from chatbookr_whatsapp.templates import template_of

FIXTURES = Path(__file__).parents[3] / "tests" / "fixtures" / "whatsapp"
plugin = WhatsApp()
CREDENTIALS = {"phone_number_id": "1906385232743451", "waba_id": "102290129340398", "access_token": "token"}
REMINDER = {
    "id": "1",
    "name": "reminder",
    "language": "en",
    "category": "UTILITY",
    "status": "APPROVED",
    "quality_score": {"score": "GREEN"},
    "components": [
        {"type": "HEADER", "format": "TEXT", "text": "{{1}}"},
        {"type": "BODY", "text": "On {{1}} at {{2}}."},
        {"type": "FOOTER", "text": "Bye"},
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Cancel"}]},
    ],
}


def a_context(http: FakeHttp) -> FakeContext:
    return context_for(plugin.manifest, settings={}, credentials=CREDENTIALS, http=http)


def listed(item: object) -> ListedTemplate:
    found = template_of(item)
    assert found is not None
    return found


async def test_templates_are_read_page_by_page() -> None:
    paging = {"cursors": {"before": "a", "after": "b"}, "next": "https://graph.example/next"}
    http = FakeHttp(
        json_answer(200, {"data": [REMINDER, {"id": "2"}], "paging": paging}),
        json_answer(200, {"data": [], "paging": {"cursors": {"before": "a", "after": "b"}}}),
    )

    first = await plugin.list_templates(a_context(http), None)
    last = await plugin.list_templates(a_context(http), first.after)

    assert ([one.name for one in first.templates], first.after) == (["reminder"], "b")
    assert (list(last.templates), last.after) == ([], None)
    assert [request.params["after"] for request in http.requests[1:]] == ["b"]


def test_a_template_says_what_there_is_to_fill_in() -> None:
    found = listed(REMINDER | {"previous_category": "MARKETING"})

    assert (found.category, found.previous_category) == (TemplateCategory.UTILITY, TemplateCategory.MARKETING)
    assert (found.status, found.quality) == (TemplateStatus.APPROVED, TemplateQuality.HIGH)
    assert found.variables == (
        TemplateVariable("header", "1"),
        TemplateVariable("body", "1"),
        TemplateVariable("body", "2"),
    )
    assert (found.header, found.footer, found.replies, found.is_fillable) == ("{{1}}", "Bye", ("Cancel",), True)


@pytest.mark.parametrize(
    "component",
    [
        {"type": "HEADER", "format": "IMAGE"},
        {"type": "CAROUSEL", "cards": []},
        {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Go", "url": "https://x.example/{{1}}"}]},
        {"type": "BUTTONS", "buttons": [{"type": "OTP", "text": "Copy"}]},
    ],
)
def test_a_template_with_more_than_text_cannot_be_filled_in(component: dict[str, Any]) -> None:
    assert not listed(REMINDER | {"components": [{"type": "BODY", "text": "Hi"}, component]}).is_fillable


def test_metas_own_example_and_misshapen_ones_are_read_or_left_out() -> None:
    name = "meta_openapi__waba_id_message_templates__get__resp200__example_response.json"
    examples = json.loads((FIXTURES / "api" / name).read_text())["data"]

    assert all(listed(one).body for one in examples)
    assert template_of("x") is None
    odd = listed({"id": 1, "name": "n", "language": "en", "components": [{"type": "BODY", "text": 7}, 3], "status": 1})
    assert (odd.status, odd.category, odd.body, odd.is_fillable) == (
        TemplateStatus.OTHER,
        TemplateCategory.OTHER,
        "",
        False,
    )


async def test_the_limits_of_a_number_are_read_and_unknown_ones_set_none() -> None:
    known = {"throughput": {"level": "STANDARD"}, "messaging_limit_tier": "TIER_1K", "id": "1"}
    http = FakeHttp(json_answer(200, known), json_answer(200, {"messaging_limit_tier": "TIER_UNLIMITED", "id": "1"}))

    assert await plugin.sending_limits(a_context(http)) == SendingLimits(80, 1000)
    assert await plugin.sending_limits(a_context(http)) == SendingLimits(None, None)
    assert http.requests[0].url.endswith("/1906385232743451")


def test_a_filled_template_is_written_as_meta_asks() -> None:
    values = (TemplateValue("header", "1", "Zuid"), TemplateValue("body", "date", "Tue"))
    content = TemplateMessage("whole", "reminder", "en_US", values, (Button("o1", "Cancel"),))

    body = body_of(OutboundMessage("key", Recipient("US.1", "4915112345678"), content))

    assert body["type"] == "template"
    assert body["template"] == {
        "name": "reminder",
        "language": {"policy": "deterministic", "code": "en_US"},
        "components": [
            {"type": "header", "parameters": [{"type": "text", "text": "Zuid"}]},
            {"type": "body", "parameters": [{"type": "text", "parameter_name": "date", "text": "Tue"}]},
            {
                "type": "button",
                "sub_type": "quick_reply",
                "index": "0",
                "parameters": [{"type": "payload", "payload": "o1"}],
            },
        ],
    }


@pytest.mark.parametrize("text", ["", " ", "two\nlines", "a\ttab", "too     wide", "x" * 1025])
def test_a_value_that_meta_would_refuse_is_not_sent(text: str) -> None:
    content = TemplateMessage("whole", "reminder", "en", (TemplateValue("body", "1", text),))

    with pytest.raises(PermanentFailure):
        body_of(OutboundMessage("key", Recipient("US.1"), content))


def a_status(**more: object) -> StatusReported:
    item = {"id": "wamid.1", "status": "sent", "timestamp": "1774612800", **more}
    value = {"metadata": {"phone_number_id": "106540352242922"}, "statuses": [item]}
    payload = {"entry": [{"id": "4195", "changes": [{"field": "messages", "value": value}]}]}
    (fact,) = facts_of(payload, now=NOON)
    assert isinstance(fact, StatusReported)
    return fact


def test_a_status_says_how_the_message_is_counted_and_why_it_failed() -> None:
    pricing = {"billable": True, "pricing_model": "PMP", "category": "utility", "type": "regular"}
    ad = {"origin": {"type": "referral_conversion"}, "expiration_timestamp": str(int(NOON.timestamp()) + 259_200)}

    assert a_status(pricing=pricing).price == PriceClass("utility", "regular", "PMP", is_billable=True)
    free = a_status(pricing={"category": "referral_conversion"}, conversation=ad).price
    assert free is not None
    assert free.free_until is not None
    assert (free.kind, (free.free_until - NOON).total_seconds()) == ("free_entry_point", 259_200)
    assert a_status(pricing={"category": 3}).price is None
    assert a_status(errors=[{"code": 131047}]).error_reason == "window_closed"
    assert a_status(errors=[{"code": 987654}]).error_reason is None


@pytest.mark.parametrize("name", ["template_status_update__approved", "template_quality_update__yellow"])
def test_what_is_said_of_templates_is_told_as_such(name: str) -> None:
    (fact,) = facts_of(json.loads((FIXTURES / f"pywa__{name}.json").read_text()), now=NOON)

    assert isinstance(fact, AccountNotice)
    assert fact.is_about_templates
