import pytest

from chatbookr_sdk import (
    Button,
    Buttons,
    FileMessage,
    Options,
    OutboundContent,
    OutboundMessage,
    PermanentFailure,
    Recipient,
    Row,
    Section,
    Text,
)
from chatbookr_whatsapp.content import body_of


def a_message(content: OutboundContent, *, recipient: Recipient | None = None, **parts: str) -> OutboundMessage:
    return OutboundMessage(
        idempotency_key=parts.get("idempotency_key", "key-1"),
        recipient=recipient or Recipient("US.1", "{{Recipient-Phone-Number}}"),
        content=content,
        reply_to_external_id=parts.get("reply_to"),
    )


def a_button(number: int = 1, **parts: str) -> Button:
    return Button(**{"id": f"b{number}", "title": f"Button {number}", **parts})


def a_row(number: int = 1, **parts: str) -> Row:
    return Row(**{"id": f"r{number}", "title": f"Row {number}", **parts})


@pytest.mark.parametrize(
    ("recipient", "address"),
    [
        (Recipient("US.1349", "16505551234"), {"to": "16505551234"}),
        (Recipient("16505551234"), {"to": "16505551234"}),
        (Recipient("US.1349"), {"recipient": "US.1349"}),
        (Recipient("US.ENT.1349"), {"recipient": "US.ENT.1349"}),
    ],
)
def test_a_person_is_addressed_by_phone_or_else_by_user_id(recipient: Recipient, address: dict[str, str]) -> None:
    body = body_of(a_message(Text("hello"), recipient=recipient))

    assert {key: body[key] for key in ("to", "recipient") if key in body} == address


ROWS = tuple(a_row(n) for n in range(10))

AT_THE_LIMIT: list[OutboundContent] = [
    Text("x" * 4096),
    Buttons("x" * 1024, tuple(a_button(n, id=f"{n}" * 200, title=f"{n}" * 20) for n in range(3)), "h" * 60, "f" * 60),
    Options("x" * 1024, "l" * 20, tuple(Section(f"{n}" * 24, (a_row(n),)) for n in range(10)), "h" * 60, "f" * 60),
    Options("x", "l", (Section("", (*ROWS[:9], a_row(9, id="i" * 200, title="t" * 24, description="d" * 72))),)),
]


@pytest.mark.parametrize("content", AT_THE_LIMIT)
def test_what_fits_the_limits_exactly_is_written(content: OutboundContent) -> None:
    assert body_of(a_message(content))["biz_opaque_callback_data"] == "key-1"


OVER_THE_LIMIT: list[tuple[OutboundContent, str]] = [
    (Text("x" * 4097), "content_too_long"),
    (Text(" \n"), "content_empty"),
    (Text("half \ud83d"), "content_invalid"),
    (Buttons("x" * 1025, (a_button(),)), "content_too_long"),
    (Buttons("", (a_button(),)), "content_empty"),
    (Buttons("x", ()), "content_empty"),
    (Buttons("x", tuple(a_button(n) for n in range(4))), "too_many_options"),
    (Buttons("x", (a_button(title="t" * 21),)), "content_too_long"),
    (Buttons("x", (a_button(title=""),)), "content_empty"),
    (Buttons("x", (a_button(id="i" * 201),)), "content_too_long"),
    (Buttons("x", (a_button(1), a_button(2, id="b1"))), "duplicate_option"),
    (Buttons("x", (a_button(1), a_button(2, title="Button 1"))), "duplicate_option"),
    (Buttons("x", (a_button(),), header="h" * 61), "content_too_long"),
    (Buttons("x", (a_button(),), footer="f" * 61), "content_too_long"),
    (Options("x" * 1025, "l", (Section("s", ROWS),)), "content_too_long"),
    (Options("x", "l" * 21, (Section("s", ROWS),)), "content_too_long"),
    (Options("x", "l", ()), "content_empty"),
    (Options("x", "l", (Section("s", ()), Section("t", ROWS))), "content_empty"),
    (Options("x", "l", (Section("s", (*ROWS, a_row(10))),)), "too_many_options"),
    (Options("x", "l", tuple(Section(f"s{n}", (a_row(n),)) for n in range(11))), "too_many_options"),
    (Options("x", "l", (Section("s" * 25, ROWS),)), "content_too_long"),
    (Options("x", "l", (Section("", ROWS[:1]), Section("s", ROWS[1:]))), "content_empty"),
    (Options("x", "l", (Section("s", (a_row(title="t" * 25),)),)), "content_too_long"),
    (Options("x", "l", (Section("s", (a_row(description="d" * 73),)),)), "content_too_long"),
    (Options("x", "l", (Section("s", (a_row(id="i" * 201),)),)), "content_too_long"),
    (Options("x", "l", (Section("s", (a_row(1), a_row(1))),)), "duplicate_option"),
]


@pytest.mark.parametrize(("content", "reason"), OVER_THE_LIMIT)
def test_what_does_not_fit_is_refused_and_never_cut(content: OutboundContent, reason: str) -> None:
    with pytest.raises(PermanentFailure) as refusal:
        body_of(a_message(content))

    assert refusal.value.reason == reason


def test_two_rows_may_share_a_title_for_the_id_decides() -> None:
    body = body_of(a_message(Options("x", "l", (Section("s", (a_row(1, title="Dr Vos"), a_row(2, title="Dr Vos"))),))))

    assert body["type"] == "interactive"


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (a_message(Text("hello"), idempotency_key="k" * 256), "content_too_long"),
        (a_message(Text("hello"), idempotency_key=""), "content_empty"),
        (a_message(Text("hello"), recipient=Recipient("")), "recipient_missing"),
    ],
)
def test_a_message_without_a_usable_key_or_recipient_is_refused(message: OutboundMessage, reason: str) -> None:
    with pytest.raises(PermanentFailure) as refusal:
        body_of(message)

    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("kind", "caption", "named"),
    [
        ("image", "the way in", {"id": "1003383421387256", "caption": "the way in"}),
        ("image", "", {"id": "1003383421387256"}),
        ("document", "", {"id": "1003383421387256", "filename": "Way.pdf"}),
        ("audio", "", {"id": "1003383421387256"}),
    ],
)
def test_a_file_is_named_by_the_id_it_was_given(kind: str, caption: str, named: dict[str, str]) -> None:
    body = body_of(a_message(FileMessage(caption, kind, "1003383421387256", "any/type", "Way.pdf")))

    assert (body["type"], body[kind]) == (kind, named)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (FileMessage("listen", "audio", "1003383421387256", "audio/mpeg", "a.mp3"), "content_invalid"),
        (FileMessage("x" * 1025, "image", "1003383421387256", "image/png", "a.png"), "content_too_long"),
        (FileMessage("", "image", "../me", "image/png", "a.png"), "request_invalid"),
    ],
)
def test_a_file_that_whatsapp_would_refuse_is_not_sent(file: FileMessage, reason: str) -> None:
    with pytest.raises(PermanentFailure) as refused:
        body_of(a_message(file))

    assert refused.value.reason == reason
