"""How often a document goes to the database, for every path of both schemas: never once for each row."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import get_args

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_clinic
from tests.schema.crowd import crowd
from tests.schema.desk import Desk, ask, make_desk, make_message
from tests.schema.list_paths import SHAPES, Path, document_of, list_fields, paths, wide
from tests.schema.statements import statements

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Membership, Principal, StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema import documents
from chatbookr_schema.build import schema_of
from chatbookr_schema.field import Surface

MOST = {1: 1, 2: 2, 3: 4, 4: 4}
"""By how many objects a path has."""
FURTHER = {
    # a free time is no row: it follows from what is wanted, hours, exceptions, what is busy or held, and what changed
    "Query.availableSlots": 6,
    "Query.availableDays": 6,
    "Query.conversations": 1,  # where those stand that a person has, with what is held: no list, and not in their rows
    "Query.bookingSeries": 1,  # which bookings a series has; each is looked for as any is
    "Query.bookingSeriesPreview": 12,  # the same for the first and for all others, and where it is given
    "Query.calendarDrifts": 1,  # its booking is looked for as any is: of sealed patients' not everything is read
    "Query.waitlist": 6,  # patients, services, people, places, bookings and offers are loaded beside it, each at once
    "Query.auditEntries": 3,  # proofs: the newest state, places, and hashes of whatever is beside them
    "Query.auditCheckpoint": 2,  # witnesses are asked for theirs, and whether an entry waits for its place
    "Query.node(Calendar)": 1,  # whether one is fresh is a rule of its clinic's, which only lists of them join
    "Query.erasures": 2,  # a receipt says whose word is awaited, and the clinic's name
    "Query.node(Erasure)": 2,
    "Query.agenda": 8,  # the clinic's zone, people, rooms, days, bookings, holds, other calendars, rooms taken
    "Query.utilisation": 4,
    "Query.noShows": 2,
    "Query.retentionPreview": 13,  # each table is counted, by the clinic's zone and days: there is no cheaper dry run
    "Query.arrangements": 7,  # all that a clinic arranged, each kind of it a table
    "Query.cannedReplyPreview": 4,  # it is filled from the conversation, its patient, the clinic and whoever asks
    "Query.subprocessors": 2,  # which plugins are connected, as channels and as calendars
    "Query.node(AccessGrant)": 1,  # the name of the operator who asked, which only lists of them join
}
"""Statements beyond the rule, whatever the rows."""
OF_PAYLOADS = {
    *(
        OF_BOTH := {
            "BookingCreatePayload.alternatives",
            "BookingReschedulePayload.alternatives",
            "SeriesRefusal.alternatives",
            *(f"BookingSeries{verb}Payload.bookings" for verb in ("Create", "Reschedule", "Cancel")),
            *(f"BookingSeries{verb}Payload.refusals" for verb in ("Create", "Reschedule", "Cancel")),
        }
    ),
    "CalendarDriftAcceptPayload.alternatives",
    "WaitlistOfferMakePayload.alternatives",
    "BookingConfirmPayload.alternatives",
    *(f"{name}SetPayload.affectedBookings" for name in ("WorkingHours", "WorkingDays", "Holidays", "ResourceHours")),
    *(f"{name}SavePayload.affectedBookings" for name in ("Practitioner", "Location", "Resource", "Service")),
    "PasskeyRemovePayload.passkeys",
    "RetentionUpdatePayload.retention",
    "AnomalyRuleSetPayload.anomalyRules",
    "MessageSendPayload.templateChoices",
    "RehearsalTranscript.lines",
    *(f"ConversationsChangePayload.{name}" for name in ("conversations", "refused")),
    "ConversationPresence.colleagues",  # out of memory
    "Query.trustReport",  # a line for each promise: test_trust.py
    "TrustFinding.facts",
}
"""Lists that are read once, with the change they are told of: no query leads to them, and nothing stands above them."""
DOCUMENTS = 4_000  # more than there are of a surface
WARM = ["bookings(clinicId: $Clinic) { nodes { notes } pageInfo { endCursor } }"]  # keys are read once and kept


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: FilePath) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture(scope="module")
def every_document_kept() -> Iterator[None]:
    """Parse and validate each document once, not for few and for many rows in each database: two thirds of the work.

    Their plans are still made anew each time, as there are more of them than are kept.
    """
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(documents, "KEPT", DOCUMENTS)
        yield
    for surface in get_args(Surface):
        schema_of(surface).known.forget()


def somebody(desk: Desk, surface: Surface, also: Sequence[Clinic] = ()) -> Principal:
    """Make somebody who may see everything there is on a surface."""
    if surface == "partner":
        return KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))
    places = {one.id: Membership(Role.OWNER) for one in (desk.clinic, *also)}
    return StaffActor(desk.user.id, desk.session.id, places)


async def counted(
    deployment: Deployment, desk: Desk, actor: Principal, surface: Surface, asked: Sequence[str]
) -> list[list[str]]:
    """Run documents, and list what each sent to the database."""
    found: list[list[str]] = []
    for fields in asked:
        document = document_of(fields)
        variables: Mapping[str, object] = {kind: desk.id_of(kind) for kind in desk.rows() if f"${kind}:" in document}
        with statements() as taken:
            answer = await ask(deployment, actor, document, variables, surface)
        assert answer.errors == [], document
        found.append(list(taken))
    return found


def is_remembered(fields: str, first: Sequence[str], then: Sequence[str]) -> bool:
    """Free times are kept from the first question on, so that later ones take less."""
    return fields.startswith(("availableSlots", "availableDays")) and len(then) < len(first)


def most_of(path: Path) -> int:
    return MOST[len(path.coordinates)] + FURTHER.get(path.coordinates[0], 0)


@pytest.mark.exhaustive  # generated
@pytest.mark.usefixtures("every_document_kept")
@pytest.mark.parametrize("surface", ["staff", "partner"])
async def test_no_path_takes_more_statements_for_more_rows(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, surface: Surface
) -> None:
    """At most 2 for any path of two, at most 4 for any longer one. A list with all that its items lead to at once takes
    one and one more for each list among that, none for the rest: lists beside each other cannot be read as one."""
    desk = await make_desk(vault, clock.now())
    await make_message(desk.conversation, vault, author="staff", author_user_id=desk.user.id)
    asked = dict[str, int]()  # what has neither nodes nor edges is the same in both shapes
    for shape in SHAPES:
        asked |= {path.fields: most_of(path) + lists for path, lists in wide(surface, shape)}
        asked |= {path.fields: most_of(path) for path in paths(surface, shape)}
    await counted(deployment, desk, somebody(desk, surface), surface, WARM)

    with_one = await counted(deployment, desk, somebody(desk, surface), surface, list(asked))
    await crowd(desk, vault, clock)
    others = [await make_clinic(vault) for _ in range(3)]
    with_many = await counted(deployment, desk, somebody(desk, surface, others), surface, list(asked))

    wrong = [
        f"{len(few)} and {len(many)} statements, at most {most}: {fields}\n  " + "\n  ".join(many)
        for (fields, most), few, many in zip(asked.items(), with_one, with_many, strict=True)
        if max(len(few), len(many)) > most or (len(few) != len(many) and not is_remembered(fields, few, many))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("surface", ["staff", "partner"])
def test_every_list_of_a_schema_is_on_a_path(surface: Surface) -> None:
    """Lists of errors are made with the payload they stand in; nothing is read for them."""
    wanted = {one for one in list_fields(surface) if not one.endswith("Payload.userErrors")}

    visited = {coordinate for path in paths(surface, "nodes") for coordinate in path.coordinates}

    assert wanted - visited == (OF_PAYLOADS if surface == "staff" else OF_BOTH)
    assert len(wanted) >= 10
