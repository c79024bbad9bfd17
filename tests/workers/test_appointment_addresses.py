"""With the news that a visit stands, patients get the address of its calendar file, where they can fetch it."""

from dataclasses import replace

from tests.relatives import Practice, make_practice
from tests.workers.talking_relatives import talking as talking

from chatbookr_core.agenda_feeds.appointment_links import read_link
from chatbookr_core.agenda_feeds.appointments import tell_appointment
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking
from chatbookr_core.scope import at_the_door

URL = "https://clinic.example"


async def booked_at(deployment: Deployment, vault: Vault, public_url: str) -> tuple[Practice, str]:
    """Book a first visit in the chat of a deployment; return what the patient read last."""
    await vault.deployment_keys()
    settings = replace(deployment.settings, public_url=public_url)
    practice = await make_practice(replace(deployment, settings=settings), vault, books_for_others=False)
    ada = practice.phone()
    await ada.types("hello")
    await ada.taps("Book appointment")
    await ada.taps_first()
    [done] = await ada.taps("Confirm + reminder")
    return practice, done


async def test_the_address_in_the_chat_opens_the_file(database: Database, talking: Deployment, vault: Vault) -> None:
    practice, done = await booked_at(talking, vault, URL)

    first, address = done.split("\nFor your calendar: ")
    name = address.rsplit("/", 1)[1]
    link = read_link(name)
    assert first.startswith("Booked: ")
    assert address.startswith(f"{URL}/appointments/")
    assert link is not None
    assert link.booking_id == (await Booking.get()).id
    with at_the_door():
        assert "BEGIN:VEVENT" in (await tell_appointment(practice.deployment, name) or "")


async def test_where_the_way_is_not_encrypted_none_is_sent(
    database: Database, talking: Deployment, vault: Vault
) -> None:
    _, done = await booked_at(talking, vault, "http://127.0.0.1:8000")

    assert done.startswith("Booked: ")
    assert "calendar" not in done
