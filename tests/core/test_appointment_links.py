"""Addresses of appointments' calendar files: nobody has one but whom it was given, and of one booking alone."""

from base64 import urlsafe_b64encode
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.thoroughness import examples

from chatbookr_core.agenda_feeds.appointment_links import address_of, is_reachable, read_link

URL = "https://clinic.example"


class OwnKeys:
    """Keys of a clinic that signs with one secret for each purpose."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def signing_key(self, purpose: str) -> bytes:
        return self._secret + purpose.encode()


OURS, THEIRS = OwnKeys(b"ours"), OwnKeys(b"theirs")


def name_of(address: str) -> str:
    return address.rsplit("/", 1)[1]


def test_an_address_opens_the_booking_it_was_made_of_for_its_clinic_alone() -> None:
    booking_id = uuid4()
    address = address_of(URL, OURS, booking_id)

    link = read_link(name_of(address))

    assert address.startswith(f"{URL}/appointments/")
    assert len(address) < len(URL) + 65  # it stands in a chat
    assert link is not None
    assert link.booking_id == booking_id
    assert link.is_genuine(OURS)
    assert not link.is_genuine(THEIRS)


@examples(100)
@given(place=st.integers(0, 31), flipped=st.integers(1, 255), booking_id=st.uuids())
def test_an_address_with_any_bit_changed_opens_nothing(place: int, flipped: int, booking_id: UUID) -> None:
    link = read_link(name_of(address_of(URL, OURS, booking_id)))
    assert link is not None
    written = bytearray(link.booking_id.bytes + link.signature)
    written[place] ^= flipped

    changed = read_link(f"{urlsafe_b64encode(bytes(written)).rstrip(b'=').decode()}.ics")

    assert changed is not None
    assert not changed.is_genuine(OURS)


@examples(200)
@given(st.text() | st.from_regex(r"[A-Za-z0-9_-]{42,44}(\.ics)?", fullmatch=True))
def test_whatever_is_asked_for_is_an_address_or_nothing(name: str) -> None:
    link = read_link(name)

    assert link is None or (name.endswith(".ics") and len(name) == 47 and not link.is_genuine(OURS))


@pytest.mark.parametrize(
    ("url", "expected"), [("https://clinic.example", True), ("http://127.0.0.1:8000", False), ("", False)]
)
def test_patients_are_given_addresses_that_nobody_on_the_way_reads(url: str, expected: bool) -> None:
    assert is_reachable(url) is expected
