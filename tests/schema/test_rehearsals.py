"""Staff play the patient against real times: what is answered is what patients get, and nothing comes of it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.core.test_transcripts import replayed
from tests.factories import writing
from tests.matrix.test_changing_matrix import changed, snapshot
from tests.schema.desk import Desk, ask, make_desk
from tests.talks import from_yaml

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Service, WorkingHours
from chatbookr_core.rehearsals.recording import stage_of
from chatbookr_core.rehearsals.writing import to_yaml
from chatbookr_permissions.roles import Role

REHEARSE = """mutation ($input: RehearseInput!) { rehearse(input: $input) {
  transcript { lines { kind text offers } yaml } userErrors { code field } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    return await make_desk(vault, clock.now())


async def rehearsed(deployment: Deployment, desk: Desk, *lines: tuple[str, str], **given: Any) -> dict[str, Any]:
    asked = {"clinicId": desk.id_of("Clinic"), "lines": [{"kind": kind, "text": text} for kind, text in lines], **given}
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), REHEARSE, {"input": asked})
    assert answer.errors == [], answer.errors
    found: dict[str, Any] = answer.data["rehearse"]
    return found


async def to_the_confirmation(deployment: Deployment, desk: Desk) -> list[tuple[str, str]]:
    """Find a way to a real time by taking what is offered first."""
    lines = [("PATIENT", "hello"), ("TAPS", "Book appointment")]
    for _ in range(4):
        last = (await rehearsed(deployment, desk, *lines))["transcript"]["lines"][-1]
        if "Confirm only" in last["offers"]:
            break
        lines.append(("TAPS", last["offers"][0]))
    return lines


async def test_a_whole_booking_is_played_with_real_times_and_nothing_comes_of_it(
    deployment: Deployment, desk: Desk
) -> None:
    lines = await to_the_confirmation(deployment, desk)
    before = await snapshot(desk.clinic.id)

    found = await rehearsed(deployment, desk, *lines, ("TAPS", "Confirm + reminder"), title="My talk")

    transcript = found["transcript"]
    kinds = [line["kind"] for line in transcript["lines"]]
    assert found["userErrors"] == []
    assert transcript["lines"][-1]["text"].startswith("Booked: ")
    assert kinds.count("DONE") == 2  # the notice that was shown, and the booking that would be made
    assert any(line["text"].startswith("would book: ") for line in transcript["lines"])
    written = from_yaml(transcript["yaml"])
    assert written.title == "My talk"
    assert [line.text for line in written.lines] == [line["text"] for line in transcript["lines"]]
    assert changed(before, await snapshot(desk.clinic.id)) == []


@pytest.mark.parametrize("language", ["en", "de"])
async def test_a_talk_that_was_saved_is_played_again_when_the_clinic_has_long_changed(
    deployment: Deployment, desk: Desk, language: str
) -> None:
    begun = ("PATIENT", "hello"), ("PATIENT", "book an appointment" if language == "en" else "Termin buchen")
    lines = [
        *begun,
        ("WAITS", "3"),
        ("PATIENT", "menu"),
        ("PATIENT", "thursday after 14:00"),
        ("SENDS", "image"),
        ("PATIENT", "STOP"),
    ]
    saved = (await rehearsed(deployment, desk, *lines, language=language, patientName="Ann"))["transcript"]["yaml"]
    booking = await to_the_confirmation(deployment, desk)
    booked = (await rehearsed(deployment, desk, *booking, ("TAPS", "Confirm only")))["transcript"]["yaml"]
    async with writing():
        await WorkingHours.filter(clinic_id=desk.clinic.id).delete()
        await Service.filter(clinic_id=desk.clinic.id).update(title="Another", short_title="Another")

    for text in (saved, booked):
        again, _ = await replayed(from_yaml(text))
        assert to_yaml(again) == text
    assert "would book" in booked
    now = (await rehearsed(deployment, desk, *begun, language=language))["transcript"]["yaml"]
    assert from_yaml(now).lines != from_yaml(saved).lines[: len(from_yaml(now).lines)]


async def test_a_saved_talk_that_came_out_differently_is_seen(deployment: Deployment, desk: Desk) -> None:
    lines = await to_the_confirmation(deployment, desk)
    saved = from_yaml((await rehearsed(deployment, desk, *lines))["transcript"]["yaml"])
    other = replace(saved, practice=saved.practice.replace('"clinic_name": "', '"clinic_name": "The other '))

    again, _ = await replayed(other)

    assert again.lines != saved.lines


@pytest.mark.parametrize("practice", ["{}", "[]", "no", '{"view": {}, "found": []}', '{"view": 1, "found": 2}'])
def test_what_no_talk_was_played_with_is_refused(practice: str) -> None:
    with pytest.raises(InvalidInput):
        stage_of(practice)


async def test_more_look_ups_than_there_were_are_refused(deployment: Deployment, desk: Desk) -> None:
    lines = await to_the_confirmation(deployment, desk)
    saved = from_yaml((await rehearsed(deployment, desk, *lines))["transcript"]["yaml"])
    told = json.loads(saved.practice)

    with pytest.raises(InvalidInput):
        await replayed(replace(saved, practice=json.dumps({**told, "found": []})))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("between wednesday and thursday", {"Wed", "Thu"}),
        ("tuesday or thursday", {"Tue", "Thu"}),
        ("not before thursday", {"Thu", "Fri", "Mon", "Tue", "Wed"}),
    ],
)
async def test_days_that_are_typed_are_looked_up_as_a_whole(
    deployment: Deployment, desk: Desk, typed: str, days: set[str]
) -> None:
    lines = (await to_the_confirmation(deployment, desk))[:-1]

    last = (await rehearsed(deployment, desk, *lines, ("PATIENT", typed)))["transcript"]["lines"][-1]

    assert last["text"].startswith("Free times, ")
    found = [title.split()[0] for title in last["offers"] if title[-3:-2] == ":"]
    assert len(set(found)) > 1
    assert set(found) <= days


async def test_a_red_flag_is_rehearsed_in_the_language_that_was_chosen(deployment: Deployment, desk: Desk) -> None:
    found = await rehearsed(deployment, desk, ("PATIENT", "mio padre non respira"), language="it")

    assert [line["text"] for line in found["transcript"]["lines"]][-1] == "a person is called: urgent"
    assert found["transcript"]["lines"][1]["text"].startswith("Non posso aiutare con sintomi urgenti.")


@pytest.mark.parametrize(
    ("lines", "given"),
    [
        ([], {}),
        ([("PATIENT", "hello")] * 41, {}),
        ([("PATIENT", " ")], {}),
        ([("TAPS", "Nowhere")], {}),
        ([("WAITS", "soon")], {}),
        ([("ASSISTANT", "hello")], {}),
        ([("PATIENT", "hello")], {"language": "xx"}),
    ],
)
async def test_what_cannot_be_played_is_refused_by_a_code(
    deployment: Deployment, desk: Desk, lines: list[tuple[str, str]], given: dict[str, str]
) -> None:
    found = await rehearsed(deployment, desk, *lines, **given)

    assert found["transcript"] is None
    assert [error["code"] for error in found["userErrors"]] == ["INVALID_VALUE"]


async def test_another_clinic_is_not_rehearsed_with(deployment: Deployment, desk: Desk, vault: Vault) -> None:
    other = await make_desk(vault, deployment.clock.now())

    answer = await ask(
        deployment,
        other.actor(Role.OWNER),
        REHEARSE,
        {"input": {"clinicId": desk.id_of("Clinic"), "lines": [{"kind": "PATIENT", "text": "hello"}]}},
    )

    refused = answer.data["rehearse"]
    assert refused is None or refused["transcript"] is None
