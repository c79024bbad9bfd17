"""Every example of Meta's API description: read, written, or named as one that the product has no use for."""

import json
from collections.abc import Sequence
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from chatbookr_sdk import (
    Account,
    AccountQuality,
    Button,
    Buttons,
    ChannelHealth,
    HealthProblem,
    HttpResponse,
    MediaReceived,
    Options,
    OutboundContent,
    OutboundMessage,
    PermanentFailure,
    Recipient,
    Row,
    Section,
    SendingLimits,
    TemplateCategory,
    TemplateMessage,
    TemplateQuality,
    TemplateStatus,
    TemplateValue,
    Text,
)
from chatbookr_sdk.testing.fakes import FakeContext, FakeHttp, canary, context_for, json_answer, sealed
from chatbookr_whatsapp.channel import WhatsApp
from chatbookr_whatsapp.content import body_of

plugin = WhatsApp()
API = Path(__file__).parents[3] / "tests" / "fixtures" / "whatsapp" / "api"
EXAMPLES = {path.stem.removeprefix("meta_openapi__"): path for path in sorted(API.iterdir())}
WABA, NUMBER, APP = "102290129340398", "1906385232743451", "1234567890123456"
CREDENTIALS = {"phone_number_id": NUMBER, "waba_id": WABA, "access_token": canary("access_token")}
KEY = {"biz_opaque_callback_data": "key-1"}
TO_ONE: dict[str, object] = {"recipient_type": "individual"}
SUCCESS = json_answer(200, {"success": True})

SECTIONS = tuple(
    Section(
        f"<LIST_SECTION_{s}_TITLE>",
        tuple(
            Row(f"<LIST_SECTION_{s}_ROW_{r}_ID>", f"<SECTION_{s}_ROW_{r}_TITLE>", f"<SECTION_{s}_ROW_{r}_DESC>")
            for r in (1, 2)
        ),
    )
    for s in (1, 2)
)
A_LIST = Options("<BODY_TEXT>", "<BUTTON_TEXT>", SECTIONS, header="<HEADER_TEXT>", footer="<FOOTER_TEXT>")
TWO_BUTTONS = (Button("<UNIQUE_BUTTON_ID_1>", "<TITLE_1>"), Button("<UNIQUE_BUTTON_ID_2>", "<TITLE_2>"))
HELLO = TemplateMessage("whole", "hello_world", "en_US", (), ())

MESSAGES: dict[str, tuple[OutboundContent, str | None, dict[str, object]]] = {
    # what is sent, what it answers, and what we say where the example leaves it to Meta's default
    "send_text_message": (Text("text-message-content"), None, {}),
    "send_reply_to_text_message": (Text("<TEXT_MSG_CONTENT>"), "<MSGID_OF_PREV_MSG>", {}),
    "send_reply_button": (Buttons("<BUTTON_TEXT>", TWO_BUTTONS), None, {}),
    "send_list_message": (A_LIST, None, {}),
    "send_reply_to_list_message": (A_LIST, "<MSGID_OF_PREV_MSG>", {"type": "interactive"}),
    "send_test_message": (HELLO, None, TO_ONE),
}
PARTLY = {
    # of a template that has a picture or a price besides: the components that a clinic's templates have
    "send_message_template_interactive": slice(2, None),
    "send_sample_issue_resolution_template": slice(0, 1),
}
BY_CALL = frozenset(
    {
        "phone_number_id_messages__post__request__send_typing_indicator_and_read_receipt",
        "phone_number_id_register__post__request__basic_registration",
        "phone_number_id_register__post__request__advanced_registration",
        "waba_id_subscribed_apps__post__request__basic_subscription",
    }
)
"""Requests that tests of their own have the plugin make."""

NOT_SENT = {
    # a pattern of names -> why the product never asks for it
    "phone_number_id_messages__post__request__send_*audio*": "staff and the chat answer with words, not files",
    "phone_number_id_messages__post__request__send_*image*": "staff and the chat answer with words, not files",
    "phone_number_id_messages__post__request__send_*video*": "staff and the chat answer with words, not files",
    "phone_number_id_messages__post__request__send_*document*": "staff and the chat answer with words, not files",
    "phone_number_id_messages__post__request__send_*sticker*": "staff and the chat answer with words, not files",
    "phone_number_id_messages__post__request__send_*contact_message": "nobody's address is passed on",
    "phone_number_id_messages__post__request__send_*location_message": "a place is told as its address",
    "phone_number_id_messages__post__request__send_reply_with_reaction_message": "the clinic answers in words",
    "phone_number_id_messages__post__request__send_*flow*": "no forms of Meta's: patients' answers stay in the chat",
    "phone_number_id_messages__post__request__send_*catalog*": "a clinic sells nothing in the chat",
    "phone_number_id_messages__post__request__send_*product_message": "a clinic sells nothing in the chat",
    "phone_number_id_messages__post__request__send_order_*": "a clinic sells nothing in the chat",
    "phone_number_id_messages__post__request__send_text_message_with_preview_url": "a preview would fetch the link",
    "phone_number_id_messages__post__request__send_message_template_media": "only templates of text can be filled in",
    "phone_number_id_messages__post__request__send_message_template_text": "dates are written out, in its zone",
    "phone_number_id_messages__post__request__send_sample_[st]*": "dates are written out, in its zone",
    "phone_number_id_register__post__request__migration_registration": "numbers come from the Cloud API or the phone",
    "phone_number_id_media__post__request__*": "no file is sent",
    "phone_number_id__post__request__*": "name, user name and security are the clinic's, in Meta's own manager",
    "phone_number_id_block_users__*": "whom to block is decided on the clinic's phone or in Meta's manager",
    "*phone_number_id_request_code__post__request__*": "a number is proved in Meta's sign-up",
    "*phone_number_id_verify_code__post__request__*": "a number is proved in Meta's sign-up",
    "phone_number_id_settings__post__request__*": "calls and storage are set in Meta's own manager",
    "phone_number_id_whatsapp_business_profile__post__request__*": "the profile is the clinic's, in Meta's manager",
    "waba_id__post__request__*": "the account's name and zone are the clinic's, in Meta's own manager",
    "waba_id_message_templates__post__request__*": "templates are written in Meta's own manager, and read here",
    "waba_id_phone_numbers__post__request__*": "numbers are added in Meta's sign-up",
    "waba_id_subscribed_apps__post__request__custom_callback": "one app has one webhook",
}
NOT_READ = {
    # a pattern of answers -> why nobody waits for them; those that refuse are told apart all the same
    "media_id__delete__resp200__*": "Meta deletes files itself, after 30 days",
    "message_history_id_events__get__resp200__*": "statuses come by webhook",
    "phone_number_id_message_history__get__resp200__*": "statuses come by webhook",
    "phone_number_id__post__resp200__[!m]*": "its request is not sent",
    "phone_number_id_deregister__post__resp200__*": "a clinic that leaves keeps its number with Meta",
    "phone_number_id_media__post__resp200__*": "its request is not sent",
    "*phone_number_id_request_code__post__resp200__*": "its request is not sent",
    "*phone_number_id_verify_code__post__resp200__*": "its request is not sent",
    "phone_number_id_settings__*__resp200__*": "calls and storage are set in Meta's own manager",
    "phone_number_id_whatsapp_business_profile__*__resp200__*": "the profile is the clinic's, in Meta's manager",
    "waba_id__get__resp200__*": "the account is known by its id",
    "waba_id_message_templates__post__resp200__*": "its request is not sent",
    "waba_id_message_templates__delete__resp200__*": "templates are deleted in Meta's own manager",
    "waba_id_phone_numbers__post__resp200__*": "its request is not sent",
}

TYPING = "phone_number_id_messages__post__resp200__send_typing_indicator_and_read_receipt"
RECEIPTS = [
    name
    for name in EXAMPLES
    if (name.startswith("phone_number_id_messages__post__resp200__") and name != TYPING)
    or name == "phone_number_id__post__resp200__message_sent"
]
REFUSALS = [name for name in EXAMPLES if "__resp4" in name or "__resp5" in name]
"""test_whatsapp_documented_errors.py reads each of them."""
NUMBERS: dict[str, str | None] = {
    # an answer about a number -> what it says of its name
    "phone_number_id__get__resp200__comprehensive_response": "APPROVED",
    "phone_number_id__get__resp200__default_response": None,
    "phone_number_id__get__resp200__with_name_status": "AVAILABLE_WITHOUT_REVIEW",
    "phone_number_id__get__resp200__with_verification_status": None,
}
ACCOUNTS = {
    # a list of an account's numbers -> how the one that was entered is called
    "waba_id_phone_numbers__get__resp200__multiple_phone_numbers": "Jasper's Market, +1 631-555-5555",
    "waba_id_phone_numbers__get__resp200__single_phone_number": "My Business, +1 631-555-5555",
}
SUBSCRIBERS = {
    "waba_id_subscribed_apps__get__resp200__multiple_subscriptions": (),
    "waba_id_subscribed_apps__get__resp200__no_subscriptions": (HealthProblem.NOT_SUBSCRIBED,),
}
CONFIRMATIONS = {
    "phone_number_id_register__post__resp200__successful_registration": "/register",
    "waba_id_subscribed_apps__post__resp200__basic_subscription_success": "/subscribed_apps",
    "waba_id_subscribed_apps__post__resp200__custom_callback_success": "/subscribed_apps",
}
MEDIA = "media_id__get__resp200__retrieve_media_url"
TEMPLATES = "waba_id_message_templates__get__resp200__example_response"
UNSUBSCRIBED = "waba_id_subscribed_apps__delete__resp200__unsubscribe_success"

OF_MESSAGES = "phone_number_id_messages__post__request__"
ASSERTED = [
    *(f"{OF_MESSAGES}{name}" for name in (*MESSAGES, *PARTLY)),
    *BY_CALL,
    *RECEIPTS,
    *REFUSALS,
    *chain(NUMBERS, ACCOUNTS, SUBSCRIBERS, CONFIRMATIONS),
    *(TYPING, MEDIA, TEMPLATES, UNSUBSCRIBED),
]


def an_example(name: str) -> Any:
    return json.loads(EXAMPLES[name].read_text())


def an_answer(name: str) -> HttpResponse:
    return json_answer(200, an_example(name))


def a_context(http: FakeHttp) -> FakeContext:
    return context_for(plugin.manifest, settings={}, credentials=CREDENTIALS, http=http)


def a_message(content: OutboundContent, reply_to: str | None = None) -> OutboundMessage:
    return OutboundMessage("key-1", Recipient("US.1", "{{Recipient-Phone-Number}}"), content, reply_to)


def names_of(patterns: Sequence[str]) -> list[str]:
    return [name for pattern in patterns for name in EXAMPLES if fnmatchcase(name, pattern)]


def test_each_example_is_in_one_table() -> None:
    told = [*ASSERTED, *names_of(list(NOT_SENT)), *names_of(list(NOT_READ))]

    assert sorted(told) == sorted(EXAMPLES)
    assert [one for one in (*NOT_SENT, *NOT_READ) if not names_of([one])] == []
    assert all("__request__" in name for name in names_of(list(NOT_SENT)))
    assert all("__resp200__" in name for name in names_of(list(NOT_READ)))


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_written_as_in_metas_example(name: str) -> None:
    content, reply_to, defaults = MESSAGES[name]
    # The placeholders of button titles are longer than Meta's own limit of 20 characters.
    expected = json.loads(EXAMPLES[f"{OF_MESSAGES}{name}"].read_text().replace("<BUTTON_TITLE_", "<TITLE_"))

    written = body_of(a_message(content, reply_to))

    if "template" in written:  # said outright, for it is the only one there is
        assert written["template"]["language"].pop("policy") == "deterministic"
    assert written == {**expected, **defaults, **KEY}


def test_replies_and_values_of_a_template_are_written_as_in_metas_examples() -> None:
    replies = (Button("aGlzIHRoaXMgaXMgY29v", "Yes"), Button("9rwnB8RbYmPF5t2Mn09x4h", "No"))
    values = (TemplateValue("body", "1", "*Mr. Jones*"),)
    written = {
        "send_message_template_interactive": TemplateMessage("whole", "template-name", "en", (), replies),
        "send_sample_issue_resolution_template": TemplateMessage("whole", "template-name", "en", values, ()),
    }

    for name, part in PARTLY.items():
        ours = body_of(a_message(written[name]))["template"]["components"]
        assert ours == an_example(f"{OF_MESSAGES}{name}")["template"]["components"][part], name


async def test_typing_is_shown_as_in_metas_example() -> None:
    http = FakeHttp(an_answer(TYPING))
    expected = an_example(f"{OF_MESSAGES}send_typing_indicator_and_read_receipt")

    await plugin.show_typing(a_context(http), expected["message_id"])

    assert [one.json for one in http.requests] == [expected]


@pytest.mark.parametrize(
    ("name", "region", "left_out"), [("basic_registration", "", {}), ("advanced_registration", "AE", {"tier": "PROD"})]
)
async def test_a_number_is_registered_and_its_account_subscribed_as_in_metas_examples(
    name: str, region: str, left_out: dict[str, str]
) -> None:
    http = FakeHttp().on("GET", "/phone_numbers", json_answer(200, {"data": [{"id": NUMBER, "status": "UNVERIFIED"}]}))
    http.on("POST", "/register", SUCCESS).on("POST", "/subscribed_apps", SUCCESS)
    ctx = a_context(http)
    ctx.region = region

    await plugin.connect(ctx, sealed({**CREDENTIALS, "pin": "123456"}))

    registered, subscribed = (one.json for one in http.requests if one.method == "POST")
    assert isinstance(registered, dict)
    assert registered | left_out == an_example(f"phone_number_id_register__post__request__{name}")
    assert subscribed == an_example("waba_id_subscribed_apps__post__request__basic_subscription")


@pytest.mark.parametrize("name", RECEIPTS)
async def test_an_accepted_message_is_known_by_metas_id(name: str) -> None:
    receipt = await plugin.send(a_context(FakeHttp(an_answer(name))), a_message(Text("hello")))

    assert receipt.external_id.startswith("wamid.")
    assert [receipt.external_id] == [one["id"] for one in an_example(name)["messages"]]


@pytest.mark.parametrize("name", NUMBERS)
async def test_what_is_told_of_a_number_is_read(name: str) -> None:
    subscribed = an_answer("waba_id_subscribed_apps__get__resp200__multiple_subscriptions")
    http = FakeHttp().on("GET", f"/{NUMBER}", an_answer(name)).on("GET", "/subscribed_apps", subscribed)

    health = await plugin.health(a_context(http))
    limits = await plugin.sending_limits(a_context(http))

    assert health == ChannelHealth(quality=AccountQuality.HIGH, name_status=NUMBERS[name])
    assert limits == SendingLimits(None, None)


@pytest.mark.parametrize("name", SUBSCRIBERS)
async def test_who_hears_of_an_account_is_read(name: str) -> None:
    number = an_answer("phone_number_id__get__resp200__default_response")
    http = FakeHttp().on("GET", f"/{NUMBER}", number).on("GET", "/subscribed_apps", an_answer(name))

    assert (await plugin.health(a_context(http))).problems == SUBSCRIBERS[name]


@pytest.mark.parametrize("name", ACCOUNTS)
async def test_a_number_is_found_among_an_accounts(name: str) -> None:
    http = FakeHttp().on("GET", "/phone_numbers", an_answer(name)).on("POST", "/subscribed_apps", SUCCESS)

    connected = await plugin.connect(a_context(http), sealed(CREDENTIALS))

    assert (connected.account, connected.title) == (Account(NUMBER, WABA), ACCOUNTS[name])


@pytest.mark.parametrize("name", CONFIRMATIONS)
async def test_what_meta_confirms_lets_connecting_go_on(name: str) -> None:
    numbers = json_answer(200, {"data": [{"id": NUMBER, "status": "UNVERIFIED"}]})
    http = FakeHttp().on("POST", CONFIRMATIONS[name], an_answer(name)).on("GET", "/phone_numbers", numbers)
    http.on("POST", "/register", SUCCESS).on("POST", "/subscribed_apps", SUCCESS)

    connected = await plugin.connect(a_context(http), sealed({**CREDENTIALS, "pin": "123456"}))

    assert connected.account == Account(NUMBER, WABA)
    assert [one.url.rsplit("/", 1)[1] for one in http.requests[1:]] == ["register", "subscribed_apps"]


async def test_leaving_is_confirmed() -> None:
    http = FakeHttp(an_answer(UNSUBSCRIBED))

    await plugin.revoke(a_context(http))

    assert [(one.method, one.url.rsplit("/", 1)[1]) for one in http.requests] == [("DELETE", "subscribed_apps")]


async def test_a_files_address_and_size_are_read() -> None:
    http = FakeHttp().on("GET", "/2621233374848975", an_answer(MEDIA))
    http.on("GET", "<URL>", HttpResponse(200, {}, b"bytes of a picture"))
    media, size = MediaReceived("image", "2621233374848975"), 303_833

    pieces = [piece async for piece in plugin.fetch_media(a_context(http), media, most_bytes=size)]
    with pytest.raises(PermanentFailure) as refusal:
        await anext(plugin.fetch_media(a_context(http), media, most_bytes=size - 1))

    assert (b"".join(pieces), refusal.value.reason) == (b"bytes of a picture", "too_large")


async def test_templates_are_read_with_what_there_is_to_fill_in() -> None:
    page = await plugin.list_templates(a_context(FakeHttp(an_answer(TEMPLATES))), None)

    hello, promo = page.templates
    assert {(one.category, one.status, one.quality) for one in page.templates} == {
        (TemplateCategory.MARKETING, TemplateStatus.APPROVED, TemplateQuality.UNKNOWN)
    }
    assert (hello.external_id, hello.name, hello.language) == ("1192339204654487", "hello_world", "en_US")
    assert (hello.header, hello.footer, hello.replies) == ("Hello World", "WhatsApp Business API Team", ())
    assert (hello.previous_category, hello.variables, hello.is_fillable) == (TemplateCategory.OTHER, (), True)
    assert (promo.external_id, promo.name, promo.replies) == (
        *("920070352646140", "2023_april_promo"),
        ("Stop promotions",),
    )
    assert [(one.place, one.name) for one in promo.variables] == [("body", "1"), ("body", "2")]
