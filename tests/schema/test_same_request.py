"""Under one idempotency key a request is the same by what it means, however it is written."""

from typing import Any

import pytest
from graphql import GraphQLInputObjectType
from strawberry import UNSET
from tests.schema.booking_process import BOOK, executed
from tests.schema.changes import a_booking
from tests.schema.changes import deployment as deployment
from tests.schema.desk import Desk

from chatbookr_core.deployment import Deployment
from chatbookr_core.models import Booking
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import partner_schema, staff_schema
from chatbookr_schema.surface_schema import ChatbookrSchema

TEN = "2027-03-08T10:00:00Z"


async def books(deployment: Deployment, desk: Desk, **further: object) -> Any:
    """Book at ten unless said otherwise, always under one key; return the payload."""
    given = {**a_booking(desk, TEN), "key": "key-1"}
    given["input"] |= further
    result = await executed(deployment, desk.actor(Role.RECEPTIONIST), BOOK, given)
    assert result.errors is None
    assert result.data is not None
    return result.data["bookingCreate"]


@pytest.mark.parametrize(
    "alike",
    [
        {"startsAt": "2027-03-08T11:00:00+01:00"},
        {"startsAt": "2027-03-08T04:30:00.000-05:30"},
        {"notes": None, "locationId": None},
        {"orOnRequest": False},
    ],
)
async def test_the_same_request_in_other_words_is_answered_again(
    desk: Desk, deployment: Deployment, alike: dict[str, object]
) -> None:
    first = await books(deployment, desk)

    again = await books(deployment, desk, **alike)

    assert first["booking"] is not None
    assert again == first
    assert await Booking.all().count() == 2


@pytest.mark.parametrize(
    "other",
    [
        {"startsAt": "2027-03-08T10:00:00+01:00"},
        {"practitionerId": None},
        {"orOnRequest": True},
        {"durationMinutes": 30},
    ],
)
async def test_what_differs_in_its_meaning_is_another_request(
    desk: Desk, deployment: Deployment, other: dict[str, object]
) -> None:
    await books(deployment, desk)

    refused = await books(deployment, desk, **other)

    assert [one["code"] for one in refused["userErrors"]] == ["IDEMPOTENCY_KEY_MISMATCH"]


@pytest.mark.parametrize("schema", [staff_schema(), partner_schema()], ids=["staff", "partner"])
def test_null_is_what_is_left_out_in_every_input(schema: ChatbookrSchema) -> None:
    """Where an input told them apart, they would be two requests."""
    inputs = [one for one in schema._schema.type_map.values() if isinstance(one, GraphQLInputObjectType)]
    definitions = [one.extensions["strawberry-definition"] for one in inputs]
    assert definitions

    told_apart = [
        f"{one.name}.{field.python_name}" for one in definitions for field in one.fields if field.default is UNSET
    ]

    assert told_apart == []
