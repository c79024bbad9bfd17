"""A walk at random through what a clinic, its doctors and Google can do to two calendars, with what is known of it.

Whoever acts in a calendar does so by an account of their own, so that Google's troubles with a doctor's account are
the product's alone. Each step is written down: a walk that ends badly can be told.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tests.clinic_world import DOCTOR, PUBLIC_URL, World
from tests.factories import make_patient, make_practitioner, writing

from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient, cancel_booking, move_booking
from chatbookr_core.calendars.drift_answers import accept, keep_both, look_again, put_back
from chatbookr_core.calendars.places import event_id_of
from chatbookr_core.db import transaction
from chatbookr_core.models import Booking, CalendarConnection, CalendarDrift, Clinic, Practitioner
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actor import SystemActor
from chatbookr_workers.schedule import Schedule, declared_periodics

COLLEAGUE, DESK = "dr.two@example.org", "front.desk@example.org"
STAFF = SystemActor("test")
MONDAY = datetime(2027, 3, 1, tzinfo=UTC)
STEP = timedelta(seconds=5)
DAYS = (1, 1, 1, 2, 2, 3, 8, 26, 29, 30)
"""How many days after MONDAY things happen: often on the same few, and on both sides of the summer's beginning."""
RULES = (
    "RRULE:FREQ=DAILY;COUNT=5", "RRULE:FREQ=DAILY;INTERVAL=2", "RRULE:FREQ=WEEKLY;BYDAY=TU,WE",
    "RRULE:FREQ=WEEKLY;UNTIL=20270412T120000Z", "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4",
)  # fmt: skip
Said = tuple[Any, ...]


@dataclass(slots=True)
class Walk:
    """Whose calendars, chance, and what the walk itself has done that anybody must find again."""

    world: World
    chance: Random
    doctors: dict[str, Practitioner]
    schedule: Schedule
    steps: list[str] = field(default_factory=list)
    ran: Counter[str] = field(default_factory=Counter)
    """How often the workers ran each kind of job while time passed."""
    others: dict[tuple[str, str], str] = field(default_factory=dict)
    """Events that are none of ours, by calendar and id, with the etag they were left with."""
    series: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    content: dict[UUID, Said] = field(default_factory=dict)
    """What somebody wrote into a booking's event, and the clinic is content with."""
    unshown: set[UUID] = field(default_factory=set)
    """Bookings that were to stay without the event that somebody deleted."""
    revived: set[UUID] = field(default_factory=set)
    """Those of them whose event somebody brought back: if it went again, a card may say so."""
    is_unpushed: bool = False
    """Push channels were lost without a word: a calendar without bookings to come is read some minutes later then."""
    withdrawn: set[str] = field(default_factory=set)
    """Whose consent was withdrawn at Google, whether or not anybody has found that out."""

    # --- chance ---------------------------------------------------------------------------------------------------

    def email(self) -> str:
        return self.chance.choice(list(self.doctors))

    def some_time(self) -> datetime:
        minutes = 8 * 60 + 30 * self.chance.randrange(15)
        return MONDAY + timedelta(days=self.chance.choice(DAYS), minutes=minutes)

    async def some_booking(self) -> Booking | None:
        found = await Booking.filter(clinic_id=self.world.clinic.id, status="confirmed").order_by("created_at", "id")
        return self.chance.choice(found) if found else None

    def email_of(self, practitioner_id: UUID) -> str:
        return next(email for email, one in self.doctors.items() if one.id == practitioner_id)

    # --- the clinic -----------------------------------------------------------------------------------------------

    async def book(self) -> str:
        world = self.world
        patient = await make_patient(world.clinic, world.deployment.vault)
        doctor = self.doctors[self.email()]
        request = BookingRequest(world.clinic.id, world.service.id, doctor.id, self.some_time(), patient.id)
        async with transaction():
            booking_id = await book_for_patient(world.deployment, STAFF, request)
        return f"{booking_id} at {request.starts_at:%d %H:%M} with {doctor.short_name}"

    async def move(self) -> str:
        return await self._move(None)

    async def hand_over(self) -> str:
        return await self._move(self.doctors[self.email()].id)

    async def _move(self, practitioner_id: UUID | None) -> str:
        booking, starts_at = await self.some_booking(), self.some_time()
        if booking is None:
            return "nobody"
        async with transaction():
            await move_booking(
                self.world.deployment, STAFF, booking.id, starts_at=starts_at, practitioner_id=practitioner_id
            )
        if (await Booking.get(id=booking.id)).version != booking.version:
            self.unshown.discard(booking.id)
            self.revived.discard(booking.id)
            self.content.pop(booking.id, None)
        return f"{booking.id} to {starts_at:%d %H:%M}, {practitioner_id or 'the same'}"

    async def cancel(self) -> str:
        booking = await self.some_booking()
        if booking is None:
            return "nobody"
        async with transaction():
            await cancel_booking(self.world.deployment, STAFF, booking.id)
        return str(booking.id)

    async def settle(self) -> str:
        """Answer a card, as the front desk does: what the calendar says is looked up first."""
        cards = await CalendarDrift.filter(clinic_id=self.world.clinic.id, state="open").order_by("found_at", "id")
        if not cards:
            return "no card"
        card, deployment = self.chance.choice(cards), self.world.deployment
        answer = self.chance.choice((accept, put_back, keep_both))
        await look_again(deployment, STAFF, card.id)
        await card.refresh_from_db()
        booking = await Booking.get(id=card.booking_id)
        said, old = await self.said_of(booking), event_id_of(booking)
        async with transaction():
            await answer(deployment, STAFF, card.id)
        self._note_answer(answer.__name__, card, said, old, await Booking.get(id=card.booking_id))
        return f"{answer.__name__} of {card.booking_id}, {card.kind}"

    def _note_answer(self, answer: str, card: CalendarDrift, said: Said | None, old: str, booking: Booking) -> None:
        if answer != "put_back" and card.kind == "edited" and said is not None:
            self.content[booking.id] = said
        elif answer == "keep_both" and card.kind == "deleted" and said is None:
            self.unshown.add(booking.id)
        elif answer == "keep_both" and card.kind == "moved" and card.event_etag is not None:
            self.others[self.email_of(booking.practitioner_id), old] = card.event_etag
        if answer == "accept" and card.kind == "moved":
            self.content.pop(booking.id, None)

    # --- what people do in Google ---------------------------------------------------------------------------------

    async def insert(self) -> str:
        email, body = self.email(), self._some_event()
        made = (await self._google("POST", email, "", json=body)).json()
        self.others[email, made["id"]] = made["etag"]
        if "recurrence" in body and "dateTime" in body["start"]:
            self.series[email, made["id"]] = made
        return f"{made['id']} {body}"

    def _some_event(self) -> dict[str, Any]:
        kind = self.chance.choice(("timed", "timed", "long", "days", "series", "series", "transparent", "absence"))
        starts_at = self.some_time()
        if kind == "days":
            first = starts_at.date()
            last = first + timedelta(days=self.chance.choice((1, 2)))
            weekly = {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=4"]} if self.chance.random() < 0.3 else {}
            return {"start": {"date": first.isoformat()}, "end": {"date": last.isoformat()}, **weekly}
        if kind == "long":
            return times(MONDAY - timedelta(days=20), 60 * 24 * self.chance.choice((21, 22)))
        event = times(starts_at, self.chance.choice((15, 30, 60, 95)))
        if kind == "series":
            event["recurrence"] = [self.chance.choice(RULES)]
        if kind == "transparent":
            event["transparency"] = "transparent"
        if kind == "absence":
            event |= {"eventType": "outOfOffice", "outOfOfficeProperties": {}}
        return event

    async def change(self) -> str:
        """Move, mark as free, or delete somebody's event; a series is all changed."""
        if not self.others:
            return "nothing there"
        email, event_id = self.chance.choice(list(self.others))
        is_series = (email, event_id) in self.series
        how = self.chance.choice(("free", "delete") if is_series else ("move", "free", "days", "delete"))
        if how == "delete":
            await self._google("DELETE", email, f"/{event_id}")
            self.series.pop((email, event_id), None)
            del self.others[email, event_id]
            return f"delete {event_id}"
        body = self._changed(how)
        answer = await self._google("PATCH", email, f"/{event_id}", may_fail=True, json=body)
        if answer.status_code == 200:
            self.others[email, event_id] = answer.json()["etag"]
        return f"{event_id} {body} {answer.status_code}"

    def _changed(self, how: str) -> dict[str, Any]:
        if how == "free":
            return {"transparency": self.chance.choice(("transparent", "opaque"))}
        if how == "days":
            first = self.some_time().date()
            last = first + timedelta(days=1)
            none = {"dateTime": None, "timeZone": None}
            return {"start": {"date": first.isoformat(), **none}, "end": {"date": last.isoformat(), **none}}
        both = times(self.some_time(), self.chance.choice((30, 60)))
        return {end: {**both[end], "date": None} for end in ("start", "end")}

    async def change_one(self) -> str:
        """Move or cancel one occurrence of a series."""
        if not self.series:
            return "no series"
        email, series_id = self.chance.choice(list(self.series))
        listed = await self._google("GET", email, f"/{series_id}/instances", params={"maxResults": 20})
        found = [one["id"] for one in listed.json()["items"]]
        if not found:
            return "nothing left"
        one = self.chance.choice(found)
        if self.chance.random() < 0.5:
            await self._google("DELETE", email, f"/{one}")
            return f"delete {one}"
        body = self._changed("move")
        await self._google("PATCH", email, f"/{one}", json=body)
        return f"{one} {body}"

    async def split(self) -> str:
        """Change a series from some day on, as Google's page does it: it ends, and another begins."""
        if not self.series:
            return "no series"
        email, series_id = self.chance.choice(list(self.series))
        ends_at = MONDAY + timedelta(days=self.chance.choice((9, 27)))
        if datetime.fromisoformat(self.series[email, series_id]["start"]["dateTime"]) >= ends_at:
            return "not begun by then"
        rule = {"recurrence": [f"RRULE:FREQ=WEEKLY;UNTIL={ends_at:%Y%m%dT%H%M%SZ}"]}
        ended = await self._google("PATCH", email, f"/{series_id}", json=rule)
        self.others[email, series_id] = ended.json()["etag"]
        body = {**times(ends_at + timedelta(hours=10), 45), "recurrence": ["RRULE:FREQ=WEEKLY"]}
        made = (await self._google("POST", email, "", json=body)).json()
        self.others[email, made["id"]], self.series[email, made["id"]] = made["etag"], made
        return f"{series_id} from {ends_at:%d}: {made['id']}"

    async def touch(self) -> str:
        """Do something to the event of a booking, where it stands."""
        booking = await self.some_booking()
        if booking is None:
            return "nobody"
        email, event_id = self.email_of(booking.practitioner_id), event_id_of(booking)
        how = self.chance.choice(("move", "move", "delete", "title", "free", "colour", "days", "back"))
        if how == "delete":
            answer = await self._google("DELETE", email, f"/{event_id}", may_fail=True)
        else:
            body = {
                "title": {"summary": f"Lunch {self.chance.randrange(9)}"},
                "colour": {"colorId": str(self.chance.randrange(1, 9))},
                "back": {"status": "confirmed", **self._back(booking)},
            }.get(how) or self._changed(how)
            answer = await self._google("PATCH", email, f"/{event_id}", may_fail=True, json=body)
        if booking.id in self.unshown and answer.status_code < 300:
            self.revived.add(booking.id)
        return f"{how} {booking.id}: {answer.status_code}"

    def _back(self, booking: Booking) -> dict[str, Any]:
        both = times(booking.starts_at, int((booking.ends_at - booking.starts_at) / timedelta(minutes=1)))
        return {end: {**both[end], "date": None} for end in ("start", "end")}

    async def copy(self) -> str:
        """Copy the event of a booking by hand: the copy names the booking too, and is somebody's own."""
        booking = await self.some_booking()
        if booking is None:
            return "nobody"
        email = self.email_of(booking.practitioner_id)
        body = {
            **times(self.some_time(), 30),
            "extendedProperties": {"private": {"bookingId": str(booking.id)}},
        }
        made = (await self._google("POST", email, "", json=body)).json()
        self.others[email, made["id"]] = made["etag"]
        return f"{made['id']} of {booking.id}"

    # --- time -----------------------------------------------------------------------------------------------------

    async def wait(self) -> str:
        span = timedelta(seconds=self.chance.choice((1, 3, 7, 20, 45, 70)))
        await self.pass_by(span)
        return str(span)

    async def pass_by(self, span: timedelta) -> None:
        """Let time pass with the schedule awake."""
        end = self.world.clock.now() + span
        while self.world.clock.now() < end:
            with every_clinic("schedule"):
                await self.schedule.look(self.world.deployment)
            self.ran.update(await self.world.work(within=min(STEP, end - self.world.clock.now())))

    async def heal(self) -> None:
        """End all that goes wrong at Google; who withdrew their consent gives it anew."""
        answer = await self.world.sandbox.request("DELETE", "/sandbox/faults")
        assert answer.status_code < 300, answer.text
        self.steps.append(f"{self.world.clock.now():%d %H:%M:%S} healed")
        for email, doctor in self.doctors.items():
            row = await CalendarConnection.get(clinic_id=self.world.clinic.id, practitioner_id=doctor.id)
            if email in self.withdrawn or row.state != "connected":
                await self.world.connect_calendar(email, practitioner=doctor)

    # --- Google ---------------------------------------------------------------------------------------------------

    async def said_of(self, booking: Booking) -> Said | None:
        """Return what stands in a booking's event, besides its times; None where it is gone."""
        answer = await self._google(
            "GET", self.email_of(booking.practitioner_id), f"/{event_id_of(booking)}", may_fail=True
        )
        event = answer.json()
        return content_of(event) if answer.status_code == 200 and event["status"] != "cancelled" else None

    async def listed(self, email: str) -> list[dict[str, Any]]:
        """List all of a calendar, series whole, what was cancelled with it."""
        wish = {"showDeleted": "true", "maxResults": "2500"}
        answer = await self._google("GET", email, "", params=wish)
        items: list[dict[str, Any]] = answer.json()["items"]
        assert "nextPageToken" not in answer.json()
        return items

    async def _google(self, method: str, email: str, path: str, *, may_fail: bool = False, **options: Any) -> Any:
        answer = await self.call(method, f"/calendars/{email}/events{path}", **options)
        assert may_fail or answer.status_code < 300, (method, path, options, answer.text)
        return answer

    async def call(self, method: str, path: str, **options: Any) -> Any:
        return await self.world.google(method, path, DESK, **options)


def times(starts_at: datetime, minutes: int) -> dict[str, Any]:
    ends_at = starts_at + timedelta(minutes=minutes)
    return {
        "start": {"dateTime": starts_at.isoformat(), "timeZone": "Europe/Berlin"},
        "end": {"dateTime": ends_at.isoformat(), "timeZone": "Europe/Berlin"},
    }


def content_of(event: Mapping[str, Any]) -> Said:
    return event.get("summary"), event.get("transparency") or "opaque"


async def begun(world: World, seed: int, *, mode: str = "ask", is_pushed: bool = False) -> Walk:
    """Begin a walk in a clinic with two doctors, whose calendars are connected and read."""
    colleague = await make_practitioner(world.clinic, world.location, services=(world.service,))
    doctors = {DOCTOR: world.practitioner, COLLEAGUE: colleague}
    for email, doctor in doctors.items():
        await world.connect_calendar(email, practitioner=doctor)
    seen = [{"id": one, "timeZone": world.clinic.zone, "accessRole": "writer", "primary": False} for one in doctors]
    opened = await world.sandbox.post("/sandbox/google/accounts", json={"email": DESK, "calendars": seen})
    assert opened.status_code == 200, opened.text
    async with writing():
        await Clinic.filter(id=world.clinic.id).update(calendar_drift_mode=mode)
    if is_pushed:
        settings = replace(world.deployment.settings, public_url=PUBLIC_URL.replace("http:", "https:"))
        world.deployment = replace(world.deployment, settings=settings)
    await world.work()
    schedule = Schedule([one for one in declared_periodics() if one.kind in ("calendar.refresh", "calendar.sweep")])
    return Walk(world, Random(seed), doctors, schedule)  # noqa: S311  # a walk to be told again
