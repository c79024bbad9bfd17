"""A clinic is set up through the API alone: a place, somebody who works there, a room, a service, and times follow."""

from typing import Any

import pytest
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, Job, Location, Practitioner, Resource, ServiceResource
from chatbookr_permissions.actor import Principal
from chatbookr_permissions.roles import Role

LOCATION = """mutation ($input: LocationSaveInput!) { done: locationSave(input: $input) {
  location { id name address timeZone isActive } userErrors { code field } } }"""
PRACTITIONER = """mutation ($input: PractitionerSaveInput!) { done: practitionerSave(input: $input) {
  practitioner { id fullName shortName isActive } userErrors { code field } } }"""
RESOURCE = """mutation ($input: ResourceSaveInput!) { done: resourceSave(input: $input) {
  arrangements { rooms { resourceId name kind isActive location { name } } } userErrors { code field } } }"""
SERVICE = """mutation ($input: ServiceSaveInput!) { done: serviceSave(input: $input) {
  service { id } userErrors { code field } } }"""
HOURS = """mutation ($input: WorkingHoursSetInput!) { done: workingHoursSet(input: $input) {
  arrangements { needs { service { title } resourceKind } } userErrors { code field } } }"""
RULES = """mutation ($input: ClinicAppointmentsUpdateInput!) { done: clinicAppointmentsUpdate(input: $input) {
  clinic { noticeMinutes horizonDays cutoffMinutes holdMinutes calendarFreshnessMinutes }
  userErrors { code field } } }"""
OFFERED = """query ($clinic: ID!, $service: ID!) { availableSlots(clinicId: $clinic, serviceId: $service,
  from: "2027-03-09T00:00:00Z", to: "2027-03-10T00:00:00Z") { startsAt timeZone practitioner { shortName } } }"""


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    return await make_desk(vault, clock.now())


async def done(
    deployment: Deployment, desk: Desk, query: str, who: Principal | None = None, /, **given: object
) -> dict[str, Any]:
    answer = await ask(deployment, who or desk.actor(Role.MANAGER), query, {"input": given})
    assert answer.errors == []
    found: dict[str, Any] = answer.data["done"]
    return found


async def test_what_is_set_up_is_offered(deployment: Deployment, desk: Desk) -> None:
    clinic = desk.id_of("Clinic")
    place = (await done(deployment, desk, LOCATION, clinicId=clinic, name="Lisboa", timeZone="Europe/Lisbon"))[
        "location"
    ]
    who = (await done(deployment, desk, PRACTITIONER, clinicId=clinic, fullName="Dr Rui Sá", shortName="Dr Sá"))[
        "practitioner"
    ]
    room = await done(deployment, desk, RESOURCE, locationId=place["id"], name="Laser 1", kind="laser")
    service = await done(
        deployment, desk, SERVICE, clinicId=clinic, title="Laser", shortTitle="Laser", durationMinutes=30,
        practitionerIds=[who["id"]], resourceKinds=["laser"],
    )  # fmt: skip
    hours = [{"weekday": 2, "startMinute": 540, "endMinute": 600}]
    worked = await done(deployment, desk, HOURS, practitionerId=who["id"], locationId=place["id"], hours=hours)

    slots = await ask(
        deployment, desk.actor(Role.MANAGER), OFFERED, {"clinic": clinic, "service": service["service"]["id"]}
    )

    assert {"name": "Laser 1", "kind": "laser", "isActive": True, "location": {"name": "Lisboa"}} in [
        {key: value for key, value in one.items() if key != "resourceId"} for one in room["arrangements"]["rooms"]
    ]
    assert worked["arrangements"]["needs"] == [{"service": {"title": "Laser"}, "resourceKind": "laser"}]
    assert [(one["startsAt"][11:16], one["timeZone"]) for one in slots.data["availableSlots"]] == [
        ("09:00", "Europe/Lisbon"), ("09:15", "Europe/Lisbon"), ("09:30", "Europe/Lisbon"),
    ]  # fmt: skip


async def test_what_is_not_in_use_any_more_is_not_offered(deployment: Deployment, desk: Desk) -> None:
    offered = {"clinic": desk.id_of("Clinic"), "service": desk.id_of("Service")}
    before = await ask(deployment, desk.actor(Role.MANAGER), OFFERED, offered)

    await done(
        deployment, desk, PRACTITIONER, clinicId=desk.id_of("Clinic"), fullName="Dr Gone", shortName="Dr Gone",
        practitionerId=desk.id_of("Practitioner"), isActive=False,
    )  # fmt: skip
    after = await ask(deployment, desk.actor(Role.MANAGER), OFFERED, offered)

    assert before.data["availableSlots"]
    assert after.data["availableSlots"] == []
    assert await Practitioner.filter(id=desk.practitioner.id, full_name="Dr Gone").count() == 1


async def test_a_room_moves_and_a_service_needs_no_room_any_more(deployment: Deployment, desk: Desk) -> None:
    elsewhere = await done(
        deployment, desk, LOCATION, clinicId=desk.id_of("Clinic"), name="South", timeZone="Europe/Berlin"
    )
    await done(
        deployment, desk, RESOURCE, locationId=elsewhere["location"]["id"], name="Room 9", kind="bath",
        resourceId=desk.id_of("Resource"),
    )  # fmt: skip
    whole = {"clinicId": desk.id_of("Clinic"), "title": "Bath", "shortTitle": "Bath", "durationMinutes": 30}
    made = await done(deployment, desk, SERVICE, **whole, resourceKinds=["bath", "towel"])
    again = {**whole, "serviceId": made["service"]["id"]}
    await done(deployment, desk, SERVICE, **again)
    kept = await ServiceResource.all().count()
    await done(deployment, desk, SERVICE, **again, resourceKinds=["towel"])

    moved = await Resource.get(id=desk.resource.id)
    assert (moved.name, moved.kind, moved.location_id) != (desk.resource.name, desk.resource.kind, desk.location.id)
    assert kept == 2  # left out, what it takes stays
    assert [one.resource_kind for one in await ServiceResource.all()] == ["towel"]


async def test_kinds_are_kept_alike_of_rooms_and_of_services(deployment: Deployment, desk: Desk) -> None:
    """With a blank at its end in one of the two alone there would be no room of the kind, and no times."""
    room = {"locationId": desk.id_of("Location"), "name": "Bath 1", "kind": "bath "}
    whole = {"clinicId": desk.id_of("Clinic"), "title": "Bath", "shortTitle": "Bath", "durationMinutes": 30}

    await done(deployment, desk, RESOURCE, **room)
    await done(deployment, desk, SERVICE, **whole, resourceKinds=[" bath"])
    alike = await done(deployment, desk, SERVICE, **whole, resourceKinds=["bath", "bath "])

    kinds = {one.resource_kind for one in await ServiceResource.all()}
    assert kinds == {"bath"} <= {one.kind for one in await Resource.all()}
    assert alike["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "resourceKinds", "1"]}]


async def test_notice_horizon_and_cutoff_are_the_managers(deployment: Deployment, desk: Desk) -> None:
    clinic = desk.id_of("Clinic")
    shown = {
        "noticeMinutes": 0, "horizonDays": 90, "cutoffMinutes": 120, "holdMinutes": 5, "calendarFreshnessMinutes": 30,
    }  # fmt: skip

    saved = await done(deployment, desk, RULES, None, clinicId=clinic, **shown)

    await done(deployment, desk, RULES, None, clinicId=clinic, horizonDays=60)

    assert saved == {"clinic": shown, "userErrors": []}
    assert await Job.filter(kind="calendar.refresh", subject_id=desk.calendar.id).count() == 1  # to read that far, once
    for name, value in {"noticeMinutes": -1, "horizonDays": 0, "holdMinutes": 61, "cutoffMinutes": 20161}.items():
        wrong = await done(deployment, desk, RULES, None, clinicId=clinic, **{name: value})
        assert wrong["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", name]}]
    assert (await Clinic.get(id=desk.clinic.id)).horizon_days == 60


WRONG: list[tuple[str, dict[str, object], str]] = [
    (LOCATION, {"name": " ", "timeZone": "Europe/Berlin"}, "name"),
    (LOCATION, {"name": "x" * 25, "timeZone": "Europe/Berlin"}, "name"),
    (LOCATION, {"name": "A\nB", "timeZone": "Europe/Berlin"}, "name"),
    (LOCATION, {"name": "Here", "timeZone": "Europe/Atlantis"}, "timeZone"),
    (LOCATION, {"name": "Here", "timeZone": "../../etc/passwd"}, "timeZone"),
    (LOCATION, {"name": "Here", "timeZone": "Europe/Berlin", "address": "x" * 121}, "address"),
    (PRACTITIONER, {"fullName": "", "shortName": "Dr"}, "fullName"),
    (PRACTITIONER, {"fullName": "Dr Long", "shortName": "x" * 25}, "shortName"),
    (RESOURCE, {"name": "Room", "kind": ""}, "kind"),
    (SERVICE, {"title": "S", "shortTitle": "S", "durationMinutes": 30, "resourceKinds": ["a", "a"]}, "resourceKinds"),
]


async def test_what_makes_no_sense_is_refused_by_the_path_of_the_field(deployment: Deployment, desk: Desk) -> None:
    before = (await Location.all().count(), await Practitioner.all().count(), await Resource.all().count())

    for query, given, field in WRONG:
        of = "locationId" if query is RESOURCE else "clinicId"
        whole = {**given, of: desk.id_of("Location" if query is RESOURCE else "Clinic")}
        refused = await done(deployment, desk, query, None, **whole)
        (error,) = refused["userErrors"]
        assert (error["code"], error["field"][:2]) == ("INVALID_VALUE", ["input", field]), given

    assert before == (await Location.all().count(), await Practitioner.all().count(), await Resource.all().count())


async def test_who_has_no_part_in_a_clinic_sets_nothing_up_there(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    other = await make_desk(vault, clock.now())
    stranger = other.actor(Role.OWNER)
    clinic, theirs = desk.id_of("Clinic"), other.id_of("Clinic")
    asked: list[tuple[str, dict[str, object]]] = [
        (LOCATION, {"clinicId": clinic, "name": "Here", "timeZone": "Europe/Berlin"}),
        (PRACTITIONER, {"clinicId": clinic, "fullName": "Dr", "shortName": "Dr"}),
        (RESOURCE, {"locationId": desk.id_of("Location"), "name": "Room", "kind": "room"}),
        (
            LOCATION,
            {"clinicId": theirs, "name": "X", "timeZone": "Europe/Berlin", "locationId": desk.id_of("Location")},
        ),
        (
            PRACTITIONER,
            {"clinicId": theirs, "fullName": "X", "shortName": "X", "practitionerId": desk.id_of("Practitioner")},
        ),
        (
            RESOURCE,
            {
                "locationId": other.id_of("Location"),
                "name": "X",
                "kind": "x",
                "resourceId": desk.id_of("Resource"),
            },
        ),
    ]

    for query, given in asked:
        refused = await done(deployment, desk, query, stranger, **given)
        assert [error["code"] for error in refused["userErrors"]] == ["NOT_FOUND"], given
    receptionist = await ask(deployment, desk.actor(Role.RECEPTIONIST), LOCATION, {"input": asked[0][1]})
    assert receptionist.data == {"done": None}
    assert await Location.all().count() == 2
