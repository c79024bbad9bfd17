import json
import random
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbookr_sdk import (
    Account,
    AccountNotice,
    DeliveryStatus,
    Fact,
    IdentityChanged,
    MediaReceived,
    MessageReceived,
    NoticeEffect,
    OptionChosen,
    OrderItem,
    OrderReceived,
    OtherContent,
    PastMessage,
    StatusReported,
    TextReceived,
    UnknownFact,
    WebhookRequest,
)
from chatbookr_sdk.testing.fakes import NOON, context_for
from chatbookr_whatsapp import plugin
from chatbookr_whatsapp.facts import accounts_of

WHATSAPP = Path(__file__).parents[3] / "tests" / "fixtures" / "whatsapp"
RECORDINGS = {
    str(path.relative_to(WHATSAPP)): json.loads(path.read_text())
    for folder in (WHATSAPP, WHATSAPP / "derived")
    for path in sorted(folder.glob("*.json"))
    if path.name != "PROVENANCE.json"
}
Json = dict[str, Any]

DELIVERIES = Path(__file__).parents[3] / "tests" / "fixtures" / "whatsapp"


def facts_of(payload: object) -> list[Fact]:
    request = WebhookRequest("POST", {}, {}, json.dumps(payload).encode())
    return list(plugin.parse(context_for(plugin.manifest), request))


def a_payload(value: object, *, field: str = "messages", waba_id: str = "WABA") -> Json:
    return {"object": "whatsapp_business_account", "entry": [{"id": waba_id, "changes": [change_of(value, field)]}]}


def change_of(value: object, field: str = "messages") -> Json:
    return {"field": field, "value": value}


def a_value(*messages: object, contacts: list[object] | None = None, phone_number_id: str = "PHONE") -> Json:
    return {"metadata": {"phone_number_id": phone_number_id}, "contacts": contacts or [], "messages": list(messages)}


def a_message(**parts: object) -> Json:
    text = {"type": "text", "text": {"body": "hello"}}
    return {"from": "16505551234", "id": "wamid.1", "timestamp": "1749416383", **text, **parts}


def the_message(payload: object) -> MessageReceived:
    (fact,) = facts_of(payload)
    assert isinstance(fact, MessageReceived)
    return fact


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


def texts_of(fact: object) -> list[str]:
    if isinstance(fact, str):
        return [fact]
    slots = getattr(type(fact), "__slots__", ())
    return [text for slot in slots for text in texts_of(getattr(fact, slot))]


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


def test_other_system_messages_are_kept_whole() -> None:
    (fact,) = facts_of(a_payload(a_value(a_message(type="system", system={"type": "customer_identity_changed"}))))

    assert isinstance(fact, UnknownFact)
    assert fact.kind == "messages.system"


def history(*messages: Json, **metadata: object) -> Json:
    chunk = {"metadata": metadata, "threads": [{"id": "491700000001", "messages": list(messages)}]}
    return a_payload({"metadata": {"phone_number_id": "P"}, "history": [chunk]}, field="history")


def test_the_phones_past_says_who_wrote_when_and_what_became_of_it() -> None:
    theirs = a_message(id="1", history_context={"status": "READ"}) | {"from": "491700000001"}
    ours = a_message(id="2", history_context={"status": "delivered"}) | {"from": "15550000000"}
    notice, first, second = facts_of(history(theirs, ours, phase=1, chunk_order=3, progress=55))

    assert isinstance(notice, AccountNotice)
    assert json.loads(notice.detail) == {"phase": "1", "chunk_order": "3", "progress": "55", "error": None}
    assert isinstance(first, PastMessage)
    assert isinstance(second, PastMessage)
    assert (first.is_from_clinic, first.status, first.phase) == (False, None, 1)
    assert (second.is_from_clinic, second.status, second.person.phone) == (
        True,
        DeliveryStatus.DELIVERED,
        "491700000001",
    )


def test_a_message_of_the_past_without_a_time_is_kept_whole() -> None:
    message = {key: value for key, value in a_message().items() if key != "timestamp"}

    assert isinstance(facts_of(history(message, phase=0))[1], UnknownFact)


def test_echoes_into_a_group_are_kept_whole() -> None:
    echo = a_message(to="491700000001", group_id="G")
    value = {"metadata": {"phone_number_id": "P"}, "message_echoes": [echo]}
    (fact,) = facts_of(a_payload(value, field="smb_message_echoes"))

    assert isinstance(fact, UnknownFact)


@pytest.mark.parametrize(
    ("value", "effect"),
    [
        ({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "SCHEDULE_FOR_DISABLE"}}, NoticeEffect.LOST),
        ({"event": "ACCOUNT_DELETED"}, NoticeEffect.ENDED),
        ({"event": "PARTNER_REMOVED"}, NoticeEffect.ENDED),
        ({"event": "ACCOUNT_OFFBOARDED"}, NoticeEffect.LOST),
        ({"ban_info": {"waba_ban_state": "DISABLE"}}, NoticeEffect.LOST),
        ({"event": "PARTNER_APP_INSTALLED"}, NoticeEffect.RESTORED),
        ({"event": "ACCOUNT_VIOLATION"}, NoticeEffect.LOOK),
        ({"new_quality_score": "RED"}, NoticeEffect.LOOK),
        ({"alert_severity": "CRITICAL"}, NoticeEffect.LOOK),
        ({"event": ["PARTNER_REMOVED"]}, NoticeEffect.NONE),
        ({"event": "tomorrow"}, NoticeEffect.NONE),
    ],
)
def test_notices_say_what_they_mean_for_the_connection(value: Json, effect: NoticeEffect) -> None:
    (fact,) = facts_of(a_payload(value, field="account_update"))

    assert isinstance(fact, AccountNotice)
    assert (fact.account, fact.group_id, fact.effect) == (None, "WABA", effect)


def test_notices_name_no_persons() -> None:
    (security,) = facts_of(a_payload({"event": "PIN_CHANGED", "requester": "491700000001"}, field="security"))
    group = {"group_id": "G", "type": "join", "added_participants": [{"wa_id": "491700000001"}]}
    (joined,) = facts_of(a_payload({"groups": [group]}, field="group_participants_update"))
    book = {"state_sync": [{"action": "add", "contact": {"full_name": "Ada", "phone_number": "491700000001"}}]}
    value = {"metadata": {"phone_number_id": "P"}, **book}
    (contacts,) = facts_of(a_payload(value, field="smb_app_state_sync"))

    for fact in (security, joined, contacts):
        assert isinstance(fact, AccountNotice)
        assert "491700000001" not in fact.detail
        assert "Ada" not in fact.detail


@pytest.mark.parametrize(
    "timestamp",
    [
        "asdf",
        "",
        None,
        True,
        "99999999999999999999",
        "32503680000",
        "0",
        "-1749416383",
        1.5,
        "１７４９４１６３８３",
        [],
    ],
)
def test_an_absurd_timestamp_becomes_the_time_of_reading(timestamp: object) -> None:
    assert the_message(a_payload(a_value(a_message(timestamp=timestamp)))).sent_at == NOON


def test_a_timestamp_may_be_a_number() -> None:
    fact = the_message(RECORDINGS["derived/timestamp_integer.json"])

    assert fact.sent_at == datetime(2025, 6, 8, 20, 59, 43, tzinfo=UTC)


def test_nul_and_lone_surrogates_are_replaced_and_nothing_else() -> None:
    nul = the_message(RECORDINGS["derived/text_hostile_nul.json"])
    surrogate = the_message(RECORDINGS["derived/text_hostile_lone_surrogate.json"])
    emoji = the_message(RECORDINGS["derived/text_hostile_emoji_zwj.json"])
    lines = the_message(RECORDINGS["derived/text_hostile_crlf_log.json"])

    assert nul.content == TextReceived("a\ufffdb")
    assert surrogate.content == TextReceived("\ufffd")
    assert emoji.content == TextReceived("\U0001f469\u200d\u2695\ufe0f")
    assert lines.content == TextReceived("ok\r\nERROR forged log line\x1b[31m")


@pytest.mark.parametrize(
    "payload",
    [
        {"object": "whatsapp_business_account"},
        {"object": "whatsapp_business_account", "entry": {}},
        {"object": "whatsapp_business_account", "entry": [None]},
        {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": 7}]},
        {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [None]}]},
        a_payload(None),
        a_payload([]),
        a_payload({"messages": "many"}),
        a_payload(a_value(None)),
        a_payload(a_value(a_message(id=None))),
        a_payload(a_value(a_message(id="x" * 256))),
        a_payload(a_value(a_message() | {"from": None})),
        a_payload({"messages": [a_message()]}),
        a_payload({"statuses": [{"id": "1", "status": ["sent"]}]}),
        a_payload({"metadata": {"phone_number_id": "P"}, "statuses": [{"status": "sent"}]}),
        a_payload({"metadata": [], "statuses": [{"id": "1", "status": "sent"}]}),
    ],
)
def test_misshapen_payloads_are_kept_whole(payload: object) -> None:
    (fact,) = facts_of(payload)

    assert isinstance(fact, UnknownFact)
    json.loads(fact.raw)  # raises where it was cut


def test_a_number_too_large_to_hold_is_kept_as_it_was_written() -> None:
    body = b'{"object": "whatsapp_business_account", "entry": [1e999, 1.5]}'
    first, second = plugin.parse(context_for(plugin.manifest), WebhookRequest("POST", {}, {}, body))

    assert isinstance(first, UnknownFact)
    assert isinstance(second, UnknownFact)
    assert (first.raw, second.raw) == ('"1e999"', "1.5")


ODD: tuple[Any, ...] = (
    None, True, 0, -1, 10**400, 1.5, 1e308, "", "\x00", "\ud800", "x" * 300, "revoke", "edit", "history",
    "0", [], {}, [[]],
    {"id": "1"}, [{"id": None}], [None],
)  # fmt: skip


def mutated(chance: random.Random) -> object:
    """Change up to four places of a recording: something odd there, something of another recording, or nothing."""
    payload, other = (json.loads(json.dumps(RECORDINGS[chance.choice(sorted(RECORDINGS))])) for _ in range(2))
    for _ in range(chance.randint(1, 4)):
        paths = [path for path in paths_of(payload["entry"]) if path]
        if not paths:
            break
        path = chance.choice(paths)
        parent: Any = payload["entry"]
        for key in path[:-1]:
            parent = parent[key]
        way = chance.randrange(3)
        if way == 0:
            del parent[path[-1]]
        elif way == 1:
            parent[path[-1]] = deepcopy(chance.choice(ODD))  # what is put in is changed later
        else:
            there = other["entry"]
            for key in chance.choice(paths_of(other["entry"])):
                there = there[key]
            parent[path[-1]] = json.loads(json.dumps(there))  # a copy: it may hold where it is put
    return payload


def paths_of(node: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for key, child in items for found in paths_of(child, (*path, key)))]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def mutated_recordings(draw: st.DrawFn) -> object:
    payload = json.loads(json.dumps(RECORDINGS[draw(st.sampled_from(sorted(RECORDINGS)))]))
    for _ in range(draw(st.integers(1, 4))):
        paths = [path for path in paths_of(payload["entry"]) if path]
        if not paths:
            break
        path = draw(st.sampled_from(paths))
        parent: Any = payload["entry"]
        for key in path[:-1]:
            parent = parent[key]
        if draw(st.booleans()):
            parent[path[-1]] = draw(ANYTHING)
        else:
            del parent[path[-1]]
    return payload


def assert_storable(payload: object) -> None:
    for fact in facts_of(payload):
        assert isinstance(fact, Fact)
        assert all("\x00" not in text and text.encode() is not None for text in texts_of(fact))


TRIES = settings().max_examples  # a hundred, or what the profile says
HURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@settings(max_examples=5 * TRIES, deadline=None, suppress_health_check=HURRIED)
@given(mutated_recordings())
def test_no_mutation_of_a_recording_raises_or_gives_what_cannot_be_stored(payload: object) -> None:
    assert_storable(payload)


def test_none_of_some_thousand_mutations_raises() -> None:
    chance = random.Random(7)  # noqa: S311  # to be repeated, not to be secret
    for _ in range(50 * TRIES):
        assert_storable(mutated(chance))


@pytest.fixture
def nightly(request: pytest.FixtureRequest) -> None:
    if "nightly" not in request.config.getoption("markexpr"):
        pytest.skip("takes minutes: run with -m nightly")


@pytest.mark.nightly
@pytest.mark.usefixtures("nightly")
def test_none_of_a_hundred_thousand_mutations_raises() -> None:
    chance = random.Random(20261127)  # noqa: S311  # to be repeated, not to be secret
    for _ in range(100_000):
        assert_storable(mutated(chance))
