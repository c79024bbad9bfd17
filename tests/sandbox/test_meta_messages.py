import base64
from typing import Any

import pytest
from tests.sandbox.meta_desk import sandbox as sandbox
from tests.sandbox.meta_sandbox import (
    APP,
    GRAPH,
    MESSAGES,
    PATIENT,
    MetaSandbox,
    buttons,
    fixture,
    interactive,
    rows,
    text,
)

OPENAPI = "api/meta_openapi__"


async def test_a_text_is_accepted_in_the_documented_shape(sandbox: MetaSandbox) -> None:
    await sandbox.hear(text="hello")
    documented = fixture(f"{OPENAPI}phone_number_id_messages__post__resp200__example_response")

    answer = await sandbox.send(text("Good morning", to="+31 6 1234-5678"))

    assert answer.status_code == 200
    accepted = answer.json()
    assert accepted.keys() == documented.keys()
    assert accepted["contacts"] == [{"input": "+31 6 1234-5678", "wa_id": PATIENT}]
    name = accepted["messages"][0]["id"]
    assert name.startswith("wamid.HBg")
    assert PATIENT.encode() in base64.b64decode(name.removeprefix("wamid."))
    assert [each["text"] for each in await sandbox.thread()] == ["hello", "Good morning"]


@pytest.mark.parametrize(
    "name",
    ["send_text_message", "send_text_message_with_preview_url", "send_list_message", "send_reply_button"],
)
async def test_the_documented_requests_are_accepted(sandbox: MetaSandbox, name: str) -> None:
    request = fixture(f"{OPENAPI}phone_number_id_messages__post__request__{name}") | {"to": PATIENT}

    answer = await sandbox.send(_filled_in(request))

    assert answer.status_code == 200, answer.text


def _filled_in(part: Any) -> Any:
    """Shorten the documentation's placeholders to what the published limits allow, each still unlike the others."""
    if isinstance(part, dict):
        return {key: _filled_in(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled_in(each) for each in part]
    return part.strip("<>")[-20:] if isinstance(part, str) and part.startswith("<") else part


@pytest.mark.parametrize(
    ("headers", "documented"),
    [
        ({}, f"{OPENAPI}phone_number_id__get__resp401__missing_token"),
        ({"authorization": "Bearer nobody"}, f"{OPENAPI}phone_number_id__get__resp401__invalid_token"),
    ],
)
async def test_without_a_known_token_nothing_is_sent(
    sandbox: MetaSandbox, headers: dict[str, str], documented: str
) -> None:
    answer = await sandbox.http.post(MESSAGES, json=text("hi"), headers=headers)

    assert answer.status_code == 401
    assert _without_trace(answer.json()) == _without_trace(fixture(documented))
    assert await sandbox.thread() == []


@pytest.mark.parametrize(
    ("state", "documented"), [("expired", "send_190_expired_463"), ("revoked", "send_190_revoked_460")]
)
async def test_a_dead_token_is_told_apart(sandbox: MetaSandbox, state: str, documented: str) -> None:
    await sandbox.http.post("/sandbox/meta/tokens", json={"access_token": APP.access_token, "state": state})

    answer = await sandbox.send(text("hi"))

    expected = fixture(f"derived_api/{documented}")
    assert answer.status_code == expected["status"]
    said, meant = _without_trace(answer.json())["error"], _without_trace(expected["body"])["error"]
    assert {**said, "message": ""} == {**meant, "message": ""}
    assert said["message"] in meant["message"]


def _without_trace(body: dict[str, Any]) -> dict[str, Any]:
    assert body["error"]["fbtrace_id"].startswith("A")
    return {"error": {key: value for key, value in body["error"].items() if key != "fbtrace_id"}}


async def test_a_token_of_another_clinic_opens_nothing(sandbox: MetaSandbox) -> None:
    other = (await sandbox.http.post("/sandbox/meta/numbers", json={"verified_name": "Elsewhere"})).json()

    answer = await sandbox.send(text("hi"), token=other["access_token"])

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, 200)
    assert await sandbox.thread() == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"to": PATIENT, "type": "text", "text": {"body": "hi"}}, 100),
        ({"messaging_product": "whatsapp", "type": "text", "text": {"body": "hi"}}, 100),
        (text("hi", to="12"), 131009),
        (text("hi", to=APP.display_phone_number), 131021),
        (text("hi", type="carrier_pigeon"), 100),
        (text("hi", recipient_type="group"), 100),
        (text("   "), 100),
        (text("x" * 4097), 100),
        (text("hi", text="hi"), 131008),
        (text("hi", biz_opaque_callback_data="x" * 513), 100),
        (text("hi", context={}), 131008),
        (interactive("button", buttons("One", "Two", "Three", "Four")), 131009),
        (interactive("button", buttons()), 131009),
        (interactive("button", buttons("x" * 21)), 131009),
        (interactive("button", buttons("Same", "Same")), 131009),
        (interactive("button", {"buttons": [{"type": "reply", "reply": {"id": "x" * 257, "title": "A"}}]}), 131009),
        (interactive("button", {"buttons": [{"type": "reply", "reply": {"title": "A"}}]}), 131008),
        (interactive("button", buttons("Yes"), body={"text": "x" * 1025}), 131009),
        (interactive("button", buttons("Yes"), footer={"text": "x" * 61}), 131009),
        (interactive("button", buttons("Yes"), header={"type": "text", "text": "x" * 61}), 131009),
        (interactive("list", {"button": "x" * 21, "sections": [{"rows": rows(1)}]}), 131009),
        (interactive("list", {"sections": [{"rows": rows(1)}]}), 131008),
        (interactive("list", {"button": "Open", "sections": [{"rows": rows(11)}]}), 131009),
        (interactive("list", {"button": "Open", "sections": [{"rows": []}]}), 131008),
        (interactive("list", {"button": "Open", "sections": []}), 131009),
        (interactive("list", {"button": "Open", "sections": [{"rows": rows(1, title="x" * 25)}]}), 131009),
        (interactive("list", {"button": "Open", "sections": [{"rows": rows(1, description="x" * 73)}]}), 131009),
        (interactive("list", {"button": "Open", "sections": [{"rows": rows(1, id="x" * 201)}]}), 131009),
        (interactive("list", {"button": "Open", "sections": [{"rows": rows(2, id="same")}]}), 131009),
        (interactive("list", {"button": "Open", "sections": [{"rows": rows(1)}, {"rows": rows(1, id="z")}]}), 131008),
        (interactive("list", {"button": "Open", "sections": [{"title": "x" * 25, "rows": rows(1)}]}), 131009),
        (interactive("list", {"button": "O", "sections": [{"rows": rows(1)}]}, header={"type": "image"}), 131009),
        (interactive("carousel", {}), 131009),
        ([], 100),
    ],
)
async def test_what_breaks_a_limit_is_refused_and_not_shown(sandbox: MetaSandbox, body: Any, code: int) -> None:
    await sandbox.hear(text="hello")

    answer = await sandbox.send(body)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, code)
    assert error["type"] == "OAuthException"
    if code in (131008, 131009):
        assert error["error_data"]["messaging_product"] == "whatsapp"
        assert error["error_data"]["details"]
    assert len(await sandbox.thread()) == 1


async def test_the_limits_themselves_are_within_the_limits(sandbox: MetaSandbox) -> None:
    await sandbox.hear(text="hello")
    sections = [
        {"title": "x" * 24, "rows": rows(5, title="x" * 24, description="x" * 72)},
        {"title": "y" * 24, "rows": [{"id": f"{n}" * 200, "title": "é" * 24} for n in range(5)]},
    ]

    listed = await sandbox.send(interactive("list", {"button": "x" * 20, "sections": sections}))
    asked = await sandbox.send(interactive("button", buttons("a" * 20, "b" * 20, "ü" * 20)))

    assert (listed.status_code, asked.status_code) == (200, 200)


async def test_a_body_that_is_no_json_is_refused(sandbox: MetaSandbox) -> None:
    headers = {"authorization": f"Bearer {APP.access_token}", "content-type": "application/json"}

    answer = await sandbox.http.post(MESSAGES, content=b'{"messaging_product":', headers=headers)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


async def test_outside_the_window_a_message_is_accepted_and_then_fails(sandbox: MetaSandbox) -> None:
    await sandbox.hear(text="hello")
    sandbox.clock.move(hours=24)

    answer = await sandbox.send(text("Are you still there?"))
    await sandbox.settled()

    told = sandbox.webhook.statuses_told()
    assert answer.status_code == 200
    assert [(each["status"], each["errors"][0]["code"]) for each in told] == [("failed", 131047)]
    assert [each["text"] for each in await sandbox.thread()] == ["hello"]


async def test_the_late_refusal_may_come_at_once(sandbox: MetaSandbox) -> None:
    await sandbox.behave(refuses_late_at_once=True)

    answer = await sandbox.send(text("Unasked"))

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 131047)


async def test_a_template_reaches_a_patient_who_never_wrote(sandbox: MetaSandbox) -> None:
    authorization = {"authorization": f"Bearer {APP.access_token}"}
    template = {
        "name": "reminder",
        "language": "en",
        "category": "UTILITY",
        "components": [
            {"type": "BODY", "text": "Your appointment is on {{1}} at {{2}}."},
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Cancel"}]},
        ],
    }
    made = await sandbox.http.post(f"{GRAPH}/{APP.waba_id}/message_templates", json=template, headers=authorization)
    parameters = [{"type": "text", "text": "Tue 13 Oct"}, {"type": "text", "text": "09:30"}]
    quick = {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [{"payload": "v1.cancel"}]}
    said = {
        "name": "reminder",
        "language": {"code": "en"},
        "components": [{"type": "body", "parameters": parameters}, quick],
    }

    answer = await sandbox.send({"messaging_product": "whatsapp", "to": PATIENT, "type": "template", "template": said})
    tapped = await sandbox.hear(type="button", id="v1.cancel")
    await sandbox.settled()

    assert made.json()["status"] == "APPROVED"
    assert answer.json()["messages"][0]["message_status"] == "accepted"
    shown = (await sandbox.thread())[0]
    assert shown["text"] == "Your appointment is on Tue 13 Oct at 09:30."
    assert shown["buttons"] == [{"id": "v1.cancel", "title": "Cancel"}]
    heard = next(each for each in sandbox.webhook.messages() if each["id"] == tapped["messages"][0]["id"])
    assert heard["button"] == {"payload": "v1.cancel", "text": "Cancel"}
    assert sandbox.webhook.statuses_told()[0]["pricing"]["category"] == "utility"


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ({"name": "nowhere", "language": {"code": "en"}}, 132001),
        ({"name": "hello", "language": {"code": "de"}}, 132001),
        ({"name": "hello", "language": {"code": "en"}}, 132000),
        ({"name": "hello"}, 131008),
    ],
)
async def test_a_template_that_does_not_fit_is_refused(
    sandbox: MetaSandbox, template: dict[str, Any], code: int
) -> None:
    made = {"name": "hello", "language": "en", "category": "UTILITY", "components": [{"type": "BODY", "text": "{{1}}"}]}
    await sandbox.send(made, to=f"{GRAPH}/{APP.waba_id}/message_templates")

    answer = await sandbox.send(
        {"messaging_product": "whatsapp", "to": PATIENT, "type": "template", "template": template}
    )

    assert answer.json()["error"]["code"] == code


async def test_a_read_receipt_turns_the_patients_ticks_blue_and_shows_typing(sandbox: MetaSandbox) -> None:
    heard = await sandbox.hear(text="hello")
    request = fixture(f"{OPENAPI}phone_number_id_messages__post__request__send_typing_indicator_and_read_receipt")

    answer = await sandbox.send(request | {"message_id": heard["messages"][0]["id"]})
    view = (await sandbox.http.get(f"/sandbox/meta/patients/{PATIENT}/messages")).json()

    assert answer.json() == {"success": True}
    assert view["messages"][0]["status"] == "read"
    assert view["is_typing"] is True


async def test_a_read_receipt_for_an_unknown_message_is_refused(sandbox: MetaSandbox) -> None:
    answer = await sandbox.send({"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.nothing"})

    expected = fixture("derived_api/send_100_invalid")
    assert answer.status_code == expected["status"]
    assert _without_trace(answer.json()) == _without_trace(expected["body"])


async def test_a_reaction_stands_on_the_message_and_is_taken_off_again(sandbox: MetaSandbox) -> None:
    heard = await sandbox.hear(text="hello")
    reaction = {"message_id": heard["messages"][0]["id"], "emoji": "👍"}
    body = {"messaging_product": "whatsapp", "to": PATIENT, "type": "reaction", "reaction": reaction}

    await sandbox.send(body)
    with_thumb = (await sandbox.thread())[0]["reaction"]
    await sandbox.send(body | {"reaction": reaction | {"emoji": ""}})

    assert with_thumb == "👍"
    assert (await sandbox.thread())[0]["reaction"] is None


async def test_a_quote_shows_what_it_answers(sandbox: MetaSandbox) -> None:
    heard = await sandbox.hear(text="When are you open?")

    await sandbox.send(text("From eight.", context={"message_id": heard["messages"][0]["id"]}))

    assert (await sandbox.thread())[1]["context"]["text"] == "When are you open?"


@pytest.mark.parametrize(
    ("kind", "content", "shown"),
    [
        ("image", {"link": "https://a.example/a.jpg", "caption": "The way in"}, "Photo: The way in"),
        ("document", {"link": "https://a.example/a.pdf", "filename": "Route.pdf"}, "Document: Route.pdf"),
        ("location", {"latitude": 52.4, "longitude": 4.9, "name": "The practice"}, "Location: The practice"),
    ],
)
async def test_other_kinds_are_shown_by_their_name(
    sandbox: MetaSandbox, kind: str, content: dict[str, Any], shown: str
) -> None:
    await sandbox.hear(text="hello")

    answer = await sandbox.send(text("", type=kind, **{kind: content}))

    assert answer.status_code == 200
    assert (await sandbox.thread())[1]["text"] == shown


async def test_templates_are_listed_and_removed(sandbox: MetaSandbox) -> None:
    place, headers = f"{GRAPH}/{APP.waba_id}/message_templates", {"authorization": f"Bearer {APP.access_token}"}
    body = [{"type": "BODY", "text": "Hello {{name}}"}]
    wish = {"name": "hello", "language": "en", "category": "UTILITY", "components": body}

    made = await sandbox.send(wish, to=place)
    twice = await sandbox.send(wish, to=place)
    listed = (await sandbox.http.get(place, headers=headers)).json()["data"]
    removed = await sandbox.http.delete(place, params={"name": "hello"}, headers=headers)
    absent = await sandbox.http.delete(place, params={"name": "hello"}, headers=headers)

    documented = fixture(f"{OPENAPI}waba_id_message_templates__get__resp200__example_response")["data"][1]
    assert made.json().keys() == {"id", "status", "category"}
    assert listed[0].keys() == documented.keys()
    assert [each.status_code for each in (twice, removed, absent)] == [400, 200, 400]
    assert (await sandbox.http.get(place, headers=headers)).json()["data"] == []


@pytest.mark.parametrize(
    "change", [{"name": "Not Allowed"}, {"category": "GOSSIP"}, {"components": "Hello"}, {"language": None}]
)
async def test_a_template_that_is_not_well_formed_is_refused(sandbox: MetaSandbox, change: dict[str, Any]) -> None:
    wish = {"name": "hello", "language": "en", "category": "UTILITY", "components": []} | change

    answer = await sandbox.send(wish, to=f"{GRAPH}/{APP.waba_id}/message_templates")

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


async def test_a_named_parameter_finds_its_place(sandbox: MetaSandbox) -> None:
    body = [{"type": "BODY", "text": "{{name}}, see you at {{time}}"}]
    wish = {"name": "hello", "language": "en", "category": "UTILITY", "components": body}
    await sandbox.send(wish, to=f"{GRAPH}/{APP.waba_id}/message_templates")
    parameters = [
        {"type": "text", "parameter_name": "time", "text": "09:30"},
        {"type": "text", "parameter_name": "name", "text": "Ana"},
    ]
    said = {"name": "hello", "language": {"code": "en"}, "components": [{"type": "body", "parameters": parameters}]}

    await sandbox.send({"messaging_product": "whatsapp", "to": PATIENT, "type": "template", "template": said})

    assert [each["text"] for each in await sandbox.thread()] == ["Ana, see you at 09:30"]
