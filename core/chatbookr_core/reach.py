"""Which rows an asker can come upon at all: those of their clinics, and of these only what their limits leave.

A key of some places has what belongs there (a table without a rule is closed to it); staff without everybody's bookings
or conversations have their own; whoever may not read sealed patients has nothing of them. Every reader of the API's
goes through here. Without limits nothing is added to a statement, and nothing is joined for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chatbookr_core.conditions import Conditions
from chatbookr_core.db import numbered
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, KeyActor, Principal, StaffActor
from chatbookr_permissions.limits import limits_in, practitioner_in
from chatbookr_permissions.policy import is_allowed


@dataclass(frozen=True, slots=True)
class Reach:
    """Clinics, and what of them: `location_ids` of None means every place, `key_id` is the key that is limited to some.

    `own_bookings`, `own_conversations`: the clinics in which `user_id`, who is `practitioner_ids` there, comes upon
    their own alone. `unsealed`: those in which sealed patients are hidden, but from whoever they are a patient of.
    """

    clinic_ids: tuple[UUID, ...]
    location_ids: tuple[UUID, ...] | None = None
    key_id: UUID | None = None
    user_id: UUID | None = None
    practitioner_ids: tuple[UUID, ...] = ()
    own_bookings: tuple[UUID, ...] = ()
    own_conversations: tuple[UUID, ...] = ()
    unsealed: tuple[UUID, ...] = ()

    @property
    def is_limited(self) -> bool:
        """Tell whether there is anything in its clinics that is out of reach."""
        return self.location_ids is not None or bool(self.own_bookings or self.own_conversations or self.unsealed)


def reach_of(actor: Principal | None, permission: Permission | None = None) -> Reach:
    """Tell how far an asker comes: in all of their clinics, or in those in which they hold a permission."""
    if actor is None:
        return Reach(())
    clinics = tuple(one for one in actor.clinic_ids if permission is None or is_allowed(actor, permission, one))
    return _within(actor, clinics)


def reach_in(actor: Actor, clinic_id: UUID) -> Reach:
    """Tell how far an actor comes in a clinic they were found to belong to."""
    return _within(actor, (clinic_id,))


def _within(actor: Actor, clinics: tuple[UUID, ...]) -> Reach:
    limits = {one: limits_in(actor, one) for one in clinics}
    places, key_id = _places_of(actor)
    return Reach(
        clinics,
        places,
        key_id,
        actor.user_id if isinstance(actor, StaffActor) else None,
        tuple(found for one in clinics if (found := practitioner_in(actor, one)) is not None),
        tuple(one for one in clinics if limits[one].has_own_bookings_alone),
        tuple(one for one in clinics if limits[one].has_own_conversations_alone),
        tuple(one for one in clinics if limits[one].hides_sealed),
    )


def _places_of(actor: Actor) -> tuple[tuple[UUID, ...], UUID] | tuple[None, None]:
    if not isinstance(actor, KeyActor) or actor.location_ids is None:
        return None, None
    return tuple(sorted(actor.location_ids)), actor.key_id


OF_PLACES: Final[Mapping[str, str]] = {
    "clinic": "1 = 1",
    "service": "1 = 1",
    "api_key": "1 = 1",
    "location": "location.id IN ({places})",
    "booking": "booking.location_id IN ({places})",
    "waitlist_entry": "waitlist_entry.location_id IN ({places})",
    "practitioner": """(EXISTS (SELECT 1 FROM working_hours WHERE working_hours.clinic_id = practitioner.clinic_id
    AND working_hours.practitioner_id = practitioner.id AND working_hours.location_id IN ({places}))
OR EXISTS (SELECT 1 FROM booking WHERE booking.clinic_id = practitioner.clinic_id
    AND booking.practitioner_id = practitioner.id AND booking.location_id IN ({places})))""",
    "patient": """(patient.created_by_id = {key} OR EXISTS (SELECT 1 FROM booking
    WHERE booking.clinic_id = patient.clinic_id AND booking.patient_id = patient.id
    AND booking.location_id IN ({places}))
OR EXISTS (SELECT 1 FROM booking WHERE booking.clinic_id = patient.clinic_id AND booking.arranged_by_id = patient.id
    AND booking.location_id IN ({places})))""",
}
"""By table, which rows belong to some places: who waits for a time there and nowhere else; practitioners who work there
or have a booking there; patients with a booking there, who arranged one, or whom the key itself made known. Keys: a
program may look at its own, and may not hold what opens others'. Other tables have nothing for such a key."""


_WITH_ME: Final = """EXISTS (SELECT 1 FROM booking AS mine WHERE mine.clinic_id = {table}.clinic_id
    AND mine.patient_id = {table}.{patient} AND mine.practitioner_id IN ({{mine}}))"""
_OF_MY_TEAM: Final = """EXISTS (SELECT 1 FROM team_member JOIN membership AS place
    ON place.clinic_id = team_member.clinic_id AND place.id = team_member.membership_id
    WHERE team_member.clinic_id = own.clinic_id AND team_member.team_id = own.team_id AND place.user_id = {me})"""
_OWN_CONVERSATION: Final = (
    f"(own.assignee_id = {{me}} OR {_OF_MY_TEAM} OR {_WITH_ME.format(table='own', patient='patient_id')})"
)
OWN_BOOKINGS: Final[Mapping[str, str]] = {
    "booking": "booking.practitioner_id IN ({mine})",
    "agenda_feed": "agenda_feed.practitioner_id IN ({mine})",
    "waitlist_entry": "waitlist_entry.practitioner_id IN ({mine})",
    "calendar_drift": """EXISTS (SELECT 1 FROM booking AS mine
    WHERE mine.id = calendar_drift.booking_id AND mine.practitioner_id IN ({mine}))""",
    "staff_task": """(staff_task.booking_id IS NULL OR EXISTS (SELECT 1 FROM booking AS mine
    WHERE mine.id = staff_task.booking_id AND mine.practitioner_id IN ({mine})))""",
}
"""By table, what of it has to do with the asker's own bookings, for those who see no others."""
OWN_CONVERSATIONS: Final[Mapping[str, str]] = {
    "conversation": _OWN_CONVERSATION.replace("own.", "conversation."),
    "message": f"""EXISTS (SELECT 1 FROM conversation AS own
    WHERE own.id = message.conversation_id AND {_OWN_CONVERSATION})""",  # noqa: S608  # names out of this program alone
    "conversation_note": f"""EXISTS (SELECT 1 FROM conversation AS own
    WHERE own.id = conversation_note.conversation_id AND {_OWN_CONVERSATION})""",  # noqa: S608  # names out of this program alone
    "staff_task": f"""(staff_task.conversation_id IS NULL OR EXISTS (SELECT 1 FROM conversation AS own
    WHERE own.id = staff_task.conversation_id AND {_OWN_CONVERSATION}))""",  # noqa: S608  # names out of this program alone
}
"""Likewise for their own conversations."""
_ARRANGED_WITH_ME: Final = """EXISTS (SELECT 1 FROM booking AS arranged WHERE arranged.clinic_id = patient.clinic_id
    AND arranged.arranged_by_id = patient.id AND arranged.practitioner_id IN ({mine}))"""
WHOSE_CONSENT: Final = """COALESCE((SELECT stub.merged_into_id FROM patient AS stub
    WHERE stub.clinic_id = consent.clinic_id AND stub.id = consent.patient_id), consent.patient_id)"""
"""Whose an entry of the ledger is: it names who they were when they said it, a stub by now perhaps."""
_OWN_PATIENT: Final = f"""(patient.created_by_id = {{me}} OR {_WITH_ME.format(table="patient", patient="id")}
OR {_ARRANGED_WITH_ME}
OR EXISTS (SELECT 1 FROM conversation AS own WHERE own.clinic_id = patient.clinic_id AND own.patient_id = patient.id
    AND (own.assignee_id = {{me}} OR {_OF_MY_TEAM})))"""  # noqa: S608  # names out of this program alone
OWN_PATIENTS: Final[Mapping[str, str]] = {
    "patient": _OWN_PATIENT,
    "consent": f"""EXISTS (SELECT 1 FROM patient WHERE patient.clinic_id = consent.clinic_id
    AND patient.id = {WHOSE_CONSENT} AND {_OWN_PATIENT})""",  # noqa: S608  # names out of this program alone
}
"""Likewise for whom they reach by either, or made known; who sees all bookings or all conversations sees everybody."""

HIDDEN: Final = """SELECT hidden.id FROM patient AS hidden
    WHERE hidden.clinic_id IN ({clinics}) AND hidden.is_sealed = TRUE
    AND NOT EXISTS (SELECT 1 FROM booking AS theirs WHERE theirs.clinic_id = hidden.clinic_id
        AND theirs.patient_id = hidden.id AND theirs.practitioner_id IN ({mine}))
    AND NOT EXISTS (SELECT 1 FROM conversation AS theirs WHERE theirs.clinic_id = hidden.clinic_id
        AND theirs.patient_id = hidden.id AND theirs.assignee_id = {me})"""
"""The sealed patients an asker may not see: few, found by their index once for a statement."""
_HIDDEN_CONVERSATION: Final = f"""SELECT silent.id FROM conversation AS silent
    WHERE silent.clinic_id IN ({{clinics}}) AND silent.patient_id IN ({HIDDEN})"""  # noqa: S608  # names out of this program alone
UNSEALED: Final[Mapping[str, str]] = {
    "patient": f"patient.id NOT IN ({HIDDEN})",
    "conversation": f"conversation.patient_id NOT IN ({HIDDEN})",
    "consent": f"{WHOSE_CONSENT} NOT IN ({HIDDEN})",
    "related_person": f"(related_person.patient_id NOT IN ({HIDDEN}) AND related_person.contact_id NOT IN ({HIDDEN}))",
    "waitlist_entry": f"waitlist_entry.patient_id NOT IN ({HIDDEN})",
    "message": f"message.conversation_id NOT IN ({_HIDDEN_CONVERSATION})",
    "conversation_note": f"conversation_note.conversation_id NOT IN ({_HIDDEN_CONVERSATION})",
    "staff_task": f"(staff_task.conversation_id IS NULL OR staff_task.conversation_id NOT IN ({_HIDDEN_CONVERSATION}))",
}
"""By table, what is left once those are taken out. Their bookings stay, since they take up time, but lead to nobody."""
OF_HIDDEN: Final = f"booking.patient_id NOT IN ({HIDDEN})"


def reachable(table: str, reach: Reach) -> Conditions:
    """Write down which rows of a table are within reach."""
    owner = f"{table}.id" if table == "clinic" else f"{table}.clinic_id"
    found = _at_places(Conditions().among(owner, reach.clinic_ids), table, reach)
    both = tuple(one for one in reach.own_bookings if one in reach.own_conversations)
    found = _limited(found, table, reach, reach.own_bookings, OWN_BOOKINGS)
    found = _limited(found, table, reach, reach.own_conversations, OWN_CONVERSATIONS)
    found = _limited(found, table, reach, both, OWN_PATIENTS)
    if not reach.unsealed or table not in UNSEALED:
        return found
    return _written(found, UNSEALED[table], reach, reach.unsealed)


def led_to(conditions: Conditions, reach: Reach) -> Conditions:
    """Leave out bookings of patients who are out of reach: whoever asks by patient must not be led to one by them."""
    return _written(conditions, OF_HIDDEN, reach, reach.unsealed) if reach.unsealed else conditions


def _at_places(found: Conditions, table: str, reach: Reach) -> Conditions:
    places = reach.location_ids
    if places is None:
        return found
    rule, values = OF_PLACES.get(table, "1 = 0"), (*places, reach.key_id)
    since = len(found.values) + 1
    numbers, key = numbered(len(places), since=since) or "NULL", f"${since + len(places)}"
    if "{key}" not in rule:
        values = places if "{places}" in rule else ()
    return found.numbered(rule.format(places=numbers, key=key), *values)


def _limited(
    found: Conditions, table: str, reach: Reach, clinics: tuple[UUID, ...], rules: Mapping[str, str]
) -> Conditions:
    """Let a rule hold in some of the clinics; in the others there is no limit."""
    rule = rules.get(table)
    if rule is None or not clinics:
        return found
    if len(clinics) < len(reach.clinic_ids):
        rule = f"({table}.clinic_id NOT IN ({{clinics}}) OR {rule})"
    return _written(found, rule, reach, clinics)


def _written(found: Conditions, rule: str, reach: Reach, clinics: tuple[UUID, ...]) -> Conditions:
    """Add a rule, with the numbers of those of its values that it names."""
    me = (reach.user_id,) if reach.user_id is not None else ()
    numbers: dict[str, str] = {}
    values: list[UUID] = []
    for name, given in (("clinics", clinics), ("mine", reach.practitioner_ids), ("me", me)):
        if f"{{{name}}}" in rule:
            numbers[name] = numbered(len(given), since=len(found.values) + len(values) + 1) or "NULL"
            values += given
    return found.numbered(rule.format(**numbers), *values)
