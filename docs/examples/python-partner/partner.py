"""A partner's program: lists a clinic's free times, and books one of them once, however often it has to ask.

CHATBOOKR_API is the address of the partners' surface (https://…/partner/graphql), CHATBOOKR_KEY the key.
"""

import os
import sys
import time
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

SLOTS = """
query Slots($clinic: ID!, $service: ID!, $from: DateTime!, $to: DateTime!) {
  availableSlots(clinicId: $clinic, serviceId: $service, from: $from, to: $to) {
    startsAt timeZone isOnRequest practitioner { id fullName }
  }
}"""
OFFER = """
query Offer {
  key {
    clinic { id name services(first: 20) { nodes { id title isActive } } }
  }
}"""
PATIENTS = "query Patients($clinic: ID!) { patients(clinicId: $clinic, first: 1) { nodes { id } } }"
BOOK = """
mutation Book($key: String!, $input: BookingCreateInput!) {
  bookingCreate(input: $input) @idempotent(key: $key) {
    booking { id reference startsAt status }
    userErrors { code message field }
  }
}"""
TRIES = 6
COME_AGAIN = {"RATE_LIMITED", "INTERNAL_SERVER_ERROR"}  # what may go well the next time


class Refused(Exception):
    """The API said no; `codes` say why to a program."""

    def __init__(self, errors: list[Mapping[str, Any]]) -> None:
        super().__init__("; ".join(str(error["message"]) for error in errors))
        self.codes = [str(error.get("extensions", error).get("code")) for error in errors]


class Chatbookr:
    """The API as this key may use it."""

    def __init__(self, address: str, key: str) -> None:
        self._http = httpx.Client(
            headers={"authorization": f"Bearer {key}", "accept": "application/graphql-response+json"}, timeout=20
        )
        self._address = address

    def ask(self, document: str, **variables: object) -> dict[str, Any]:
        """Ask, and ask again where that may help. Raises Refused, and httpx.TransportError after the last try.

        Only what may be done twice may be asked twice: queries, and mutations under an idempotency key.
        """
        for attempt in range(1, TRIES + 1):
            try:
                response = self._http.post(self._address, json={"query": document, "variables": variables})
            except httpx.TransportError:
                if attempt == TRIES:
                    raise
                time.sleep(2**attempt / 10)
                continue
            answer = response.json()
            errors = answer.get("errors", [])
            if not errors:
                data: dict[str, Any] = answer["data"]
                return data
            refused = Refused(errors)
            if attempt == TRIES or not COME_AGAIN & set(refused.codes):
                raise refused
            time.sleep(float(response.headers.get("retry-after", 2**attempt / 10)))
        raise AssertionError("the last try returns or raises")

    def clinic(self) -> dict[str, Any]:
        """Return the clinic this key opens, with what can be booked there."""
        clinic: dict[str, Any] = self.ask(OFFER)["key"]["clinic"]
        return clinic

    def slots(self, clinic_id: str, service_id: str) -> list[dict[str, Any]]:
        """List the free times of the next two weeks, the soonest first."""
        begin = datetime.now(UTC)
        end = begin + timedelta(days=14)
        window = {"from": begin.isoformat(), "to": end.isoformat()}
        slots: list[dict[str, Any]] = self.ask(SLOTS, clinic=clinic_id, service=service_id, **window)["availableSlots"]
        return slots

    def book(self, wish: Mapping[str, object], key: str) -> dict[str, Any]:
        """Book once: asked again under the same key, it is answered again. Raises Refused, as for a time just taken."""
        for _ in range(TRIES):
            payload = self.ask(BOOK, input=wish, key=key)["bookingCreate"]
            if not payload["userErrors"]:
                booking: dict[str, Any] = payload["booking"]
                return booking
            refused = Refused(payload["userErrors"])
            if "IDEMPOTENCY_IN_PROGRESS" not in refused.codes:
                raise refused
            time.sleep(1)  # an earlier try of ours is still being worked on
        raise TimeoutError("an earlier try is still under way")


def main(arguments: list[str]) -> int:
    """`partner.py slots` lists free times; `partner.py book` books the first for the newest patient."""
    api = Chatbookr(os.environ["CHATBOOKR_API"], os.environ["CHATBOOKR_KEY"])
    clinic = api.clinic()
    service = next(one for one in clinic["services"]["nodes"] if one["isActive"])
    slots = api.slots(clinic["id"], service["id"])
    if arguments == ["slots"]:
        for slot in slots[:10]:
            note = ("on request",) if slot["isOnRequest"] else ()
            print(slot["startsAt"], slot["timeZone"], slot["practitioner"]["fullName"], *note)
        return 0
    if arguments != ["book"]:
        print(main.__doc__, file=sys.stderr)
        return 2
    patients = api.ask(PATIENTS, clinic=clinic["id"])["patients"]["nodes"]
    if not slots or not patients:
        raise LookupError("there is no free time, or nobody to book it for: has a patient written to the clinic?")
    wish = {
        "serviceId": service["id"],
        "practitionerId": slots[0]["practitioner"]["id"],
        "startsAt": slots[0]["startsAt"],
        "patientId": patients[0]["id"],
        "orOnRequest": slots[0]["isOnRequest"],  # whoever chose it was shown that the practice confirms it
    }
    key = str(uuid.uuid4())  # keep it with the wish, so that a restart asks again under the same
    booking = api.book(wish, key)
    again = api.book(wish, key)
    if again["id"] != booking["id"]:
        raise RuntimeError("that was booked twice")
    done = "Asked for" if booking["status"] == "REQUESTED" else "Booked"
    print(f"{done} {service['title']} at {booking['startsAt']}, reference {booking['reference']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
