"""The demo's clinic behind a desk: what is free, who comes, and what others do meanwhile, by API and sandbox."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from tests.e2e.running import HTTP, Running

CLINIC = """{ viewer { memberships { clinic { id
    locations { nodes { id } } practitioners { nodes { id fullName } } services { nodes { id title } } } } } }"""
FREE = """query ($clinic: ID!, $service: ID!, $from: DateTime!, $to: DateTime!, $with: ID!) {
    availableSlots(clinicId: $clinic, serviceId: $service, from: $from, to: $to, practitionerId: $with) {
        startsAt isOnRequest } }"""
PATIENT = "mutation ($input: PatientCreateInput!) { patientCreate(input: $input) { patientId userErrors { code } } }"
BOOK = """mutation ($input: BookingCreateInput!) {
    bookingCreate(input: $input) { booking { id } userErrors { code message } } }"""
SHOW = """query ($id: ID!) { node(id: $id) { ... on Booking {
    status startsAt version cancelReason displacedAt calendarState location { name } } } }"""
SERIES = """mutation ($input: BookingSeriesCreateInput!) {
    bookingSeriesCreate(input: $input) { bookings { id } userErrors { code message } } }"""
NEVER_QUIET = (
    "mutation ($input: ClinicQuietHoursUpdateInput!) { clinicQuietHoursUpdate(input: $input) { userErrors { code } } }"
)
WAIT = """mutation ($input: WaitlistEntryAddInput!) {
    waitlistEntryAdd(input: $input) { waitlistEntry { id } userErrors { code } } }"""
CLOSE = "mutation ($input: WorkingDaysSetInput!) { workingDaysSet(input: $input) { userErrors { code } } }"
REQUESTS = """query ($clinic: ID!) { bookings(clinicId: $clinic, where: { status: REQUESTED }) {
    nodes { id patient { phone } } } }"""
OF_ALL = """query ($clinic: ID!) { bookings(clinicId: $clinic, where: { status: CONFIRMED }, first: 100) {
    nodes { startsAt patient { name } } } }"""
PLACE = """mutation ($input: LocationSaveInput!) { locationSave(input: $input) {
    location { id } userErrors { code message } } }"""
HOURS = "mutation ($input: WorkingHoursSetInput!) { workingHoursSet(input: $input) { userErrors { code message } } }"
ON_REQUEST = """mutation ($input: ServiceSaveInput!) { serviceSave(input: $input) {
    service { id } userErrors { code message } } }"""
MOVE = """mutation ($input: BookingRescheduleInput!) {
    bookingReschedule(input: $input) { booking { version } userErrors { code message } } }"""
COLLEAGUE = "dr.jansen@praktijk-zuid.example"
AHEAD_DAYS = 2  # what is free is looked for from then on: nothing is so near that it begins meanwhile


@dataclass(frozen=True, slots=True)
class Slot:
    """A free time of the first practitioner."""

    starts_at: datetime
    zone: ZoneInfo

    @classmethod
    def at(cls, day: date, hour: int, zone: ZoneInfo) -> Self:
        """A full hour of a day."""
        return cls(datetime(day.year, day.month, day.day, hour, tzinfo=zone).astimezone(UTC), zone)

    @property
    def local(self) -> datetime:
        return self.starts_at.astimezone(self.zone)

    @property
    def day(self) -> date:
        return self.local.date()

    @property
    def minute(self) -> int:
        return self.local.hour * 60 + self.local.minute

    @property
    def clock(self) -> str:
        return f"{self.local:%H:%M}"

    @property
    def written(self) -> str:
        """As an English desk writes it."""
        return f"{self.local:%a}, {self.local:%b} {self.local.day}, {self.clock}"


@dataclass(slots=True)
class Clinic:
    """What a colleague can do to the clinic."""

    house: Running
    token: str
    id: str
    location: str
    doctor: str
    doctor_name: str
    service: str
    zone: ZoneInfo
    account: str
    bookings: dict[str, str] = field(default_factory=dict)
    taken: set[datetime] = field(default_factory=set)

    def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        return self.house.query(self.token, document, variables)

    def free_slots(self, count: int, after_days: int = 0) -> list[Slot]:
        """Find free times of one day that no test was given yet, an hour and more from one another."""
        since = datetime.now(UTC) + timedelta(days=AHEAD_DAYS + after_days)
        span = {"from": since.isoformat(), "to": (since + timedelta(days=9)).isoformat()}
        found = self.ask(FREE, clinic=self.id, service=self.service, **{"with": self.doctor}, **span)["availableSlots"]
        chosen: list[Slot] = []
        for each in found:
            slot = Slot(datetime.fromisoformat(each["startsAt"]), self.zone)
            if any(abs(slot.starts_at - one) < timedelta(hours=1) for one in self.taken):
                continue
            if chosen and slot.day != chosen[0].day:
                self.taken -= {one.starts_at for one in chosen}
                chosen = []
            self.taken.add(slot.starts_at)
            chosen.append(slot)
            if len(chosen) == count:
                return chosen
        raise LookupError("no day has so many free times")

    def free_slot(self, after_days: int = 0) -> Slot:
        return self.free_slots(1, after_days)[0]

    def patient(self, name: str, phone: str | None = None) -> str:
        made = self.ask(PATIENT, input={"clinicId": self.id, "name": name, "phone": phone})["patientCreate"]
        assert made["userErrors"] == []
        return str(made["patientId"])

    def book(self, name: str, slot: Slot, phone: str | None = None) -> str:
        return self._book(name, slot.starts_at, {}, phone)

    def overbook(self, name: str, starts_at: datetime) -> str:
        return self._book(name, starts_at, {"locationId": self.location, "overbookReason": "acute_pain"})

    def _book(self, name: str, starts_at: datetime, more: dict[str, str], phone: str | None = None) -> str:
        wanted = {"serviceId": self.service, "practitionerId": self.doctor, "startsAt": starts_at.isoformat(), **more}
        made = self.ask(BOOK, input={**wanted, "patientId": self.patient(name, phone)})["bookingCreate"]
        assert made["userErrors"] == []
        self.bookings[name] = made["booking"]["id"]
        return self.bookings[name]

    def book_weekly(self, name: str, slot: Slot, count: int) -> list[str]:
        """Book a series; return its bookings in their order."""
        wanted = {"serviceId": self.service, "practitionerId": self.doctor, "startsAt": slot.starts_at.isoformat()}
        rule = {"recurrence": f"FREQ=WEEKLY;COUNT={count}", "patientId": self.patient(name)}
        made = self.ask(SERIES, input={**wanted, **rule})["bookingSeriesCreate"]
        assert made["userErrors"] == []
        return [str(each["id"]) for each in made["bookings"]]

    def await_time(self, name: str, day: date) -> None:
        """Put somebody on the waitlist for one day, of a clinic that makes offers at any hour, as tests run."""
        hours = {"clinicId": self.id, "fromMinute": 0, "untilMinute": 0}
        assert self.ask(NEVER_QUIET, input=hours)["clinicQuietHoursUpdate"]["userErrors"] == []
        wish = {"serviceId": self.service, "practitionerId": self.doctor, "days": [f"{day}"]}
        made = self.ask(WAIT, input={**wish, "patientId": self.patient(name)})["waitlistEntryAdd"]
        assert made["userErrors"] == []

    def colleague(self) -> "Clinic":
        """The same clinic, as the practitioner of the second column has it."""
        found = self.house.query(self.token, CLINIC)["viewer"]["memberships"][0]["clinic"]
        other = found["practitioners"]["nodes"][1]
        return replace(self, doctor=other["id"], doctor_name=other["fullName"], account=COLLEAGUE)

    def offer_service_on_request(self) -> None:
        """Give a service whose times patients can only ask for."""
        wish = {"title": "Second opinion", "shortTitle": "Opinion", "durationMinutes": 30, "isOnRequest": True}
        more = {"clinicId": self.id, "practitionerIds": [self.doctor]}
        assert self.ask(ON_REQUEST, input={**wish, **more})["serviceSave"]["userErrors"] == []

    def requested(self, phone: str) -> str | None:
        """Find the request of a patient by their number."""
        found = self.ask(REQUESTS, clinic=self.id)["bookings"]["nodes"]
        return next((str(one["id"]) for one in found if one["patient"]["phone"] == phone), None)

    def slot_of(self, booking: str) -> Slot:
        return Slot(datetime.fromisoformat(self.booking(booking)["startsAt"]), self.zone)

    def lose_calendar(self) -> None:
        """Take the consent to read the practitioner's calendar back, and let it be noticed."""
        for what in ("refresh", "access"):
            wish = {"email": self.account, "what": what}
            HTTP.post(f"{self.house.sandbox}/sandbox/google/tokens/expire", json=wish).raise_for_status()
        self.enter_event(Slot(datetime.now(UTC) + timedelta(days=40), self.zone))

    def enter_event(self, slot: Slot) -> None:
        """Enter half an hour of their own into the practitioner's calendar, as they would in Google's."""
        times = {"start": slot.starts_at, "end": slot.starts_at + timedelta(minutes=30)}
        body = {"summary": "Own", **{name: {"dateTime": at.isoformat()} for name, at in times.items()}}
        calendar = f"{self.house.sandbox}/sandbox/google/calendars/{self.account}"
        HTTP.post(f"{calendar}/events", json=body).raise_for_status()

    def move(self, name: str, target: Slot) -> None:
        """Move a booking, as a colleague elsewhere would."""
        version = self.booking(self.bookings[name])["version"]
        wish = {"bookingId": self.bookings[name], "version": version, "startsAt": target.starts_at.isoformat()}
        assert self.ask(MOVE, input=wish)["bookingReschedule"]["userErrors"] == []

    def booking(self, booking: str) -> dict[str, Any]:
        found: dict[str, Any] = self.ask(SHOW, id=booking)["node"]
        return found

    def start_of(self, name: str) -> datetime:
        return datetime.fromisoformat(self.booking(self.bookings[name])["startsAt"])

    def starts_of(self, name: str) -> list[datetime]:
        """When all appointments of a patient start, the first first."""
        found = self.ask(OF_ALL, clinic=self.id)["bookings"]["nodes"]
        return sorted(datetime.fromisoformat(one["startsAt"]) for one in found if one["patient"]["name"] == name)

    def work_elsewhere_too(self, name: str) -> None:
        """Open a second place, where the practitioner is on Saturdays."""
        wish = {"clinicId": self.id, "name": name, "timeZone": str(self.zone), "address": "Kade 1"}
        made = self.ask(PLACE, input=wish)["locationSave"]
        assert made["userErrors"] == []
        saturdays = [{"weekday": 6, "startMinute": 540, "endMinute": 1020}]
        hours = {"practitionerId": self.doctor, "locationId": made["location"]["id"], "hours": saturdays}
        assert self.ask(HOURS, input=hours)["workingHoursSet"]["userErrors"] == []

    def day_of(self, name: str) -> date:
        return self.start_of(name).astimezone(self.zone).date()

    def is_on_request(self) -> bool:
        """Tell whether the practitioner's times can only be asked for."""
        since = datetime.now(UTC) + timedelta(days=AHEAD_DAYS)
        span = {"from": since.isoformat(), "to": (since + timedelta(days=9)).isoformat()}
        found = self.ask(FREE, clinic=self.id, service=self.service, **{"with": self.doctor}, **span)["availableSlots"]
        return all(one["isOnRequest"] for one in found)

    def events_at(self, starts_at: datetime) -> int:
        """Count the events of the practitioner's calendar that start at an instant."""
        calendar = f"{self.house.sandbox}/sandbox/google/calendars/{self.account}"
        events = [one for one in HTTP.get(f"{calendar}/events").json()["items"] if one["status"] != "cancelled"]
        starts = [one.get("start", {}).get("dateTime") for one in events]
        return sum(1 for start in starts if start and datetime.fromisoformat(start) == starts_at)

    def close(self, day: date) -> None:
        wanted = {"clinicId": self.id, "practitionerId": self.doctor, "firstDay": f"{day}", "lastDay": f"{day}"}
        assert self.ask(CLOSE, input={**wanted, "windows": []})["workingDaysSet"]["userErrors"] == []

    def move_event(self, slot: Slot, target: Slot) -> None:
        """Move the event that stands at a time to another, as its practitioner would in Google's calendar."""
        calendar = f"{self.house.sandbox}/sandbox/google/calendars/{self.account}"
        for event in HTTP.get(f"{calendar}/events").json()["items"]:
            start = event.get("start", {}).get("dateTime")
            if event["status"] == "cancelled" or not start or datetime.fromisoformat(start) != slot.starts_at:
                continue
            length = datetime.fromisoformat(event["end"]["dateTime"]) - slot.starts_at
            times = {"start": target.starts_at, "end": target.starts_at + length}
            body = {name: {"dateTime": at.isoformat()} for name, at in times.items()}
            HTTP.patch(f"{calendar}/events/{event['id']}", json=body).raise_for_status()
            return
        raise LookupError(f"no event at {slot.starts_at}")


def clinic_of(house: Running) -> Clinic:
    """Know the demo's clinic as its owner does."""
    token = house.token_of("owner")
    found = house.query(token, CLINIC)["viewer"]["memberships"][0]["clinic"]
    [doctor, *_] = found["practitioners"]["nodes"]
    return Clinic(
        house,
        token,
        found["id"],
        found["locations"]["nodes"][0]["id"],
        doctor["id"],
        doctor["fullName"],
        found["services"]["nodes"][0]["id"],
        ZoneInfo("Europe/Amsterdam"),
        house.password_of("practitioner")[0],
    )
