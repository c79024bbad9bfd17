"""Computes whom an incident concerns: by clinic which patients, which classes of data, how much, first and last.

What counts are the entries of the audit log that have a place in its tree, up to a size that is kept with the answer:
asked again of that many entries, it is the same. Nothing is answered but ids, codes, counts and instants.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from chatbookr_core.audit.entries import written
from chatbookr_core.audit.keeping import hashes_of, size_of_log
from chatbookr_core.audit.tree import Span
from chatbookr_core.audit.truncation import cut_at
from chatbookr_core.db import fetch, instant_of, listed, uuid_of
from chatbookr_core.errors import InvalidInput
from chatbookr_core.incidents.owners_of_things import patients_of, things_of_connection
from chatbookr_core.incidents.reading import Deed, Thing, Vocabulary, deed_of
from chatbookr_core.incidents.rules import digest_of

KINDS: Final = ("staff", "key", "operator", "connection")
MOST_ACTORS: Final = 50
PORTION: Final = 1000
FITTING: Final = """
FROM audit_entry AS entry {place} WHERE entry.clinic_id IS NOT NULL AND entry.outcome = 'done'
    AND entry.happened_at >= $1 AND entry.happened_at < $2 AND ({deeds})
"""
ENTRIES: Final = """
SELECT leaf.position, entry.clinic_id, entry.action, entry.actor_id, entry.happened_at, entry.content {fitting}
    AND leaf.position >= ${start} AND leaf.position < ${end} ORDER BY leaf.position LIMIT {portion}
"""
PLACED: Final = "JOIN audit_leaf AS leaf ON leaf.entry_id = entry.id"
PENDING: Final = "JOIN audit_pending ON audit_pending.entry_id = entry.id"
READ_THEN: Final = """
SELECT subjects FROM access_read WHERE clinic_id = $1 AND operator_id = $2 AND read_at = $3
"""


@dataclass(frozen=True, slots=True)
class Question:
    """Whose deeds, in which period (`until` is not in it), and where; empty: everywhere, whatever was done.

    An actor is one of KINDS and an id: a person, an API key, an operator, a connection of a channel or calendar.
    """

    actors: tuple[tuple[str, UUID], ...]
    since: datetime
    until: datetime
    clinic_ids: tuple[UUID, ...] = ()
    actions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise InvalidInput for what cannot be asked."""
        if not 1 <= len(self.actors) <= MOST_ACTORS or any(kind not in KINDS for kind, _ in self.actors):
            raise InvalidInput(f"Name 1 to {MOST_ACTORS} actors: {', '.join(KINDS)}.", field="actors")
        if self.since.tzinfo is None or self.until.tzinfo is None or self.since >= self.until:
            raise InvalidInput("Give a period with offsets that ends after it begins.", field="until")
        if len(self.clinic_ids) > MOST_ACTORS or len(self.actions) > MOST_ACTORS:
            raise InvalidInput(f"Name at most {MOST_ACTORS} clinics and actions.", field="clinics")

    @property
    def plain(self) -> dict[str, Any]:
        """Write as JSON has it."""
        return {
            "actors": sorted(f"{kind}:{key}" for kind, key in self.actors),
            "since": written(self.since),
            "until": written(self.until),
            "clinics": sorted(str(one) for one in self.clinic_ids),
            "actions": sorted(self.actions),
        }


@dataclass(frozen=True, slots=True)
class Part:
    """What concerns one clinic."""

    clinic_id: UUID
    patients: tuple[UUID, ...]
    classes: Mapping[str, int]
    records: int
    unresolved: int
    first_at: datetime
    last_at: datetime

    @property
    def plain(self) -> dict[str, Any]:
        """Write as JSON has it."""
        return {
            "clinic": str(self.clinic_id),
            "patients": [str(one) for one in self.patients],
            "classes": dict(sorted(self.classes.items())),
            "records": self.records,
            "unresolved": self.unresolved,
            "first": written(self.first_at),
            "last": written(self.last_at),
        }


@dataclass(frozen=True, slots=True)
class Affected:
    """The answer, and the state of the log that it is of."""

    question: Question
    size: int
    root: str
    pending: int
    truncated_at: int
    entries: int
    parts: tuple[Part, ...]

    @property
    def digest(self) -> str:
        """Hash it all: the audit log keeps this."""
        return scope_digest(
            self.question.plain,
            (self.size, self.root, self.pending, self.truncated_at, self.entries),
            [part.plain for part in self.parts],
        )


def scope_digest(
    question: Mapping[str, Any], state: tuple[int, str, int, int, int], parts: Sequence[Mapping[str, Any]]
) -> str:
    """Hash a scope: `state` is the size, the root, and the numbers of pending, cut off and fitting entries."""
    ordered = sorted(parts, key=lambda one: str(one["clinic"]))
    return digest_of({"question": question, "state": list(state), "clinics": ordered})


@dataclass(slots=True)
class _Gathered:
    first_at: datetime
    last_at: datetime
    things: set[Thing] = field(default_factory=set)
    unnamed: set[object] = field(default_factory=set)  # places of entries that name nothing
    by_class: dict[str, set[object]] = field(default_factory=dict)

    def add(self, deed: Deed, place: object, at: datetime) -> None:
        self.first_at, self.last_at = min(self.first_at, at), max(self.last_at, at)
        self.things |= deed.things
        keys: set[object] = set(deed.things) or {place}
        if not deed.things:
            self.unnamed.add(place)
        for one in deed.classes:
            self.by_class.setdefault(one, set()).update(keys)


async def affected(question: Question, vocabulary: Vocabulary, *, size: int | None = None) -> Affected:
    """Compute whom deeds concern, of the first `size` entries (left out: of all that have a place).

    Needs the scope of all clinics. Raises InvalidInput for more entries than the log has.
    """
    newest = await size_of_log()
    whole = newest if size is None else size
    if not 0 <= whole <= newest:
        raise InvalidInput("The log has not so many entries.", field="size")
    gathered: dict[UUID, _Gathered] = {}
    count, start = 0, 0
    while rows := await _entries(question, start, whole):
        for row in rows:
            await _gather(gathered, row, vocabulary)
        count, start = count + len(rows), int(rows[-1]["position"]) + 1
    await _gather_carried(gathered, question)
    cut = await cut_at()
    root = (await hashes_of([Span(0, whole)]))[0].hex()
    parts = tuple([await _part(clinic_id, one) for clinic_id, one in sorted(gathered.items())])
    pending = await _pending(question) if size is None else 0
    return Affected(question, whole, root, pending, cut[0] if cut else 0, count, parts)


def _condition(question: Question, values: list[object]) -> str:
    """Write which entries fit, and put what its placeholders stand for behind `values`."""

    def placed(value: object) -> str:
        values.append(value)
        return f"${len(values)}"

    deeds = " OR ".join(
        f"entry.subject_id = {placed(key)}"
        if kind == "connection"
        else f"entry.actor_kind = {placed(kind)} AND entry.actor_id = {placed(key)}"
        for kind, key in question.actors
    )
    for column, wanted in (("clinic_id", question.clinic_ids), ("action", question.actions)):
        if wanted:
            among = ", ".join(placed(one) for one in wanted)
            deeds = f"({deeds}) AND entry.{column} IN ({among})"
    return deeds


async def _entries(question: Question, start: int, end: int) -> Sequence[Mapping[str, Any]]:
    values: list[object] = [question.since, question.until]
    fitting = FITTING.format(place=PLACED, deeds=_condition(question, values))
    count = len(values)
    sql = ENTRIES.format(fitting=fitting, start=count + 1, end=count + 2, portion=PORTION)
    return await fetch(sql, [*values, start, end])


async def _pending(question: Question) -> int:
    values: list[object] = [question.since, question.until]
    fitting = FITTING.format(place=PENDING, deeds=_condition(question, values))
    return int((await fetch(f"SELECT COUNT(*) AS count {fitting}", values))[0]["count"])  # own words


async def _gather(gathered: dict[UUID, _Gathered], row: Mapping[str, Any], vocabulary: Vocabulary) -> None:
    clinic_id, at = uuid_of(row["clinic_id"]), instant_of(row["happened_at"])
    deed = deed_of(str(row["content"]), vocabulary)
    if deed.is_cut:  # the entry lists the first of them; all stand where operators' reads do
        reads = await fetch(READ_THEN, (clinic_id, uuid_of(row["actor_id"]), at))
        more = {vocabulary.parts_of(one) for read in reads for one in listed(read["subjects"]) or ()}
        deed = Deed(deed.things | more, deed.classes)
    gathered.setdefault(clinic_id, _Gathered(at, at)).add(deed, int(row["position"]), at)


async def _gather_carried(gathered: dict[UUID, _Gathered], question: Question) -> None:
    """Add what went over connections in the period: their deeds are the host's, and not in the log as theirs."""
    for key in sorted(key for kind, key in question.actors if kind == "connection"):
        found = await things_of_connection(key, question.since, question.until)
        if found is None or (question.clinic_ids and found.clinic_id not in question.clinic_ids):
            continue
        for thing, at in found.things:
            deed = Deed(frozenset({thing}), frozenset({found.data_class}))
            gathered.setdefault(found.clinic_id, _Gathered(at, at)).add(deed, thing, at)


async def _part(clinic_id: UUID, one: _Gathered) -> Part:
    patients, unresolved = await patients_of(clinic_id, one.things)
    return Part(
        clinic_id,
        tuple(sorted(patients)),
        {name: len(keys) for name, keys in one.by_class.items()},
        len(one.things) + len(one.unnamed),
        unresolved + len(one.unnamed),
        one.first_at,
        one.last_at,
    )
