"""The changes most people make, for tests of mutations."""

from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.schema.desk import Desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


SEND = """
mutation ($input: MessageSendInput!) {
  messageSend(input: $input) { message { id body direction author status authorUser { id } }
                               userErrors { code field message } }
}"""
BOOK = """
mutation ($input: BookingCreateInput!) {
  bookingCreate(input: $input) { booking { id startsAt status version notes createdBy patient { id } }
                                 userErrors { code field } }
}"""
MOVE = """
mutation ($input: BookingRescheduleInput!) {
  bookingReschedule(input: $input) { booking { id startsAt version } userErrors { code field } }
}"""
CANCEL = """
mutation ($input: BookingCancelInput!) {
  bookingCancel(input: $input) { booking { status cancelledBy cancelReason version } userErrors { code field } }
}"""
SAVE = """
mutation ($input: ServiceSaveInput!) {
  serviceSave(input: $input) { service { id shortTitle durationMinutes practitioners { fullName } }
                               userErrors { code field } }
}"""


def of_conversation(name: str) -> str:
    """Write a mutation that takes a conversation's id alone."""
    return f"""mutation ($id: ID!) {{
      {name}(conversationId: $id) {{ conversation {{ owner state unreadCount assignee {{ id }} }}
                                      userErrors {{ code }} }}
    }}"""


def a_booking(desk: Desk, starts_at: str, **further: object) -> dict[str, Any]:
    return {
        "input": {
            "serviceId": desk.id_of("Service"),
            "practitionerId": desk.id_of("Practitioner"),
            "patientId": desk.id_of("Patient"),
            "startsAt": starts_at,
            **further,
        }
    }


def a_service(desk: Desk, **further: object) -> dict[str, Any]:
    return {
        "input": {
            "clinicId": desk.id_of("Clinic"),
            "title": "A first conversation",
            "shortTitle": "First talk",
            "durationMinutes": 45,
            **further,
        }
    }
