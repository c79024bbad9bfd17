import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbookr_sdk import (
    Account,
    AccountNotice,
    DeliveryStatus,
    IdentityChanged,
    MediaReceived,
    MessageReceived,
    NoticeEffect,
    OptionChosen,
    OrderItem,
    OrderReceived,
    OtherContent,
    StatusReported,
    TextReceived,
    UnknownFact,
)
from chatbookr_whatsapp.facts import accounts_of
from whatsapp_payloads import (
    RECORDINGS,
    Json,
    a_message,
    a_payload,
    a_value,
    change_of,
    facts_of,
    texts_of,
    the_message,
)

DELIVERIES = Path(__file__).parents[3] / "tests" / "fixtures" / "whatsapp"


def the_status(payload: object) -> StatusReported:
    (fact,) = facts_of(payload)
    assert isinstance(fact, StatusReported)
    return fact


def test_every_recording_of_meta_and_every_hostile_one_becomes_facts() -> None:
    assert len(RECORDINGS) > 90

    for name, payload in RECORDINGS.items():
        facts = facts_of(payload)

        assert facts or payload["entry"] == [], name


def test_the_same_delivery_gives_the_same_facts() -> None:
    for payload in RECORDINGS.values():
        assert facts_of(payload) == facts_of(payload)


def test_facts_can_be_stored_as_text_and_shown_without_patients_words() -> None:
    for payload in RECORDINGS.values():
        for fact in facts_of(payload):
            stored = texts_of(fact)

            assert "\x00" not in "".join(stored)
            assert "".join(stored).encode()
            assert "Sheena" not in repr(fact)


def test_a_text_says_who_wrote_what_to_whom_and_when() -> None:
    fact = the_message(RECORDINGS["pywa__real_signed_delivery_text.json"])

    assert fact.account == Account("277321005464405", "264937493375603")
    assert fact.external_id == "wamid.HBgMOTcyNTQ0NDAxMjQzFQIAEhggM0RFQTNCMEEwRTY3QzUwODYzMDc4NjQ4QzM4ODAxM0YA"
    assert (fact.sender.user_id, fact.sender.phone, fact.sender.name) == ("972544401243",) * 2 + ("PyWa Tests",)
    assert fact.sent_at == datetime(2024, 10, 29, 19, 58, 23, tzinfo=UTC)
    assert fact.content == TextReceived("Hey there! I am using PyWa.")
    assert fact.reply_to_external_id is None


def test_a_reply_names_the_message_it_answers() -> None:
    assert the_message(RECORDINGS["pywa__message__reply.json"]).reply_to_external_id == "wamid.xyzxyz=="


def test_taps_are_known_by_their_id() -> None:
    forged = the_message(RECORDINGS["derived/button_reply_forged_booking_id.json"])
    row = the_message(RECORDINGS["pywa__callback_selection__callback.json"])
    quick_reply = the_message(a_payload(a_value(a_message(type="button", button={"payload": "p1", "text": "Yes"}))))

    assert forged.content == OptionChosen("booking:confirm:00000000-0000-0000-0000-000000000001", "Confirm")
    assert row.content == OptionChosen("callback_data", "title")
    assert quick_reply.content == OptionChosen("p1", "Yes")


TOO_BIG = "Media file size too big. Max file size we currently support: 100MB. Please communicate with your customer …"
"""The title of 131052 as Meta documents it, under \"Media message download constraints\"."""


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"type": "image", "image": {"caption": "no id"}}, "image"),
        ({"type": "reaction", "reaction": {"emoji": ""}}, "reaction"),
        ({"type": "reaction", "reaction": {"message_id": "m", "emoji": 7}}, "reaction"),
        ({"type": "edit", "edit": {"message": {"type": "text"}}}, "edit"),
        ({"type": "revoke", "revoke": {}}, "revoke"),
        ({"type": "location", "location": {"latitude": 91, "longitude": 0}}, "location"),
        ({"type": "location", "location": {"latitude": "12", "longitude": 0}}, "location"),
        ({"type": "contacts", "contacts": []}, "contacts"),
        ({"type": "order", "order": {"catalog_id": "c", "product_items": [{"quantity": 1}]}}, "order"),
        ({"type": "text", "text": {"body": None}}, "text"),
        ({"type": "text", "text": "hello"}, "text"),
        ({"type": "interactive"}, "interactive"),
        ({"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {}}}, "interactive.nfm_reply"),
        ({"type": "interactive", "interactive": {"type": "list_reply"}}, "interactive.list_reply"),
        ({"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": ""}}},
         "interactive.list_reply"),
        ({"type": "button", "button": {"text": "no payload"}}, "button"),
        ({"type": "sent from 2030\n"}, "unknown"),
        ({"type": None}, "unknown"),
        ({"type": "unsupported", "errors": [{"code": 131052, "title": TOO_BIG}]}, "too_large"),
        ({"type": "video", "video": {"id": "m"}, "errors": [{"code": 131052, "error_data": {"details": TOO_BIG}}]},
         "too_large"),
        ({"type": "unsupported", "errors": [{"code": 131052, "title": "Media download error"}]}, "unsupported"),
        ({"type": "unsupported", "errors": [{"code": 131051, "title": TOO_BIG}, "no object"]}, "unsupported"),
    ],
)  # fmt: skip
def test_other_contents_are_kept_whole_under_their_kind(parts: Json, kind: str) -> None:
    message = a_message(**parts)
    content = the_message(a_payload(a_value(message))).content

    assert isinstance(content, OtherContent)
    assert content.kind == kind
    assert json.loads(content.raw) == message


def test_a_business_scoped_user_id_identifies_before_the_phone() -> None:
    sender = the_message(RECORDINGS["derived/text_bsuid_and_phone.json"]).sender

    assert (sender.user_id, sender.phone, sender.name) == ("US.13491208655302741918", "16505551234", "Sheena Nelson")


def test_a_user_id_may_come_with_the_contact_alone() -> None:
    sender = the_message(RECORDINGS["pywa__message__text.json"]).sender

    assert (sender.user_id, sender.phone) == ("US.13491208655302741918", "972987654321")


def test_a_person_without_a_phone_is_known_by_user_id() -> None:
    message = a_message(from_user_id="DE.abc") | {"from": None}
    contacts: list[object] = [{"user_id": "DE.abc", "profile": {"name": "Ana"}}]
    sender = the_message(a_payload(a_value(message, contacts=contacts))).sender

    assert (sender.user_id, sender.phone, sender.name) == ("DE.abc", None, "Ana")


def test_a_person_without_a_name_goes_by_their_username() -> None:
    message = a_message(from_user_id="DE.abc") | {"from": None}
    named = {"username": "zoe.w"}
    profiles: list[object] = [named, named | {"name": " "}, named | {"name": "Zoe"}]

    names = [
        the_message(a_payload(a_value(message, contacts=[{"user_id": "DE.abc", "profile": profile}]))).sender.name
        for profile in profiles
    ]

    assert names == ["@zoe.w", "@zoe.w", "Zoe"]


def test_each_message_of_a_batch_gets_its_own_contact() -> None:
    contacts: list[object] = [
        {"wa_id": "491111111", "user_id": "DE.1", "profile": {"name": "One"}},
        {"wa_id": "492222222", "profile": {"name": "Two"}},
        {"wa_id": "493333333", "user_id": "DE.other", "profile": {"name": "Not three"}},
    ]
    messages = [
        a_message(**{"from": "492222222", "id": "b"}),
        a_message(**{"from": "491111111", "id": "a"}),
        a_message(**{"from": "493333333", "id": "c", "from_user_id": "DE.3"}),
        a_message(**{"from": "494444444", "id": "d"}),
    ]
    facts = facts_of(a_payload(a_value(*messages, contacts=contacts)))

    senders = [fact.sender for fact in facts if isinstance(fact, MessageReceived)]
    assert [(s.user_id, s.name) for s in senders] == [
        ("492222222", "Two"),
        ("DE.1", "One"),
        ("DE.3", None),
        ("494444444", None),
    ]


def test_a_sender_that_is_no_phone_number_has_none() -> None:
    sender = the_message(RECORDINGS["derived/from_not_phone.json"]).sender

    assert (sender.user_id, sender.phone) == ("bla", None)


@pytest.mark.parametrize("path", sorted(DELIVERIES.rglob("*.json")), ids=lambda path: str(path.stem))
def test_the_accounts_of_a_delivery_are_those_of_its_facts(path: Path) -> None:
    payload = json.loads(path.read_text())
    if not isinstance(payload, dict) or "entry" not in payload:
        return

    named = accounts_of(payload)

    assert set(named) == {fact.account for fact in facts_of(payload) if fact.account is not None}
    assert len(set(named)) == len(named)


def test_every_entry_change_message_and_status_of_a_batch_is_read_in_order() -> None:
    status = {"id": "wamid.s", "status": "read", "timestamp": "1749416390"}
    payload = {
        "object": "whatsapp_business_account",
        "entry": [
            {
                "id": "W1",
                "changes": [
                    change_of(a_value(a_message(id="1"), a_message(id="2"), phone_number_id="P1")),
                    change_of({**a_value(a_message(id="3"), phone_number_id="P2"), "statuses": [status]}),
                    change_of({"event": "PARTNER_REMOVED"}, "account_update"),
                ],
            },
            {"id": "W2", "changes": [change_of(a_value(a_message(id="4"), phone_number_id="P3"))]},
        ],
    }

    facts = facts_of(payload)

    assert [getattr(fact, "external_id", None) for fact in facts] == ["1", "2", "3", "wamid.s", None, "4"]
    assert [fact.account for fact in facts] == [
        Account("P1", "W1"),
        Account("P1", "W1"),
        Account("P2", "W1"),
        Account("P2", "W1"),
        None,
        Account("P3", "W2"),
    ]


@pytest.mark.parametrize(
    ("recording", "status"),
    [
        ("sent", DeliveryStatus.SENT),
        ("delivered", DeliveryStatus.DELIVERED),
        ("read", DeliveryStatus.READ),
        ("played", DeliveryStatus.PLAYED),
    ],
)
def test_statuses_report_how_far_a_message_got(recording: str, status: DeliveryStatus) -> None:
    fact = the_status(RECORDINGS[f"pywa__message_status__{recording}.json"])

    assert (fact.status, fact.external_id, fact.error_code) == (status, "wamid.xyzxyz", None)
    assert fact.account == Account("1122334455667", "5467539754836534")


def test_a_failure_says_why_and_a_status_echoes_our_key() -> None:
    failed = the_status(RECORDINGS["pywa__message_status__failed.json"])
    tracked = the_status(RECORDINGS["pywa__message_status__with_tracker.json"])

    assert failed.status is DeliveryStatus.FAILED
    assert failed.error_code == "130472"
    assert failed.error_detail is not None
    assert failed.error_detail.startswith("Failed to send message because")
    assert tracked.correlation == "some data"


def test_a_status_to_a_person_without_phone_is_read() -> None:
    assert the_status(RECORDINGS["derived/status_recipient_bsuid_no_phone.json"]).status is DeliveryStatus.DELIVERED


@pytest.mark.parametrize(
    ("recording", "kind", "text"),
    [
        ("derived/unknown_field.json", "brand_new_field_2027", '"goes":1'),
        ("derived/status_unknown_value.json", "statuses.warning", "wamid.X"),
        ("derived/empty_value.json", "messages", "419561257915477"),
    ],
)
def test_what_is_not_understood_is_kept_whole(recording: str, kind: str, text: str) -> None:
    (fact,) = facts_of(RECORDINGS[recording])

    assert isinstance(fact, UnknownFact)
    assert fact.kind == kind
    assert text in fact.raw


def test_what_is_said_in_a_group_says_in_which() -> None:
    assert the_message(a_payload(a_value(a_message(group_id="G1")))).chat_group_id == "G1"
    assert the_message(a_payload(a_value(a_message(group_id=None)))).chat_group_id == "unknown"
    assert the_message(a_payload(a_value(a_message()))).chat_group_id is None


def test_errors_beside_a_message_are_told_of_the_account_by_their_code() -> None:
    message, error = facts_of(RECORDINGS["pywa__message__interactive_message_with_err.json"])

    assert isinstance(message, MessageReceived)
    assert isinstance(error, AccountNotice)
    assert (error.kind, error.event, error.effect) == ("error", "131000", NoticeEffect.LOOK)


def test_an_order_is_read_whole() -> None:
    items = [
        {"product_retailer_id": "p1", "quantity": 2, "item_price": 9.5, "currency": "EUR"},
        {"product_retailer_id": "p2", "quantity": "1"},
    ]
    order = {"catalog_id": "c1", "text": "please", "product_items": items}
    content = the_message(a_payload(a_value(a_message(type="order", order=order)))).content

    found = (OrderItem("p1", 2, "9.5", "EUR"), OrderItem("p2", 1))
    assert content == OrderReceived("c1", found, "please")


@pytest.mark.parametrize("kind", ["image", "audio", "video", "document", "sticker"])
def test_files_are_named_and_stay_with_the_provider(kind: str) -> None:
    part = {"id": "m1", "mime_type": "a/b", "sha256": "x=", "caption": "look", "filename": "../a"}
    content = the_message(a_payload(a_value(a_message(type=kind, **{kind: part})))).content

    assert content == MediaReceived(kind, "m1", "a/b", "x=", "look", "../a")  # type: ignore[arg-type]  # one of them


def test_a_new_number_brings_who_somebody_was_and_is() -> None:
    system = {"type": "user_changed_number", "wa_id": "491700000002", "user_id": "DE.2", "previous_user_id": "DE.1"}
    message = a_message(type="system", system=system) | {"from": "491700000001"}
    (fact,) = facts_of(a_payload({"metadata": {"phone_number_id": "P"}, "messages": [message]}))

    assert isinstance(fact, IdentityChanged)
    assert (fact.before.user_id, fact.before.phone) == ("DE.1", "491700000001")
    assert (fact.after.user_id, fact.after.phone) == ("DE.2", "491700000002")


def test_another_device_is_told_of_who_stays_the_same() -> None:
    system = {"type": "customer_identity_changed", "customer": "16505551234", "identity": "x=", "body": "Code changed"}
    (fact,) = facts_of(a_payload(a_value(a_message(type="system", system=system))))

    assert isinstance(fact, IdentityChanged)
    assert (fact.before, fact.text) == (fact.after, "Code changed")
    assert (fact.after.user_id, fact.after.phone) == ("16505551234", "16505551234")


def test_other_system_messages_are_kept_whole() -> None:
    (fact,) = facts_of(a_payload(a_value(a_message(type="system", system={"type": "user_did_something_new"}))))

    assert isinstance(fact, UnknownFact)
    assert fact.kind == "messages.system"
