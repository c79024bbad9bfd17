import hashlib
import hmac
from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256

import httpx
import pytest
from tests.sandbox.meta_sandbox import (
    APP,
    GRAPH,
    PATIENT,
    WEBHOOK,
    MetaSandbox,
    Webhook,
    fixture,
    meta_sandbox,
    text,
    until,
)

BEARER = {"authorization": f"Bearer {APP.access_token}"}
NUMBER, ACCOUNT = f"{GRAPH}/{APP.phone_number_id}", f"{GRAPH}/{APP.waba_id}"
OPENAPI = "api/meta_openapi__"


@pytest.fixture
async def sandbox() -> AsyncIterator[MetaSandbox]:
    async with meta_sandbox() as running:
        yield running


async def test_a_number_describes_itself(sandbox: MetaSandbox) -> None:
    documented = fixture(f"{OPENAPI}phone_number_id__get__resp200__default_response")
    wider = fixture(f"{OPENAPI}phone_number_id__get__resp200__with_name_status")

    plain = await sandbox.http.get(NUMBER, headers=BEARER)
    wide = await sandbox.http.get(NUMBER, headers=BEARER, params={"fields": ",".join(wider)})
    wrong = await sandbox.http.get(NUMBER, headers=BEARER, params={"fields": "shoe_size"})

    assert plain.json().keys() == documented.keys()
    assert plain.json()["display_phone_number"] == APP.display_phone_number
    assert wide.json().keys() == wider.keys()
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, 100)


@pytest.mark.parametrize(
    ("path", "documented"),
    [
        (f"{GRAPH}/999999999999999", "phone_number_id__get__resp404__phone_not_found"),
        (f"{GRAPH}/not-a-number", "phone_number_id__get__resp400__invalid_phone_id"),
        (f"/meta/23/{APP.phone_number_id}", "phone_number_id__get__resp400__invalid_version"),
    ],
)
async def test_a_wrong_address_is_refused_as_documented(sandbox: MetaSandbox, path: str, documented: str) -> None:
    answer = await sandbox.http.get(path, headers=BEARER)

    expected = fixture(f"{OPENAPI}{documented}")["error"]
    assert str(answer.status_code) in documented
    assert answer.json()["error"] | {"fbtrace_id": ""} == expected | {"fbtrace_id": ""}


async def test_an_unknown_path_is_refused(sandbox: MetaSandbox) -> None:
    answer = await sandbox.http.get(f"{GRAPH}/1/2/3/4", headers=BEARER)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 2500)


async def test_an_account_lists_its_numbers(sandbox: MetaSandbox) -> None:
    await sandbox.http.post("/sandbox/meta/numbers", json={"waba_id": APP.waba_id, "verified_name": "Branch"})

    described = await sandbox.http.get(ACCOUNT, headers=BEARER)
    listed = await sandbox.http.get(f"{ACCOUNT}/phone_numbers", headers=BEARER)

    assert described.json()["id"] == APP.waba_id
    assert [each["verified_name"] for each in listed.json()["data"]] == [APP.verified_name, "Branch"]


async def test_a_clinic_connects_with_a_code_and_leaves_again(sandbox: MetaSandbox) -> None:
    other = {"verified_name": "New clinic", "is_registered": False, "is_subscribed": False}
    number = (await sandbox.http.post("/sandbox/meta/numbers", json=other)).json()
    code = (await sandbox.http.post("/sandbox/meta/codes", json={"phone_number_id": number["phone_number_id"]})).json()[
        "code"
    ]
    query = {"client_id": APP.app_id, "client_secret": APP.app_secret, "code": code}

    granted = await sandbox.http.get(f"{GRAPH}/oauth/access_token", params=query)
    twice = await sandbox.http.get(f"{GRAPH}/oauth/access_token", params=query)
    token = granted.json()["access_token"]
    bearer = {"authorization": f"Bearer {token}"}
    place, account = f"{GRAPH}/{number['phone_number_id']}", f"{GRAPH}/{number['waba_id']}"
    pin = fixture(f"{OPENAPI}phone_number_id_register__post__request__basic_registration")
    too_early = await sandbox.send(text("hi"), token=token, to=f"{place}/messages")
    subscribed = await sandbox.http.post(f"{account}/subscribed_apps", headers=bearer)
    registered = await sandbox.http.post(f"{place}/register", json=pin, headers=bearer)
    await sandbox.hear(text="hello", phone_number_id=number["phone_number_id"])
    await sandbox.arrived(1)
    sent = await sandbox.send(text("hi"), token=token, to=f"{place}/messages")
    unsubscribed = await sandbox.http.delete(f"{account}/subscribed_apps", headers=bearer)
    revoked = await sandbox.http.delete(f"{GRAPH}/me/permissions", headers=bearer)
    too_late = await sandbox.send(text("hi"), token=token, to=f"{place}/messages")

    assert twice.json()["error"]["code"] == 100
    assert granted.json()["token_type"] == "bearer"
    assert too_early.json()["error"]["code"] == 133010
    successes = [subscribed, registered, unsubscribed, revoked]
    assert [each.json() for each in successes] == [{"success": True}] * 4
    assert sent.status_code == 200
    assert (too_late.status_code, too_late.json()["error"]["code"]) == (401, 190)


@pytest.mark.parametrize(("client_id", "secret", "code"), [("1", APP.app_secret, 101), (APP.app_id, "guess", 1)])
async def test_a_stranger_gets_no_token(sandbox: MetaSandbox, client_id: str, secret: str, code: int) -> None:
    query = {"client_id": client_id, "client_secret": secret, "grant_type": "client_credentials"}

    answer = await sandbox.http.get(f"{GRAPH}/oauth/access_token", params=query)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert "access_token" not in answer.text.replace("/oauth/access_token", "")


async def test_a_token_can_be_inspected(sandbox: MetaSandbox) -> None:
    app = {"authorization": f"Bearer {APP.app_id}|{APP.app_secret}"}

    alive = await sandbox.http.get(f"{GRAPH}/debug_token", params={"input_token": APP.access_token}, headers=app)
    dead = await sandbox.http.get(f"{GRAPH}/debug_token", params={"input_token": "nobody"}, headers=app)

    assert alive.json()["data"]["is_valid"] is True
    assert alive.json()["data"]["granular_scopes"][0]["target_ids"] == [APP.waba_id]
    assert dead.json()["data"]["is_valid"] is False


async def test_a_proof_with_the_wrong_secret_is_refused(sandbox: MetaSandbox) -> None:
    right = sandbox_proof(APP.access_token)

    good = await sandbox.http.get(NUMBER, headers=BEARER, params={"appsecret_proof": right})
    bad = await sandbox.http.get(NUMBER, headers=BEARER, params={"appsecret_proof": "0" * 64})

    assert good.status_code == 200
    assert (bad.status_code, bad.json()["error"]["code"]) == (400, 100)


def sandbox_proof(token: str) -> str:
    return hmac.new(APP.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


async def test_a_pin_has_six_digits(sandbox: MetaSandbox) -> None:
    answer = await sandbox.http.post(
        f"{NUMBER}/register", json={"messaging_product": "whatsapp", "pin": "12a456"}, headers=BEARER
    )

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


async def test_a_number_is_deregistered_once(sandbox: MetaSandbox) -> None:
    documented = fixture(f"{OPENAPI}phone_number_id_deregister__post__resp400__phone_not_registered")

    first = await sandbox.http.post(f"{NUMBER}/deregister", headers=BEARER)
    second = await sandbox.http.post(f"{NUMBER}/deregister", headers=BEARER)

    assert first.json() == {"success": True}
    assert second.status_code == 400
    assert second.json()["error"] | {"fbtrace_id": ""} == documented["error"] | {"fbtrace_id": ""}


async def test_the_webhook_moves_only_after_the_handshake() -> None:
    webhook = Webhook(verify_token="a new token")

    async with meta_sandbox(webhook=webhook, webhook_url="http://nowhere.test/") as sandbox:
        wish = {"callback_url": WEBHOOK}
        wrong = await sandbox.http.post("/sandbox/meta/subscription", json=wish | {"verify_token": "guess"})
        app = {"access_token": f"{APP.app_id}|{APP.app_secret}", "verify_token": "a new token", **wish}
        right = await sandbox.http.post(f"{GRAPH}/{APP.app_id}/subscriptions", params=app)
        await sandbox.hear(text="hello")
        await until(lambda: bool(webhook.bodies))

        assert (wrong.status_code, right.json()) == (400, {"success": True})
        assert webhook.messages()[0]["text"]["body"] == "hello"


async def test_an_account_may_have_a_callback_of_its_own(sandbox: MetaSandbox) -> None:
    override = {"override_callback_uri": WEBHOOK, "verify_token": APP.verify_token}
    unconfirmed = override | {"verify_token": "guess"}

    refused = await sandbox.http.post(f"{ACCOUNT}/subscribed_apps", json=unconfirmed, headers=BEARER)
    taken = await sandbox.http.post(f"{ACCOUNT}/subscribed_apps", json=override, headers=BEARER)
    listed = await sandbox.http.get(f"{ACCOUNT}/subscribed_apps", headers=BEARER)

    documented = fixture(f"{OPENAPI}waba_id_subscribed_apps__post__resp200__custom_callback_success")
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, 2200)
    assert taken.json().keys() == documented.keys()
    assert taken.json()["data"][0].keys() == documented["data"][0].keys()
    assert listed.json()["data"][0]["override_callback_uri"] == WEBHOOK


async def test_a_file_is_uploaded_fetched_and_deleted(sandbox: MetaSandbox) -> None:
    form = {"messaging_product": "whatsapp", "type": "text/plain"}
    file = {"file": ("note.txt", b"a note\r\nof two lines", "text/plain")}

    uploaded = (await sandbox.http.post(f"{NUMBER}/media", data=form, files=file, headers=BEARER)).json()
    described = (await sandbox.http.get(f"{GRAPH}/{uploaded['id']}", headers=BEARER)).json()
    content = await sandbox.http.get(described["url"], headers=BEARER)
    unasked = await sandbox.http.get(described["url"])
    deleted = await sandbox.http.delete(f"{GRAPH}/{uploaded['id']}", headers=BEARER)
    gone = await sandbox.http.get(described["url"], headers=BEARER)

    assert described.keys() == fixture(f"{OPENAPI}media_id__get__resp200__retrieve_media_url").keys()
    assert (described["mime_type"], described["file_size"]) == ("text/plain", "20")
    assert content.content == b"a note\r\nof two lines"
    assert (unasked.status_code, gone.status_code) == (401, 404)
    assert deleted.json() == {"success": True}


async def test_a_file_is_refused_as_meta_does_and_named_by_its_own_number_alone(sandbox: MetaSandbox) -> None:
    await sandbox.hear(text="hello")

    async def uploaded(mime_type: str, content: bytes = b"a picture") -> httpx.Response:
        form = {"messaging_product": "whatsapp", "type": mime_type}
        file = {"file": ("a.png", content, mime_type)}
        return await sandbox.http.post(f"{NUMBER}/media", data=form, files=file, headers=BEARER)

    page = (await uploaded("text/html")).json()["error"]
    large = (await uploaded("image/png", bytes(6 * 1024 * 1024))).json()["error"]
    media_id = (await uploaded("image/png")).json()["id"]
    taken = await sandbox.send(text("", type="image", image={"id": media_id, "caption": "The way in"}))
    as_film = await sandbox.send(text("", type="video", video={"id": media_id}))
    unknown = await sandbox.send(text("", type="image", image={"id": "1"}))

    assert (page["code"], page["message"].startswith("(#100) Param file must be a file with one of")) == (100, True)
    assert large["code"] == 131053
    assert (taken.status_code, as_film.json()["error"]["code"]) == (200, 131053)
    assert unknown.json()["error"]["code"] == 131009
    shown = (await sandbox.http.get(f"/sandbox/meta/patients/{PATIENT}/messages")).json()["messages"][-1]
    assert (shown["text"], shown["file"]["mime_type"]) == ("Photo: The way in", "image/png")
    assert (await sandbox.http.get(shown["file"]["url"])).content == b"a picture"
    assert (await sandbox.http.get("/sandbox/meta/files/1")).status_code == 404


async def test_what_a_patient_sends_is_fetched_by_its_number_for_a_while(sandbox: MetaSandbox) -> None:
    content = b"\x89PNG\r\n\x1a\n" + bytes(9)
    await sandbox.hear(type="image", file={"content": b64encode(content).decode(), "mime_type": "image/png"})
    await sandbox.arrived(1)
    [told] = [message["image"] for message in sandbox.webhook.messages()]
    assert told["sha256"] == b64encode(sha256(content).digest()).decode()

    async def described(**query: str) -> httpx.Response:
        return await sandbox.http.get(f"{GRAPH}/{told['id']}", params=query, headers=BEARER)

    url = (await described(phone_number_id=APP.phone_number_id)).json()["url"]
    assert (await described(phone_number_id="106540352242922")).status_code == 400
    assert (await sandbox.http.get(url, headers=BEARER)).content == content
    assert (await sandbox.http.get(url[:-1] + "x", headers=BEARER)).status_code == 404
    sandbox.clock.move(seconds=300)
    assert (await sandbox.http.get(url, headers=BEARER)).status_code == 404
    sandbox.clock.move(days=7)
    assert (await described()).status_code == 404
    for wish in ({"content": "?"}, {"content": b64encode(bytes(6 * 1024 * 1024)).decode()}, "a file"):
        answer = await sandbox.http.post(
            f"/sandbox/meta/patients/{PATIENT}/messages", json={"type": "image", "file": wish}
        )
        assert answer.status_code == 400


async def test_a_number_takes_a_webhook_and_a_name_of_its_own(sandbox: MetaSandbox) -> None:
    request = fixture(f"{OPENAPI}phone_number_id__post__request__configure_webhook")
    place = {"override_callback_uri": WEBHOOK, "verify_token": APP.verify_token}

    refused = await sandbox.http.post(NUMBER, json=request, headers=BEARER)
    taken = await sandbox.http.post(NUMBER, json=request | {"webhook_configuration": place}, headers=BEARER)
    renamed = await sandbox.http.post(NUMBER, json={"new_display_name": "Zuid"}, headers=BEARER)

    assert (refused.status_code, refused.json()["error"]["code"]) == (400, 2200)
    assert (taken.json(), renamed.json()) == ({"success": True}, {"success": True})
    assert (await sandbox.http.get(NUMBER, headers=BEARER)).json()["verified_name"] == "Zuid"


@pytest.mark.parametrize(
    ("place", "wish"),
    [
        ("numbers", {"phone_number_id": "abc"}),
        ("tokens", {"access_token": "nobody", "state": "live"}),
        ("tokens", {"access_token": APP.access_token, "state": "tired"}),
        ("subscription", {"callback_url": "http://["}),
        ("codes", []),
    ],
)
async def test_the_control_api_says_what_it_cannot_do(sandbox: MetaSandbox, place: str, wish: object) -> None:
    answer = await sandbox.http.post(f"/sandbox/meta/{place}", json=wish)

    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", f"/{APP.waba_id}", 200),
        ("GET", f"/{APP.waba_id}/phone_numbers", 200),
        ("POST", f"/{APP.waba_id}/subscribed_apps", 200),
        ("DELETE", f"/{APP.waba_id}/subscribed_apps", 200),
        ("GET", f"/{APP.phone_number_id}", 200),
        ("POST", f"/{APP.phone_number_id}/deregister", 200),
        ("DELETE", "/900000000000001/permissions", 200),
        ("GET", "/123456789012345/phone_numbers", 803),
    ],
)
async def test_another_clinics_token_opens_nothing_here(
    sandbox: MetaSandbox, method: str, path: str, code: int
) -> None:
    other = (await sandbox.http.post("/sandbox/meta/numbers", json={})).json()
    bearer = {"authorization": f"Bearer {other['access_token']}"}

    answer = await sandbox.http.request(method, f"{GRAPH}{path}", headers=bearer)

    assert answer.json()["error"]["code"] == code
    assert (await sandbox.http.get(NUMBER, headers=BEARER)).status_code == 200
    assert (await sandbox.hear(text="still connected"))["deliveries"] != []
