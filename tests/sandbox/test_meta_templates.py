from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.sandbox.meta_sandbox import APP, GRAPH, PATIENT, MetaSandbox, meta_sandbox, text

PLACE = f"{GRAPH}/{APP.waba_id}/message_templates"
HEADERS = {"authorization": f"Bearer {APP.access_token}"}


@pytest.fixture
async def sandbox() -> AsyncIterator[MetaSandbox]:
    async with meta_sandbox() as running:
        yield running


async def made(sandbox: MetaSandbox, name: str = "reminder", body: str = "On {{1}} at {{2}}.") -> None:
    wish = {"name": name, "language": "en", "category": "UTILITY", "components": [{"type": "BODY", "text": body}]}
    assert (await sandbox.send(wish, to=PLACE)).status_code == 200


async def sent(sandbox: MetaSandbox, *values: object) -> Any:
    parameters = [{"type": "text", "text": value} if isinstance(value, str) else value for value in values]
    said: dict[str, Any] = {"name": "reminder", "language": {"code": "en"}}
    said |= {"components": [{"type": "body", "parameters": parameters}]}
    body = {"messaging_product": "whatsapp", "to": PATIENT, "type": "template", "template": said}
    return (await sandbox.send(body)).json().get("error", {}).get("code")


async def test_templates_come_in_pages(sandbox: MetaSandbox) -> None:
    for number in range(5):
        await made(sandbox, f"t{number}")

    names, after, pages = list[str](), None, 0
    while pages == 0 or after is not None:
        parameters = {"limit": "2", "fields": "name,quality_score"} | ({"after": after} if after else {})
        page = (await sandbox.http.get(PLACE, params=parameters, headers=HEADERS)).json()
        names += [one["name"] for one in page["data"]]
        assert all(one.keys() == {"id", "name", "quality_score"} for one in page["data"])
        after, pages = page["paging"]["cursors"]["after"] if "next" in page["paging"] else None, pages + 1
    refused = await sandbox.http.get(PLACE, params={"limit": "many"}, headers=HEADERS)

    assert (names, pages, refused.status_code) == ([f"t{number}" for number in range(5)], 3, 400)


async def test_what_meta_decides_about_a_template_is_told_and_holds(sandbox: MetaSandbox) -> None:
    await made(sandbox)
    wish = {"name": "reminder", "language": "en"}

    codes = []
    for change in ({"status": "PAUSED"}, {"status": "DISABLED"}, {"status": "REJECTED"}, {"status": "APPROVED"}):
        await sandbox.http.patch("/sandbox/meta/templates", json=wish | change)
        codes.append(await sent(sandbox, "Tue", "09:30"))
    both = {"category": "MARKETING", "quality": "RED"}
    changed = (await sandbox.http.patch("/sandbox/meta/templates", json=wish | both)).json()
    wrong = await sandbox.http.patch("/sandbox/meta/templates", json=wish | {"status": "NICE"})
    nobody = await sandbox.http.patch("/sandbox/meta/templates", json={"name": "x", "language": "en"})
    await sandbox.settled()

    assert codes == [132015, 132016, 132001, None]
    assert (changed["previous_category"], changed["category"]) == ("UTILITY", "MARKETING")
    assert (wrong.status_code, nobody.status_code) == (400, 400)
    told = [value for value in sandbox.webhook.changes() if "message_template_name" in value]
    assert [one["event"] for one in told if "event" in one] == ["PAUSED", "DISABLED", "REJECTED", "APPROVED"]
    assert [one["new_category"] for one in told if "new_category" in one] == ["MARKETING"]
    assert [one["new_quality_score"] for one in told if "new_quality_score" in one] == ["RED"]


async def test_parameters_that_do_not_fit_are_refused_by_their_code(sandbox: MetaSandbox) -> None:
    await made(sandbox)

    assert await sent(sandbox, "Tue") == 132000
    assert await sent(sandbox, "Tue", {"type": "image", "image": {"id": "1"}}) == 132012
    assert await sent(sandbox, "Tue", "two\nlines") == 132018
    assert await sent(sandbox, "Tue", "x" * 1024) == 132005
    assert await sent(sandbox, "Tue", "09:30") is None


async def test_one_person_is_written_to_so_often_and_no_oftener(sandbox: MetaSandbox) -> None:
    await sandbox.hear(text="hello")
    await sandbox.behave(limits_pairs=True)

    answers = [(await sandbox.send(text("hi"))).status_code for _ in range(46)]
    sandbox.clock.move(seconds=271)
    later = await sandbox.send(text("hi"))

    assert (answers.count(200), answers[-1], later.status_code) == (45, 429, 200)
