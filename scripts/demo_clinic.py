"""The demo clinic: made once, connected to the sandbox, the same at every start."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx

from chatbookr_core.calendars.connecting import Grant, keep
from chatbookr_core.channels.lifecycle import connect_channel
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import (
    CalendarConnection,
    ChannelConnection,
    Clinic,
    Location,
    Practitioner,
    Resource,
    Service,
    ServicePractitioner,
    ServiceResource,
    WorkingHours,
)
from chatbookr_core.people.accounts import create_account, join_clinic
from chatbookr_core.people.passwords import hash_password
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actor import SystemActor
from chatbookr_permissions.roles import Role
from chatbookr_sandbox.settings import SandboxSettings
from chatbookr_sdk import Secret

NAME = "Praktijk Zuid"
ZONE = "Europe/Amsterdam"
GOOGLE_SCOPES = ("calendar.freebusy", "calendar.events.owned", "calendar.calendarlist.readonly")
PEOPLE = (
    (Role.OWNER, "anna.bakker@praktijk-zuid.example", "Anna Bakker"),
    (Role.RECEPTIONIST, "rik.smit@praktijk-zuid.example", "Rik Smit"),
    (Role.PRACTITIONER, "dr.vos@praktijk-zuid.example", "Dr Eva Vos"),
    (Role.AUDITOR, "audit@praktijk-zuid.example", "Noor Audit"),
)
PRACTITIONERS = (
    ("Dr Eva Vos", "Dr Vos", "dr.vos@praktijk-zuid.example"),
    ("Dr Tim Jansen", "Dr Jansen", "dr.jansen@praktijk-zuid.example"),
)
SERVICES = (
    ("Check-up", "Check-up", 30, 6000),
    ("First consultation", "First consultation", 45, 9500),
    ("Physiotherapy session", "Physiotherapy", 40, 5500),
)
DAY_PARTS = ((9 * 60, 12 * 60 + 30), (13 * 60, 17 * 60))


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo tells people: the clinic, and (role, e-mail, password) of each log-in."""

    clinic_name: str
    logins: tuple[tuple[str, str, str], ...]


async def seed(database: Database, deployment: Deployment, sandbox: SandboxSettings, logins_file: Path) -> Demo:
    """Make what is missing and connect it; the sandbox must be answering."""
    clinic = await found(database, deployment, logins_file)
    with database.entered(), every_clinic("operator"):
        await _connect_whatsapp(deployment, clinic.id, sandbox)
        await _connect_calendars(deployment, clinic.id, sandbox)
    return Demo(clinic.name, read_logins(logins_file))


async def found(database: Database, deployment: Deployment, logins_file: Path) -> Clinic:
    """Return the clinic, which is made with its log-ins where there is none; nobody else need be answering."""
    with database.entered(), every_clinic("operator"):
        clinic = await Clinic.get_or_none(name=NAME)
        if clinic is None:
            passwords = {email: secrets.token_urlsafe(9) for _, email, _ in PEOPLE}
            clinic = await _make_clinic(deployment, passwords)
            write_logins(logins_file, passwords)
        return clinic


def write_logins(path: Path, passwords: dict[str, str]) -> None:
    """Keep the demo's passwords where only their owner reads them; they are made anew with the clinic."""
    path.touch(mode=0o600)
    path.write_text("".join(f"{role.value} {email} {passwords[email]}\n" for role, email, _ in PEOPLE))


def read_logins(path: Path) -> tuple[tuple[str, str, str], ...]:
    """Read what `write_logins` wrote."""
    if not path.exists():
        return ()
    rows = [line.split(" ") for line in path.read_text().splitlines()]
    return tuple((role, email, password) for role, email, password in rows)


async def _make_clinic(deployment: Deployment, passwords: dict[str, str]) -> Clinic:
    now = deployment.clock.now()
    hashes = {email: await hash_password(password) for email, password in passwords.items()}
    async with transaction():
        clinic = await Clinic.create(
            name=NAME,
            zone=ZONE,
            locale="en",
            privacy_url="https://praktijk-zuid.example/privacy",
            phone="+31 20 555 0100",
            opening_text="Mon-Fri 09:00-17:00",
            cutoff_minutes=30,  # shorter than the notice, so that whatever can be booked here can be changed here
            created_at=now,
        )
        await deployment.vault.create_clinic_keys(clinic.id)
        people = await _make_practitioners(clinic)
        await _make_services(clinic, people)
        for role, email, full_name in PEOPLE:
            user_id = await create_account(email=email, full_name=full_name, password_hash=hashes[email], now=now)
            practitioner_id = people[0].id if role is Role.PRACTITIONER else None
            await join_clinic(clinic_id=clinic.id, user_id=user_id, role=role, practitioner_id=practitioner_id, now=now)
    return clinic


async def _make_practitioners(clinic: Clinic) -> list[Practitioner]:
    place = await Location.create(
        clinic_id=clinic.id, name="Centre", address="Hoofdstraat 12, Amsterdam", zone=ZONE, holiday_country="NL"
    )
    await Resource.create(clinic_id=clinic.id, location_id=place.id, name="Treatment room 1", kind="treatment room")
    people: list[Practitioner] = []
    for full_name, short_name, _ in PRACTITIONERS:
        person = await Practitioner.create(clinic_id=clinic.id, full_name=full_name, short_name=short_name)
        people.append(person)
        for weekday in range(1, 6):
            for start_minute, end_minute in DAY_PARTS:
                await WorkingHours.create(
                    clinic_id=clinic.id,
                    practitioner_id=person.id,
                    location_id=place.id,
                    weekday=weekday,
                    start_minute=start_minute,
                    end_minute=end_minute,
                )
    return people


async def _make_services(clinic: Clinic, people: list[Practitioner]) -> None:
    for title, short_title, duration_minutes, price_minor_units in SERVICES:
        service = await Service.create(
            clinic_id=clinic.id,
            title=title,
            short_title=short_title,
            duration_minutes=duration_minutes,
            buffer_after_minutes=5 if duration_minutes > 30 else 0,
            step_minutes=15,
            price_minor_units=price_minor_units,
            currency="EUR",
        )
        for person in people:
            await ServicePractitioner.create(clinic_id=clinic.id, service_id=service.id, practitioner_id=person.id)
        if short_title == "Physiotherapy":
            await ServiceResource.create(clinic_id=clinic.id, service_id=service.id, resource_kind="treatment room")


async def _connect_whatsapp(deployment: Deployment, clinic_id: UUID, sandbox: SandboxSettings) -> None:
    if await ChannelConnection.exists(clinic_id=clinic_id, plugin="whatsapp", state="connected"):
        return
    credentials = {
        "phone_number_id": Secret(sandbox.meta.phone_number_id),
        "waba_id": Secret(sandbox.meta.waba_id),
        "access_token": Secret(sandbox.meta.access_token),
    }
    await connect_channel(
        deployment, SystemActor("demo"), clinic_id=clinic_id, plugin="whatsapp", credentials=credentials
    )


async def _connect_calendars(deployment: Deployment, clinic_id: UUID, sandbox: SandboxSettings) -> None:
    """Open a Google account for each practitioner and connect it, as a consent would."""
    base = f"http://{sandbox.host}:{sandbox.port}/sandbox/google"
    async with httpx.AsyncClient(trust_env=False, timeout=10) as http:
        for full_name, _, email in PRACTITIONERS:
            person = await Practitioner.get(clinic_id=clinic_id, full_name=full_name)
            if await CalendarConnection.exists(clinic_id=clinic_id, practitioner_id=person.id, state="connected"):
                continue
            calendar = {"id": email, "summary": full_name, "timeZone": ZONE, "primary": True}
            opened = await http.post(f"{base}/accounts", json={"email": email, "calendars": [calendar]})
            opened.raise_for_status()
            given = await http.post(f"{base}/tokens", json={"email": email, "scopes": list(GOOGLE_SCOPES)})
            given.raise_for_status()
            await _keep_grant(deployment, clinic_id, person.id, given.json())


async def _keep_grant(deployment: Deployment, clinic_id: UUID, practitioner_id: UUID, token: dict[str, str]) -> None:
    names = ("access_token", "refresh_token", "scope")
    grant = Grant(
        {name: Secret(str(token[name])) for name in names},
        deployment.clock.now() + timedelta(seconds=int(token["expires_in"])),
    )
    who = SystemActor("demo")
    await keep(deployment, who, plugin="gcal", clinic_id=clinic_id, practitioner_id=practitioner_id, grant=grant)
