"""A value for every argument and input field of the schema, taken from a desk; one it cannot guess, it asks for."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pyotp
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_required_input_field,
)
from tests.authenticator import Authenticator, base64url
from tests.schema.desk import MONDAY, Desk

from chatbookr_schema.ids import global_id, parts_of

CHALLENGE, PASSKEY_NAME = b"asked of the examples' authenticator", "some words"
AUTHENTICATOR, CEREMONY = Authenticator(counts=False), "what a browser is known by"
TOTP_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of somebody's phone, made up
CODE = pyotp.TOTP(TOTP_KEY).at(datetime(2027, 3, 1, 8, 0, tzinfo=UTC))  # when the clock of tests stands still
IdOf = Callable[[str], str]
EXAMPLES: Mapping[str, object] = {
    "from": (MONDAY - timedelta(days=1)).isoformat(),
    "to": (MONDAY + timedelta(days=1)).isoformat(),
    "at": (MONDAY + timedelta(days=1)).isoformat(),
    "startsAt": (MONDAY + timedelta(days=1)).isoformat(),
    "insteadOf": (MONDAY + timedelta(days=1)).isoformat(),
    "SeriesReplacementInput.startsAt": (MONDAY + timedelta(days=1, hours=2)).isoformat(),
    "recurrence": "FREQ=WEEKLY;COUNT=2",
    "startsFrom": (MONDAY - timedelta(days=1)).isoformat(),
    "startsBefore": (MONDAY + timedelta(days=1)).isoformat(),
    "currency": "EUR",
    "timeZone": "Europe/Lisbon",
    "filling": "date",
    "durationMinutes": 30,
    "otherDuration": 45,
    "startMinute": 540,
    "endMinute": 600,
    "validFrom": "2027-03-01",
    "validUntil": "2027-12-31",
    "firstDay": "2027-05-03",
    "Query.firstDay": "2027-02-22",
    "lastDay": "2027-05-04",
    "country": "DE",
    "subdivision": "BY",
    "worked": "Epiphany",
    "priceMinorUnits": 1000,
    "stepMinutes": 15,
    "nudgeMinutes": 60,
    "version": 1,
    "minutes": 20,
    "colour": "#1a7f37",
    "shortcut": "thanks",
    "scope": "booking:read",
    "BookingSeriesRescheduleInput.scope": "ALL",
    "BookingSeriesCancelInput.scope": "ALL",
    "permission": "booking:read",
    "role": "RECEPTIONIST",
    "phone": "+4915112345679",
    "ipRange": "203.0.113.0/24",
    "previousUntil": (MONDAY - timedelta(days=2)).isoformat(),
    "url": "https://hook.example.com/",
    "issuer": "https://id.example.com",
    "emailDomain": "clinic.example",
    "secondFactorAcr": "urn:two",
    "requiresAccessTokenHash": False,
    "sendsReminders": False,
    "overlapHours": 2,
    "variables": {"unused": 1},
    "reason": "ill",
    "overbookReason": "acute_pain",
    "key": "a key of the asker's",
    "days": 400,
    "WaitlistEntryAddInput.days": (MONDAY + timedelta(days=1)).date().isoformat(),  # each of them
    "saidAt": (MONDAY - timedelta(days=30)).isoformat(),
    "source": "PAPER",
    "language": "de",
    "emergencyNumber": "144",
    "privacyUrl": "https://clinic.example/privacy",
    "region": "EU",
    "fields": "Conversation.messages",
    "credential": Authenticator().create({"challenge": base64url(CHALLENGE), "user": {"id": ""}}),
    "ceremony": CEREMONY,
    "email": "somebody.else@example.com",
    "newEmail": "another.address@example.com",
    "password": "purple tractors sing at noon",
    "newPassword": "green violins rest on Sunday",
    "token": "a token of 256 bits, say",
    "code": CODE,
    "written": "room@example.org",
    "blocking": "dr.one@example.org",
    "newAccount": {"fullName": "Grace Example", "password": "purple tractors sing at noon"},
}
"""By name, where the type alone does not say what makes sense."""
TOGETHER = {  # neither makes sense alone
    "priceMinorUnits": {"currency"},
    "currency": {"priceMinorUnits"},
    "variables": {"document"},
    "overbookReason": {"practitionerId", "locationId"},
    "subdivision": {"country"},
    "refusedFromMinute": {"refusedWeekdays"},
    "refusedUntilMinute": {"refusedWeekdays"},
    "worked": {"country", "subdivision"},
    "endpointId": {"isEnabled"},
    "clinicId": {"completesBookings", "openingText"},
    "identityProviderId": {"isEnabled"},
    "": {"isEnabled", "completesBookings", "openingText"},  # where all but the id may be left out
}
OTHERS = "others"
FITTING: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "ConversationsChangeInput": {
        "until": {"action": "SNOOZE"},
        "assigneeId": {"action": "ASSIGN"},
        "teamId": {"action": "ASSIGN"},
        "labelIds": {"action": "REMOVE_LABELS"},
    },
    "MessageSendInput": {
        "uploadId": {},
        OTHERS: {"body": "a text"},  # one of the two
    },
}
"""What else of an input must say another thing where an optional field is given; by OTHERS, where any other one is."""
PREVIEWED: dict[UUID, str] = {}
"""What a preview of merging the desk's patients said, by clinic."""
TYPE_OF_ID = {
    "noteId": "ConversationNote",
    "keepId": "Patient",
    "fromId": "Patient",
    "taskId": "StaffTask",
    "assigneeId": "User",
    "endpointId": "WebhookEndpoint",
    "deliveryId": "WebhookDelivery",
    "personId": "User",
    "holdId": "LegalHold",
    "anomalyId": "Anomaly",
    "driftId": "CalendarDrift",
    "entryId": "WaitlistEntry",
    "seriesId": "BookingSeries",
    "templateId": "MessageTemplate",
    "contactId": "Patient",
    "movingBookingId": "Booking",
    "replyToMessageId": "Message",
    "uploadId": "Upload",
}
PEOPLES = {"User", "Passkey"}  # what is somebody's, in whichever clinic
ID_OF_ROOT = {
    "clinic": "Clinic",
    "node": "Booking",
    "nodes": "Booking",
    "BookingWhere": "Booking",
    "ConversationWhere": "Conversation",
    "PatientWhere": "Patient",
    "TaskWhere": "StaffTask",
}


def own_id(desk: Desk, type_name: str) -> str:
    """Return the API's id of what a desk has of a type, its user's own things among it."""
    people = {
        "User": desk.user.id,
        "Session": desk.session.id,
        "Upload": upload_of(desk),
        **{name: getattr(desk, name.lower()).id for name in PEOPLES},
    }
    return global_id(type_name, people[type_name]) if type_name in people else desk.id_of(type_name)


def upload_of(desk: Desk) -> UUID:
    """Name a file that the desk's user has uploaded; whoever needs it makes it."""
    return uuid5(desk.patient.id, "upload")


def contact_of(desk: Desk) -> UUID:
    """Name somebody who books for the desk's patient; whoever needs them makes them."""
    return uuid5(desk.patient.id, "contact")


def assertion_of(desk: Desk) -> dict[str, object]:
    """Let the examples' authenticator answer for a desk's user; what it signs does not name them."""
    AUTHENTICATOR.handle = desk.user.id.bytes
    return AUTHENTICATOR.get({"challenge": base64url(CHALLENGE)})


def another(patient_id: str) -> str:
    """Return the id of somebody who is the same person as the desk's patient, where a test makes them."""
    kind, key = parts_of(patient_id)
    return global_id(kind, uuid5(key, "another"))


class Examples:
    """Examples for one desk; `id_of` can be replaced by one that gives ids nobody has."""

    def __init__(self, desk: Desk, id_of: IdOf | None = None) -> None:
        self._desk = desk
        self._id_of = id_of or self._own_id

    def _own_id(self, type_name: str) -> str:
        return own_id(self._desk, type_name)

    def id_of(self, type_name: str) -> str:
        return self._id_of(type_name)

    def of(self, name: str, wanted: GraphQLInputType, owner: str, also: str | None = None) -> object:
        """Make an example of an argument or input field; `also`: give this optional field of an input as well."""
        bare = get_nullable_type(wanted)
        if is_list_type(bare):
            one = name if name in EXAMPLES else name.removesuffix("s")
            return [self.of(one, bare.of_type, owner, also)]
        named = get_named_type(wanted)
        if name in EXAMPLES:
            return EXAMPLES.get(f"{owner}.{name}", EXAMPLES[name])
        if isinstance(named, GraphQLInputObjectType):
            return self._of_input(named, also)
        if name == "expectedVersion":
            return PREVIEWED.get(self._desk.clinic.id, "some words")
        if name == "assertion":
            return assertion_of(self._desk)
        if isinstance(named, GraphQLEnumType):
            return next(iter(named.values))
        if name == "document":
            return f'subscription {{ bookingChanged(clinicId: "{self.id_of("Clinic")}") {{ cursor }} }}'
        return self._of_scalar(name, named.name, owner)

    def _of_input(self, kind: GraphQLInputObjectType, also: str | None) -> dict[str, object]:
        given = {
            name: self.of(name, one.type, kind.name)
            for name, one in kind.fields.items()
            if name == also or name in TOGETHER.get(also or "", ()) or is_required_input_field(one)
        }
        if kind.is_one_of and not given:
            name, one = next(iter(kind.fields.items()))
            given[name] = self.of(name, one.type, kind.name)
        fitting = FITTING.get(kind.name, {})
        return {**given, **fitting.get(also or "", fitting.get(OTHERS, {}))}

    def _of_scalar(self, name: str, kind: str, owner: str) -> object:
        if name == "contactId" and self._id_of == self._own_id:
            return global_id("Patient", contact_of(self._desk))
        if kind == "ID" and name == "fromId":
            return another(self.id_of("Patient"))
        if kind == "ID":
            return self.id_of(self._type_of(name, owner))
        values: dict[str, object] = {"Int": 2, "Boolean": True, "String": "some words", "Float": 1.0}
        if kind in values:
            return values[kind]
        if kind == "DateTime":
            return MONDAY.isoformat()
        raise LookupError(f"{owner}.{name}: say in EXAMPLES what a {kind} could be here")

    def _type_of(self, name: str, owner: str) -> str:
        if name == "id":
            return ID_OF_ROOT[owner]
        guessed = TYPE_OF_ID.get(name) or name.removesuffix("Id")[:1].upper() + name.removesuffix("Id")[1:]
        if guessed not in ("User", "Session", "Upload", *PEOPLES) and guessed not in self._desk.rows():
            raise LookupError(f"{owner}.{name}: say in TYPE_OF_ID whose id that is")
        return guessed


def nobodys(new_key: Callable[[], UUID]) -> IdOf:
    """Give ids of the right types that no row has."""
    return lambda type_name: global_id(type_name, new_key())
