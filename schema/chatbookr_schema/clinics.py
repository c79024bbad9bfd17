"""The clinic as clients see it: its places, people and services."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.audit.watched import MOST, watched_of
from chatbookr_core.clinics.queries import (
    LOCATION_ORDERS,
    PRACTITIONER_ORDERS,
    SERVICE_ORDERS,
    ClinicRecord,
    LocationRecord,
    PractitionerRecord,
    ServiceRecord,
    locations_where,
    practitioners_where,
    services_where,
)
from chatbookr_core.db import by_language, listed
from chatbookr_core.reach import reach_of
from chatbookr_permissions.actions import Permission
from chatbookr_schema.consent_codes import ConsentMode
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import (
    OF_PARENT,
    STAFF,
    DataClass,
    Needs,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.nodes import Node
from chatbookr_schema.paging import (
    After,
    Before,
    Connection,
    First,
    Last,
    OrderDirection,
    Pageable,
    listed_of_parent,
    ordered,
    shown,
)
from chatbookr_schema.recorded import Recorded


@object_type("A place where patients are seen.", needs=Permission.CLINIC_READ, record=LocationRecord)
class Location(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    name: str = field("What patients read in a list, at most 24 characters.", policy=OF_PARENT)
    address: str = field("Where it is.", policy=OF_PARENT, data=DataClass.NONE)  # a practice's, not a person's
    time_zone: str = field("The IANA name of its time zone.", policy=OF_PARENT, column="zone")
    is_active: bool = field("Times are offered here.", policy=OF_PARENT)


@object_type("Somebody patients come to see.", needs=Permission.CLINIC_READ, record=PractitionerRecord)
class Practitioner(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    full_name: str = field("Title and name in full.", policy=OF_PARENT, data=DataClass.NONE)  # patients choose by it
    short_name: str = field("What patients read in a list, at most 24 characters.", policy=OF_PARENT)
    is_active: bool = field("Times are offered with them.", policy=OF_PARENT)


@object_type("Something patients can book.", needs=Permission.CLINIC_READ, record=ServiceRecord)
class Service(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    title: str = field("What it is called.", policy=OF_PARENT)
    short_title: str = field("What patients read in a list, at most 24 characters.", policy=OF_PARENT)
    duration_minutes: int = field("How long the patient is there.", policy=OF_PARENT)
    buffer_before_minutes: int = field("Kept free before it.", policy=OF_PARENT)
    buffer_after_minutes: int = field("Kept free after it.", policy=OF_PARENT)
    step_minutes: int = field("How far apart the offered starts are.", policy=OF_PARENT)
    price_minor_units: int | None = field("What it costs, in the currency's smallest unit.", policy=OF_PARENT)
    currency: str | None = field("ISO 4217 code of the price's currency.", policy=OF_PARENT)
    is_active: bool = field("It is offered.", policy=OF_PARENT)
    is_on_request: bool = field("Staff confirm what patients ask for; until then the time is kept.", policy=OF_PARENT)
    seats: int = field("For how many patients at once; more than one: a group appointment.", policy=OF_PARENT)
    bookings_per_day: int | None = field("So many on one local date are enough; null: no limit.", policy=OF_PARENT)
    bookings_per_week: int | None = field("So many from Monday to Sunday are enough.", policy=OF_PARENT)

    @field("What else it can take, in minutes.", policy=OF_PARENT, reads=("other_durations",))
    def other_durations(self) -> list[int]:
        return [int(minutes) for minutes in listed(self.record.other_durations) or ()]

    @field("Who gives it, by name.", policy=OF_PARENT, cost=1, lists=5, reads=())
    async def practitioners(self, info: Info) -> list[Practitioner]:
        found = await info.context.loaders.service_practitioners.load(self.record.id)
        return [Practitioner.of(record) for record in found]


@object_type("An operator of the deployment who can read some of the clinic's data right now.")
class OperatorAccess:
    operator_name: str = field("Who.", policy=OF_PARENT)
    until: datetime = field("When it ends by itself.", policy=OF_PARENT)


@input_type("Which places; what is left out does not matter.")
class LocationWhere:
    is_active: bool | None = optional_input("In use, or not; left out, in use.", policy=OF_PARENT)


@input_type("Which practitioners; what is left out does not matter.")
class PractitionerWhere:
    is_active: bool | None = optional_input("Who work here, or do not; left out, who do.", policy=OF_PARENT)


@input_type("Which services; what is left out does not matter.")
class ServiceWhere:
    is_active: bool | None = optional_input("That are offered, or are not; left out, both.", policy=OF_PARENT)


@enum_type("What places are ordered by.", NAME="What they are called.")
class LocationOrderField(Enum):
    NAME = "name"


@input_type("The order of places.")
class LocationOrderBy:
    by: LocationOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@enum_type("What practitioners are ordered by.", FULL_NAME="What they are called, with the title in front.")
class PractitionerOrderField(Enum):
    FULL_NAME = "full_name"


@input_type("The order of practitioners.")
class PractitionerOrderBy:
    by: PractitionerOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@enum_type("What services are ordered by.", TITLE="What they are called.")
class ServiceOrderField(Enum):
    TITLE = "title"


@input_type("The order of services.")
class ServiceOrderBy:
    by: ServiceOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@enum_type(
    "What becomes by itself of a booking's event that somebody changes in a calendar.",
    FOLLOW="The booking follows an event that was moved or edited, where it can; one that was deleted is asked about.",
    PUT_BACK="The event is brought back to what the booking says.",
    ASK="Nothing: the front desk is asked each time.",
)
class CalendarDriftMode(Enum):
    FOLLOW = "follow"
    PUT_BACK = "put_back"
    ASK = "ask"


@object_type("What a clinic says of its opening hours in one language.")
class OpeningText:
    language: str = field("The language: en, de, fr, es, it, pt or nl.", policy=OF_PARENT)
    text: str = field("What patients read who are spoken to in it.", policy=OF_PARENT)


@object_type("A clinic: the workspace everything else belongs to.", needs=Permission.CLINIC_READ, record=ClinicRecord)
class Clinic(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    name: str = field("What it is called.", policy=OF_PARENT)
    time_zone: str = field("The IANA name of its time zone.", policy=OF_PARENT, column="zone")
    locale: str = field("The language it speaks unless a patient prefers another.", policy=OF_PARENT)
    phone: str = field("The number patients can call.", policy=OF_PARENT, data=DataClass.NONE)  # it is the desk's
    emergency_number: str = field("The number patients are told to call in an emergency.", policy=OF_PARENT)
    opening_text: str = field("Its opening hours in words, whatever language is spoken.", policy=OF_PARENT)
    privacy_url: str = field("Where patients read how their data is used; empty: nowhere.", policy=OF_PARENT)
    notice_minutes: int = field("How long before its start a time can last be booked.", policy=OF_PARENT)
    horizon_days: int = field("How far ahead times are offered.", policy=OF_PARENT)
    cutoff_minutes: int = field("Until when before its start patients can change a booking.", policy=OF_PARENT)
    hold_minutes: int = field("How long a time that a patient tapped is kept.", policy=OF_PARENT)
    calendar_freshness_minutes: int = field(
        "A practitioner whose calendar was not read for so long is not offered.", policy=OF_PARENT
    )
    calendar_drift_mode: CalendarDriftMode = field(
        "What becomes by itself of a booking's event that somebody changes in a calendar.",
        policy=OF_PARENT,
        surfaces=STAFF,
    )
    quiet_from_minute: int = field(
        "From then on, in minutes since the local midnight, patients are not written to unless they are talking.",
        policy=OF_PARENT,
        surfaces=STAFF,
    )
    quiet_until_minute: int = field(
        "Until then, the same way; the same minute: there are no quiet hours.", policy=OF_PARENT, surfaces=STAFF
    )
    sends_reminders: bool = field("Whether patients are reminded who agreed to that.", policy=OF_PARENT, surfaces=STAFF)
    reminder_hours: int = field(
        "So many hours before the start; 0: there is no first reminder.", policy=OF_PARENT, surfaces=STAFF
    )
    last_reminder_hours: int = field(
        "So many hours before the start once more, where nobody answered; 0: not.", policy=OF_PARENT, surfaces=STAFF
    )
    reminders_name_services: bool = field(
        "Whether reminders in the chat say what for, and with whom; templates never do.",
        policy=OF_PARENT,
        surfaces=STAFF,
    )
    follows_up_no_shows: bool = field(
        "Whether who did not come is offered another time, if they agreed to reminders.",
        policy=OF_PARENT,
        surfaces=STAFF,
    )
    completes_bookings: bool = field(
        "At the end of its day a visit of which nothing else was noted counts as completed.",
        policy=OF_PARENT,
        surfaces=STAFF,
    )
    books_for_others: bool = field(
        "Whether patients book for somebody else, too, in the chat.", policy=OF_PARENT, surfaces=STAFF
    )
    asks_birth_date: bool = field(
        "Whether the chat asks for the date of birth of who is new.", policy=OF_PARENT, surfaces=STAFF
    )
    nudge_minutes: int = field(
        "After so many minutes of silence in mid-booking a patient is asked once whether to go on; 0: never.",
        policy=OF_PARENT,
        surfaces=STAFF,
    )
    answer_minutes: int = field(
        "Patients are to be answered within so many minutes of its opening hours.", policy=OF_PARENT, surfaces=STAFF
    )
    waitlist_minutes: int = field(
        "For how long a time that falls free is kept for whoever waits; 0: there is no waitlist.",
        policy=OF_PARENT,
        surfaces=STAFF,
    )
    region: str = field(
        "Where its data may be handled: a country, or EU for the European Economic Area.",
        policy=OF_PARENT,
        surfaces=STAFF,
    )
    allows_transfers: bool = field(
        "Whether subprocessors may handle data outside of it, under the mechanism they declare.",
        policy=OF_PARENT,
        surfaces=STAFF,
    )
    consent_mode: ConsentMode = field(
        "What patients are asked before the assistant serves them.", policy=OF_PARENT, surfaces=STAFF
    )
    requires_second_factor: bool = field(
        "It opens to nobody who has not shown a second factor.", policy=OF_PARENT, surfaces=STAFF
    )

    @field(
        "Its opening hours in words by language; in any other patients read `openingText`.",
        policy=OF_PARENT,
        lists=2,
        reads=("opening_texts",),
    )
    def opening_texts(self) -> list[OpeningText]:
        found = by_language(self.record.opening_texts)
        return [OpeningText(language=language, text=found[language]) for language in sorted(found)]

    @field(
        "Fields whose reading by staff and keys is written into the audit log, beside those the deployment watches.",
        policy=Needs(Permission.AUDIT_READ),
        surfaces=STAFF,
        reads=("watched_reads",),
        lists=MOST,
    )
    def watched_reads(self) -> list[str] | None:
        return sorted(watched_of(self.record.watched_reads))

    @field(
        "Which operators can read some of its data right now, for a banner.",
        policy=OF_PARENT,
        cost=1,
        lists=1,
        surfaces=STAFF,
        reads=(),
    )
    async def operator_access(self, info: Info) -> list[OperatorAccess]:
        found = await info.context.loaders.operators_in.load(self.clinic_id)
        return [OperatorAccess(operator_name=name, until=until) for name, until in found]

    @field("Its places, by name unless ordered.", policy=OF_PARENT, cost=1, reads=())
    async def locations(
        self,
        info: Info,
        where: Annotated[LocationWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[LocationOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Location] | None:
        is_active = where.is_active if where and where.is_active is not None else True
        order = ordered(LOCATION_ORDERS, order_by)
        selection = locations_where(reach_of(info.context.actor), order, is_active=is_active)
        given = Pageable(first, after, last, before)
        make = shown(Location)
        return await listed_of_parent(info, self.clinic_id, "location.clinic_id", selection, given, make)

    @field("Who works here, by name unless ordered.", policy=OF_PARENT, cost=1, reads=())
    async def practitioners(
        self,
        info: Info,
        where: Annotated[PractitionerWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[PractitionerOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Practitioner] | None:
        is_active = where.is_active if where and where.is_active is not None else True
        order = ordered(PRACTITIONER_ORDERS, order_by)
        selection = practitioners_where(reach_of(info.context.actor), order, is_active=is_active)
        given = Pageable(first, after, last, before)
        make = shown(Practitioner)
        return await listed_of_parent(info, self.clinic_id, "practitioner.clinic_id", selection, given, make)

    @field(
        "What can be booked, by title unless ordered; also what is not offered at present.",
        policy=OF_PARENT,
        cost=1,
        reads=(),
    )
    async def services(
        self,
        info: Info,
        where: Annotated[ServiceWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[ServiceOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Service] | None:
        is_active = where.is_active if where else None
        order = ordered(SERVICE_ORDERS, order_by)
        selection = services_where(reach_of(info.context.actor), order, is_active=is_active)
        given = Pageable(first, after, last, before)
        make = shown(Service)
        return await listed_of_parent(info, self.clinic_id, "service.clinic_id", selection, given, make)

    @field("The asker may change what can be booked.", policy=OF_PARENT, reads=())
    def viewer_can_edit_services(self, info: Info) -> bool:
        return info.context.can(Permission.SERVICE_WRITE, self.clinic_id)

    @field("The asker may connect and disconnect channels and calendars.", policy=OF_PARENT, surfaces=STAFF, reads=())
    def viewer_can_manage_connections(self, info: Info) -> bool:
        return info.context.can(Permission.CONNECTION_MANAGE, self.clinic_id)

    @field("The asker may say how people must log in.", policy=OF_PARENT, surfaces=STAFF, reads=())
    def viewer_can_manage_security(self, info: Info) -> bool:
        return info.context.can(Permission.CLINIC_SECURITY_MANAGE, self.clinic_id)

    @field("The asker may make, rotate and revoke API keys.", policy=OF_PARENT, surfaces=STAFF, reads=())
    def viewer_can_manage_keys(self, info: Info) -> bool:
        return info.context.can(Permission.KEY_MANAGE, self.clinic_id)

    @field("The asker may register identity providers.", policy=OF_PARENT, surfaces=STAFF, reads=())
    def viewer_can_manage_identity_providers(self, info: Info) -> bool:
        return info.context.can(Permission.IDENTITY_PROVIDER_MANAGE, self.clinic_id)

    @field("The asker may set up webhooks.", policy=OF_PARENT, reads=())
    def viewer_can_manage_webhooks(self, info: Info) -> bool:
        return info.context.can(Permission.WEBHOOK_MANAGE, self.clinic_id)


async def find_clinic(context: Context, key: UUID) -> Clinic | None:
    record = await context.loaders.clinics.load(key)
    return Clinic.of(record) if record else None


async def find_location(context: Context, key: UUID) -> Location | None:
    record = await context.loaders.locations.load(key)
    return Location.of(record) if record else None


async def find_practitioner(context: Context, key: UUID) -> Practitioner | None:
    record = await context.loaders.practitioners.load(key)
    return Practitioner.of(record) if record else None


async def find_service(context: Context, key: UUID) -> Service | None:
    record = await context.loaders.services.load(key)
    return Service.of(record) if record else None
