import ast
import sys
from pathlib import Path

import pytest

import chatbookr_sdk
from chatbookr_sdk import (
    AuthExpired,
    Busy,
    Buttons,
    Event,
    HttpResponse,
    InvalidCredentials,
    InvalidWebhook,
    Options,
    OtherContent,
    OutcomeUnknown,
    PermanentFailure,
    PluginError,
    Recipient,
    Secret,
    Sender,
    TemporaryFailure,
    Text,
    TextReceived,
    UnknownFact,
    WebhookRequest,
)
from chatbookr_sdk.testing.fakes import NOON

SDK = Path(chatbookr_sdk.__file__).parent


def imported_by(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def test_every_public_name_exists_and_is_listed_in_order() -> None:
    names = chatbookr_sdk.__all__

    assert len(set(names)) == len(names)
    assert all(hasattr(chatbookr_sdk, name) for name in names)


def test_what_plugins_import_needs_the_standard_library_alone_and_only_the_kit_needs_pytest() -> None:
    allowed = set(sys.stdlib_module_names) | {"chatbookr_sdk"}

    for file in SDK.rglob("*.py"):
        extra = {"pytest"} if file.parent.name == "testing" else set()
        strangers = {name.partition(".")[0] for name in imported_by(file)} - allowed - extra

        assert not strangers, file


def test_a_secret_shows_dots_however_it_is_printed() -> None:
    secret = Secret("hunter2")

    for shown in (repr(secret), str(secret), f"{secret}", f"{secret:>80}", f"{[secret]}", "%s" % secret):  # noqa: UP031  # one of the ways
        assert "hunter2" not in shown
        assert "Secret(…)" in shown


def test_a_secret_is_revealed_only_when_asked_and_compares_by_value() -> None:
    assert Secret("a").reveal() == "a"
    assert Secret("a") == Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1
    assert not hasattr(Secret("a"), "__dict__")


@pytest.mark.parametrize(
    "thing",
    [
        TextReceived("my words"),
        OtherContent("image", "my words"),
        UnknownFact(None, "history", "my words"),
        Text("my words"),
        Buttons("my words", ()),
        Options("my words", "Times", ()),
        Sender("my words", "my words", "my words"),
        Recipient("my words", "my words"),
        WebhookRequest("POST", {}, {}, b"my words"),
        HttpResponse(200, {}, b"my words"),
        Event("abcde", "b-1", NOON, NOON, "UTC", "my words", "my words", "my words"),
    ],
)
def test_peoples_words_show_in_no_repr(thing: object) -> None:
    assert "my words" not in repr(thing)


def test_an_answer_is_read_as_json_or_raises_value_error() -> None:
    assert HttpResponse(200, {}, b'{"a": 1}').json() == {"a": 1}
    for content in (b"", b"<html>", b"\xff"):
        with pytest.raises(ValueError, match=r"Expecting value|can't decode"):
            HttpResponse(200, {}, content).json()


def test_consequences_carry_what_the_host_acts_upon() -> None:
    assert TemporaryFailure("busy", code="4", retry_after_seconds=7).retry_after_seconds == 7
    assert isinstance(OutcomeUnknown("sent"), TemporaryFailure)
    assert str(PermanentFailure("undeliverable")) == "undeliverable"
    assert PermanentFailure("undeliverable", "code 131026", code="131026").reason == "undeliverable"
    assert AuthExpired("dead", code="190").code == "190"
    assert InvalidCredentials("no", field="access_token").field == "access_token"
    assert InvalidWebhook("garbage", authentic=True).authentic
    assert not InvalidWebhook("forged").authentic
    for error in (TemporaryFailure, PermanentFailure, AuthExpired, InvalidCredentials, InvalidWebhook):
        assert issubclass(error, PluginError)


def test_contract_values_compare_by_value_and_cannot_be_changed() -> None:
    assert Busy(NOON, NOON) == Busy(NOON, NOON)
    with pytest.raises(AttributeError):
        Text("a").body = "b"  # type: ignore[misc]  # the point of the test
