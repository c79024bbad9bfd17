from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.core.written_statements import THEN
from tests.factories import (
    make_booking,
    make_clinic,
    make_location,
    make_membership,
    make_patient,
    make_practitioner,
    make_service,
    make_user,
)
from tortoise.exceptions import DoesNotExist, MultipleObjectsReturned

from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Allocation,
    Booking,
    Clinic,
    Location,
    Membership,
    Patient,
    Practitioner,
    Service,
)
from chatbookr_core.statements import querysets
from chatbookr_core.statements.querysets import Written


async def test_rows_are_decoded_as_tortoise_does(database: Database, vault: Vault) -> None:
    async with transaction():
        clinic = await make_clinic(vault, created_at=THEN.astimezone(ZoneInfo("Asia/Kolkata")), holidays_worked=["a"])
        place = await make_location(clinic)
        service = await make_service(clinic, other_durations=[15, 45])
        person = await make_practitioner(clinic, place, services=[service])
        patient = await make_patient(clinic, vault)
        booking = await make_booking(patient, service, person, place, starts_at=THEN, wants_reminders=True)
    querysets.memory.clear()

    for model in (Clinic, Location, Service, Practitioner, Patient, Booking, Allocation):
        for rows in (model.all().order_by("id"), model.all().order_by("id").only("id", "clinic_id")):
            if model is Clinic and rows._fields_for_select:
                rows = Clinic.all().only("id", "created_at")
            by_them, by_us = [vars(one) for one in await rows], [vars(one) for one in await rows]

            assert isinstance(rows.query, Written)
            assert by_them
            assert [_typed(one) for one in by_us] == [_typed(one) for one in by_them]
    found = await Booking.get(id=booking.id)
    found.status = "cancelled"
    await found.save(update_fields=["status"])
    assert (await Booking.get(id=booking.id)).status == "cancelled"


def _typed(attributes: dict[str, Any]) -> dict[str, tuple[object, ...]]:
    return {name: (type(one), one, str(getattr(one, "tzinfo", ""))) for name, one in attributes.items()}


async def test_one_row_none_or_too_many_are_told_apart(database: Database) -> None:
    clinic = await make_clinic(name="One")
    await make_clinic(name="Two")

    for _ in range(2):
        assert (await Clinic.get(name="One")).id == clinic.id
        assert await Clinic.get_or_none(name="None") is None
        assert await Clinic.filter(name="None").first() is None
        assert await Clinic.filter(name="One").exists()
        assert not await Clinic.filter(name="None").exists()
        assert await Clinic.filter(name__in=["One", "Two"]).count() == 2
        names: list[Any] = await Clinic.filter(name="One").values_list("name", flat=True)
        assert names == ["One"]
        assert await Clinic.filter(name="One").values("name", "id") == [{"name": "One", "id": clinic.id}]
        with pytest.raises(DoesNotExist):
            await Clinic.get(name="None")
        with pytest.raises(MultipleObjectsReturned):
            await Clinic.get(name__in=["One", "Two"])


async def test_rows_read_after_others_are_put_beside_them(database: Database) -> None:
    clinic, user = await make_clinic(name="One"), await make_user()
    await make_membership(user, clinic)

    for _ in range(2):
        [found] = await Membership.filter(clinic_id=clinic.id).prefetch_related("user", "clinic")
        assert (found.user.id, found.clinic.name) == (user.id, "One")
        assert await Membership.filter(clinic_id=user.id).prefetch_related("user") == []


async def test_many_rows_are_decoded_in_turns(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(querysets, "AT_ONCE", 2)
    for number in range(5):
        await make_clinic(name=f"{number}")

    for _ in range(2):
        assert [one.name for one in await Clinic.all().order_by("name")] == ["0", "1", "2", "3", "4"]
