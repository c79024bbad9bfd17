import json
import random
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbookr_sdk import (
    Fact,
    TextReceived,
    UnknownFact,
    WebhookRequest,
)
from chatbookr_sdk.testing.fakes import NOON, context_for
from chatbookr_whatsapp import plugin
from whatsapp_payloads import RECORDINGS, a_message, a_payload, a_value, facts_of, texts_of, the_message


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


@pytest.mark.nightly
def test_none_of_a_hundred_thousand_mutations_raises() -> None:
    chance = random.Random(20261127)  # noqa: S311  # to be repeated, not to be secret
    for _ in range(100_000):
        assert_storable(mutated(chance))
