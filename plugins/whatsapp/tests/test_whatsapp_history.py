import json

import pytest

from chatbookr_sdk import (
    AccountNotice,
    DeliveryStatus,
    NoticeEffect,
    PastMessage,
    UnknownFact,
)
from whatsapp_payloads import Json, a_message, a_payload, facts_of, history


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
