"""The demo's clinic on a full day: more practitioners, names of every length, overlaps, patients who write."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from tests.e2e.desk_clinic import Clinic, Slot
from tests.e2e.patient import Patient

COLLEAGUES: Final = (
    ("Dr Wilhelmina van der Grinten-Oosterhuis", "Dr Van der Grinten"),
    ("Prof. Dr. Karl-Friedrich Freiherr von Hohenstein", "Prof. Hohenstein"),
    ("د. فاطمة الزهراء بنت عبد الرحمن", "د. فاطمة"),
    ("Noor Bos", "Noor Bos"),
)
NAMES: Final = (
    "Ana Jansen",
    "Maximiliane-Charlotte Freifrau von und zu Guttenberg-Löwenstein",
    "محمد عبد الرحمن بن عبد الله القحطاني",
    "Bo Li",
    "Jonas Weber",
    "Συμεωνίδου-Παπακωνσταντίνου Ελευθερία",
    "Lucía Fernández de la Vega y Montenegro",
    "Sam Visser",
    "Giulia Rossi",
    "Pieter Bakker",
)
WRITERS: Final = (
    ("31612345801", "Ana Jansen", "Can I talk to a person?"),
    (
        "31612345802",
        "Maximiliane-Charlotte Freifrau von und zu Guttenberg-Löwenstein",
        "Kann ich bitte mit jemandem sprechen?",
    ),
    ("31612345803", "محمد عبد الرحمن بن عبد الله القحطاني", "Can I talk to a person?"),
    ("31612345804", "Jonas Weber", "Can I talk to a person please?"),
)
LONG_GERMAN: Final = (
    "Guten Tag, meine Krankenversicherungskostenübernahmebescheinigung ist heute angekommen; könnten Sie bitte sagen, "
    "ob die Rechtsschutzversicherungsgesellschaften das ebenfalls anerkennen? https://example.org/" + "a" * 90
)
LONG_TITLE: Final = "Kieferorthopädische Erstuntersuchung mit Behandlungsplanung"
ARABIC: Final = "السلام عليكم، أود تغيير موعدي من يوم الثلاثاء إلى يوم الخميس بعد الظهر إن أمكن، وشكرا جزيلا لكم."
STARTS: Final = (9 * 60, 9 * 60 + 45, 10 * 60 + 30, 11 * 60 + 15, 13 * 60 + 30, 14 * 60 + 15, 15 * 60, 15 * 60 + 45)
HOURS: Final = [
    {"weekday": weekday, "startMinute": start, "endMinute": end}
    for weekday in range(1, 6)
    for start, end in ((540, 720), (780, 1020))
]
LATER: Final[dict[tuple[int, int], tuple[int, ...]]] = {(0, 1): (5, 10), (0, 2): (5, 10), (2, 4): (15,)}  # overlaps
BESIDE: Final = {"overbookReason": "acute_pain"}
PEOPLE: Final = "{ viewer { memberships { clinic { practitioners { nodes { id fullName } } } } } }"
JOIN: Final = """mutation ($input: PractitionerSaveInput!) { practitionerSave(input: $input) {
    practitioner { id } userErrors { code message } } }"""
WEEK: Final = (
    "mutation ($input: WorkingHoursSetInput!) { workingHoursSet(input: $input) { userErrors { code message } } }"
)
GIVE: Final = "mutation ($input: ServiceSaveInput!) { serviceSave(input: $input) { userErrors { code message } } }"
PUT: Final = "mutation ($input: BookingCreateInput!) { bookingCreate(input: $input) { userErrors { code message } } }"


def fill(
    clinic: Clinic,
    colleagues: Sequence[tuple[str, str]] = COLLEAGUES,
    names: Sequence[str] = NAMES,
    title: str = LONG_TITLE,
) -> date:
    """Give the clinic more practitioners and a full day of one service, with overlaps on purpose; return the day."""
    for full_name, short_name in colleagues:
        _join(clinic, full_name, short_name)
    day = _tuesday(clinic)
    patients = [clinic.patient(name) for name in names]
    found = clinic.ask(PEOPLE)["viewer"]["memberships"][0]["clinic"]["practitioners"]["nodes"]
    _let_give(clinic, title, [one["id"] for one in found])
    for column, person in enumerate(found):
        for row, minute in enumerate(STARTS):
            if (column + row) % 5 == 4:
                continue
            at = Slot.at(day, 0, clinic.zone).starts_at + timedelta(minutes=minute)
            _put(clinic, patients[(3 * column + row) % len(patients)], person["id"], at)
            for later in LATER.get((column, row), ()):
                _put(
                    clinic,
                    patients[(row + later + 2) % len(patients)],
                    person["id"],
                    at + timedelta(minutes=later),
                    BESIDE,
                )
    return day


def write(clinic: Clinic) -> None:
    """Let patients ask for a person, in long words, and in a script that runs from the right."""
    for number, name, text in WRITERS:
        patient = Patient(clinic.house.sandbox, number)
        patient.write(text, name=name)
        patient.hears(lambda said: bool(said["text"]), "something")
    Patient(clinic.house.sandbox, WRITERS[1][0]).write(LONG_GERMAN)
    Patient(clinic.house.sandbox, WRITERS[2][0]).write(ARABIC)


def _join(clinic: Clinic, full_name: str, short_name: str) -> None:
    wish = {"clinicId": clinic.id, "fullName": full_name, "shortName": short_name}
    made = clinic.ask(JOIN, input=wish)["practitionerSave"]
    assert made["userErrors"] == []
    hours = {"practitionerId": made["practitioner"]["id"], "locationId": clinic.location, "hours": HOURS}
    assert clinic.ask(WEEK, input=hours)["workingHoursSet"]["userErrors"] == []


def _tuesday(clinic: Clinic) -> date:
    """Find the Tuesday of next week: nothing of it has begun."""
    today = datetime.now(clinic.zone).date()
    return today + timedelta(days=8 - today.weekday())


def _let_give(clinic: Clinic, title: str, practitioners: list[str]) -> None:
    """Let everybody give the first service."""
    wish = {"clinicId": clinic.id, "serviceId": clinic.service, "title": title, "shortTitle": title[:24]}
    more = {"durationMinutes": 30, "practitionerIds": practitioners}
    assert clinic.ask(GIVE, input={**wish, **more})["serviceSave"]["userErrors"] == []


def _put(
    clinic: Clinic, patient: str, practitioner: str, at: datetime, beside: Mapping[str, str] = MappingProxyType({})
) -> None:
    wish = {
        "serviceId": clinic.service,
        "patientId": patient,
        "practitionerId": practitioner,
        "startsAt": at.isoformat(),
    }
    place = {"locationId": clinic.location, **beside} if beside else {}
    assert clinic.ask(PUT, input={**wish, **place})["bookingCreate"]["userErrors"] == []
