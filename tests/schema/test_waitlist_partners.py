"""Partners and the waitlist: a key reads it and keeps it, once for each idempotency key, and is told of changes."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_location, make_patient, writing
from tests.schema.desk import Desk, ask, make_desk
from tests.webhook_desk import WebhookDesk, webhook_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.merges.service import merge_patients
from chatbookr_core.models import AuditEntry, LegalHold, WaitlistEntry, WaitlistOffer
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, SystemActor
from chatbookr_schema.ids import global_id

LIST = """query ($clinic: ID!) { waitlist(clinicId: $clinic) { nodes {
  id state createdBy fromMinute untilMinute patient { id } arrangedBy { id } offer { startsAt } } } }"""
ADD = """mutation ($input: WaitlistEntryAddInput!, $key: String!) {
  waitlistEntryAdd(input: $input) @idempotent(key: $key) {
    waitlistEntry { id createdBy version } userErrors { code field } } }"""
REMOVE = "mutation ($id: ID!) { waitlistEntryRemove(entryId: $id) { waitlistEntry { state } userErrors { code } } }"
DECLINE = "mutation ($id: ID!) { waitlistOfferDecline(entryId: $id) { waitlistEntry { state } userErrors { code } } }"
TAKE = """mutation ($id: ID!) { waitlistOfferTake(entryId: $id) @idempotent(key: "take") {
  booking { id } userErrors { code } } }"""
WAITLIST_CHANGED = """subscription ($clinic: ID!) { waitlistChanged(clinicId: $clinic) {
  waitlistEntry { id state } } }"""
MERGED = """subscription ($clinic: ID!) { patientMerged(clinicId: $clinic) {
  mergedPatientId patientId patient { id } } }"""
SCOPES = frozenset({Permission.BOOKING_READ, Permission.BOOKING_WRITE, Permission.PATIENT_READ})


@pytest.fixture
def lent(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def house(database: Database, deployment: Deployment, clock: TurnableClock) -> AsyncIterator[WebhookDesk]:
    async with webhook_desk(deployment, clock) as made:
        yield made


def key_of(desk: Desk, scopes: frozenset[Permission] = SCOPES, places: frozenset[UUID] | None = None) -> KeyActor:
    return KeyActor(desk.api_key.id, desk.clinic.id, scopes, places)


async def add(lent: Deployment, desk: Desk, actor: KeyActor, key: str = "key-1", **more: object) -> Any:
    patient = await make_patient(desk.clinic, desk.vault, created_by_id=desk.api_key.id)
    given = {"serviceId": desk.id_of("Service"), "patientId": global_id("Patient", patient.id), **more}
    return await ask(lent, actor, ADD, {"input": given, "key": key}, "partner")


async def test_a_key_reads_adds_and_removes(lent: Deployment, desk: Desk) -> None:
    key = key_of(desk)

    added = await add(lent, desk, key, fromMinute=540, untilMinute=720)
    listed = await ask(lent, key, LIST, {"clinic": desk.id_of("Clinic")}, "partner")
    entry = added.data["waitlistEntryAdd"]["waitlistEntry"]
    removed = await ask(lent, key, REMOVE, {"id": entry["id"]}, "partner")
    twice = await ask(lent, key, REMOVE, {"id": entry["id"]}, "partner")

    assert (entry["createdBy"], listed.errors) == ("PARTNER", [])
    seen = {one["id"]: one for one in listed.data["waitlist"]["nodes"]}
    assert (seen[entry["id"]]["fromMinute"], seen[entry["id"]]["untilMinute"]) == (540, 720)
    assert len(seen) == 2
    for answer in (removed, twice):
        assert answer.data["waitlistEntryRemove"] == {"waitlistEntry": {"state": "LEFT"}, "userErrors": []}
    row = await WaitlistEntry.get(created_by="partner")
    assert row.created_by_id == desk.api_key.id
    noted = await AuditEntry.filter(action__startswith="waitlist").values_list("action", "actor_id")
    assert set(noted) >= {("waitlistEntryAdd", desk.api_key.id), ("waitlistEntryRemove", desk.api_key.id)}


async def test_under_one_idempotency_key_it_is_done_once_and_without_one_not_at_all(
    lent: Deployment, desk: Desk
) -> None:
    key = key_of(desk)
    patient = await make_patient(desk.clinic, desk.vault)
    given = {"serviceId": desk.id_of("Service"), "patientId": global_id("Patient", patient.id)}

    once = await ask(lent, key, ADD, {"input": given, "key": "one"}, "partner")
    again = await ask(lent, key, ADD, {"input": given, "key": "one"}, "partner")
    other = await ask(lent, key, ADD, {"input": given, "key": "two"}, "partner")
    bare = ADD.replace(", $key: String!", "").replace(" @idempotent(key: $key)", "")
    without = await ask(lent, key, bare, {"input": given}, "partner")

    versions = [one.data["waitlistEntryAdd"]["waitlistEntry"]["version"] for one in (once, again, other)]
    assert versions == [1, 1, 2]
    assert without.codes == ["IDEMPOTENCY_KEY_REQUIRED"]
    assert await WaitlistEntry.filter(patient_id=patient.id).count() == 1


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        ({Permission.BOOKING_READ, Permission.PATIENT_READ}, "booking:write"),
        ({Permission.BOOKING_WRITE, Permission.BOOKING_READ}, "patient:read"),
    ],
)
async def test_what_a_key_s_scopes_leave_out_is_refused(
    lent: Deployment, desk: Desk, held: set[Permission], missing: str
) -> None:
    answer = await add(lent, desk, key_of(desk, frozenset(held)))

    refused = [*answer.codes, *(one["code"] for one in (answer.data["waitlistEntryAdd"] or {}).get("userErrors", ()))]
    assert refused
    assert set(refused) <= {"FORBIDDEN", "FORBIDDEN_FIELD"}
    assert missing in str(answer.errors) or "FORBIDDEN_FIELD" in refused
    assert await WaitlistEntry.filter(clinic_id=desk.clinic.id).count() == 1


async def test_a_key_of_places_keeps_the_list_of_those_places_alone(lent: Deployment, desk: Desk) -> None:
    elsewhere = await make_location(desk.clinic)
    key = key_of(desk, places=frozenset({desk.location.id}))
    async with writing():
        await WaitlistEntry.create(
            clinic_id=desk.clinic.id,
            patient_id=desk.patient.id,
            service_id=desk.service.id,
            location_id=elsewhere.id,
            state="waiting",
            since=desk.session.created_at,
            created_by="staff",
        )

    anywhere = await add(lent, desk, key, "1")
    there = await add(lent, desk, key, "2", locationId=global_id("Location", elsewhere.id))
    here = await add(lent, desk, key, "3", locationId=desk.id_of("Location"))
    listed = await ask(lent, key, LIST, {"clinic": desk.id_of("Clinic")}, "partner")

    codes = [one.data["waitlistEntryAdd"]["userErrors"] for one in (anywhere, there, here)]
    assert codes == [
        [{"code": "INVALID_VALUE", "field": ["input", "locationId"]}],
        [{"code": "NOT_FOUND", "field": ["input", "locationId"]}],
        [],
    ]
    ids = [one["id"] for one in listed.data["waitlist"]["nodes"]]
    assert sorted(ids) == sorted([desk.id_of("WaitlistEntry"), here.data["waitlistEntryAdd"]["waitlistEntry"]["id"]])


async def test_a_key_answers_for_a_patient_and_strangers_keys_find_nothing(
    lent: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    stranger = await make_desk(vault, clock.now())
    entry = {"id": desk.id_of("WaitlistEntry")}

    unknown = await ask(lent, key_of(stranger), DECLINE, entry, "partner")
    declined = await ask(lent, key_of(desk), DECLINE, entry, "partner")
    over = await ask(lent, key_of(desk), TAKE, entry, "partner")

    assert [one["code"] for one in unknown.data["waitlistOfferDecline"]["userErrors"]] == ["NOT_FOUND"]
    assert declined.data["waitlistOfferDecline"] == {"waitlistEntry": {"state": "WAITING"}, "userErrors": []}
    assert [one["code"] for one in over.data["waitlistOfferTake"]["userErrors"]] == ["OFFER_OVER"]
    assert (await WaitlistOffer.get(entry_id=desk.waitlist_entry.id)).state == "declined"


@pytest.mark.integration
async def test_partners_are_told_of_the_waitlist_by_a_webhook(house: WebhookDesk) -> None:
    await house.made(WAITLIST_CHANGED)

    await house.tell("waitlist", house.desk.waitlist_entry.id)
    await house.work()

    (body,) = house.bodies
    assert body["type"] == "waitlist.changed"
    entry = {"id": house.desk.id_of("WaitlistEntry"), "state": "OFFERED"}
    assert body["data"] == {"waitlistChanged": {"waitlistEntry": entry}}


@pytest.mark.integration
async def test_partners_are_told_once_of_two_patients_who_became_one(house: WebhookDesk) -> None:
    desk = house.desk
    kept = await make_patient(desk.clinic, desk.vault)
    async with writing():
        await LegalHold.all().update(released_at=house.clock.now())
    await house.made(MERGED)

    for _ in range(2):
        async with transaction():
            await merge_patients(house.deployment, SystemActor("tests"), kept.id, desk.patient.id)
    await house.work()

    (body,) = house.bodies
    key = global_id("Patient", kept.id)
    told = {"mergedPatientId": desk.id_of("Patient"), "patientId": key, "patient": {"id": key}}
    assert body["type"] == "patient.merged"
    assert body["data"] == {"patientMerged": told}


@pytest.mark.integration
async def test_a_key_without_the_scope_is_told_of_no_merge(house: WebhookDesk) -> None:
    payload = await house.create(MERGED)
    assert payload["userErrors"] == []
    async with writing():
        await type(house.key).filter(id=house.key.id).update(scopes=[Permission.BOOKING_READ.value])

    await house.tell("merge", uuid4(), house.desk.patient.id)
    await house.work()

    assert house.bodies == []
    assert (await house.delivery()).reason == "forbidden"
