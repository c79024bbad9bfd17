"""The committed schema is the one that is served, and it keeps nothing from its readers."""

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
import strawberry

from chatbookr_core.errors import InvalidSettings
from chatbookr_permissions.actions import Permission
from chatbookr_schema.build import build, partner_schema, schema_of, staff_schema
from chatbookr_schema.completeness import problems_of
from chatbookr_schema.field import BOTH, OF_PARENT, Needs, Public, Surface, field, interface_type, object_type

ROOT = Path(__file__).parent.parent.parent
PUBLIC = Public("a test")


@pytest.mark.e2e
def test_the_committed_schema_is_the_served_one() -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "export_schema.py"), "--check"], capture_output=True, text=True
    )

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("surface", ["staff", "partner"])
def test_nothing_in_a_schema_is_without_policy_or_description(surface: Surface) -> None:
    assert problems_of(schema_of(surface)._schema) == []


def test_partners_are_shown_a_part_of_what_staff_see_and_nothing_of_how_a_clinic_is_run() -> None:
    staff, partner = staff_schema()._schema.type_map, partner_schema()._schema.type_map

    of_partners = {"Key", "ErasureAcknowledgePayload", "ErasureAcknowledgeErrorCode", "ErasureAcknowledgeUserError"}
    assert set(partner) - set(staff) == of_partners
    assert not {
        "User",
        "Viewer",
        "Membership",
        "Channel",
        "Calendar",
        "DeadJob",
        "StaffTask",
        "ApiKey",
        "WebhookEndpoint",
    } & set(partner)
    assert set(partner_schema().kinds) < set(staff_schema().kinds)


def test_a_new_root_field_is_for_staff_until_it_says_otherwise() -> None:
    @strawberry.type(description="All.")
    class Query:
        silent: str | None = field("It tells.", policy=PUBLIC)
        shared: str | None = field("It tells.", policy=PUBLIC, surfaces=BOTH)

    seen = {
        surface: set(build(Query, None, None, surface)._schema.type_map["Query"].fields)  # type: ignore[attr-defined]  # an object type
        for surface in get_args(Surface)
    }

    assert seen == {"staff": {"silent", "shared"}, "partner": {"shared"}}


@object_type("Closed.", needs=Permission.PATIENT_READ)
class Closed:
    name: str = field("A name.", policy=OF_PARENT)


def _closed() -> Closed | None:
    return None


def _refused(query: type) -> str:
    with pytest.raises(InvalidSettings) as refused:
        build(query, None, None)
    return refused.value.message


def test_a_field_made_past_the_factory_stops_the_start() -> None:
    @strawberry.type(description="All.")
    class Query:
        @strawberry.field(description="It tells.")  # type: ignore[untyped-decorator]  # Strawberry's decorators are
        def secret(self) -> str | None:
            return "secret"

    assert "Query.secret: not made by the field factory" in _refused(Query)


def test_a_field_without_a_description_stops_the_start() -> None:
    @strawberry.type(description="All.")
    class Query:
        told: str | None = field("", policy=PUBLIC)

    assert "Query.told: no description" in _refused(Query)


def test_an_argument_made_past_the_factory_stops_the_start() -> None:
    @strawberry.type(description="All.")
    class Query:
        @field("It tells.", policy=PUBLIC)  # type: ignore[untyped-decorator]  # Strawberry's decorators are
        def told(self, name: str) -> str | None:
            return name

    assert "Query.told(name:): not made by the field factory" in _refused(Query)


def test_a_field_that_can_be_closed_must_be_nullable() -> None:
    @strawberry.type(description="All.")
    class Query:
        @field("It tells.", policy=Needs(Permission.PATIENT_READ))  # type: ignore[untyped-decorator]  # Strawberry's decorators are
        def told(self) -> str:
            return "told"

    assert "Query.told: can be closed, so it must be nullable" in _refused(Query)


def test_a_way_round_a_types_permission_stops_the_start() -> None:
    @strawberry.type(description="All.")
    class Query:
        open: Closed | None = field("A way round.", policy=PUBLIC)
        wrong: Closed | None = field("A way round.", policy=Needs(Permission.CLINIC_READ))

    message = _refused(Query)

    assert "Query.open: leads to what needs patient:read without asking for it" in message
    assert "Query.wrong: leads to what needs patient:read without asking for it" in message


def test_a_subclass_cannot_weaken_what_its_interface_asks_for() -> None:
    @interface_type("Named.")
    class Named:
        name: str | None = field("A name.", policy=Needs(Permission.PATIENT_CONTACT_READ))

    @object_type("Somebody.")
    class Somebody(Named):
        name: str | None = field("A name.", policy=PUBLIC)

    @strawberry.type(description="All.")
    class Query:
        somebody: Somebody | None = field("Somebody.", policy=PUBLIC)

    assert "Somebody.name: another policy than Named.name" in _refused(Query)


def test_a_root_field_must_have_a_policy_of_its_own() -> None:
    @strawberry.type(description="All.")
    class Query:
        told: str | None = field("It tells.", policy=OF_PARENT)

    assert "Query.told: a root field has no parent to take a policy from" in _refused(Query)
