"""The one factory of fields, arguments and types: each says who may see it, what kind of data it is, what it costs.

`build.py` walks the finished schema and refuses to start where something was made without it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from enum import Enum, StrEnum
from functools import cache
from typing import Any, Final, Literal, TypeVar

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.schema_directive import Location
from strawberry.types.arguments import StrawberryArgumentAnnotation
from strawberry.types.field import StrawberryField
from typing_extensions import dataclass_transform

from chatbookr_core.keys.columns import SealedColumn
from chatbookr_permissions.actions import Permission
from chatbookr_schema.deprecation import notice
from chatbookr_schema.recorded import ALSO, BESIDE, COLUMN, READS, SEALED, SHOWS, Beside, set_columns

T = TypeVar("T")
GUARD: Final = "chatbookr.guard"
COMPULSORY: Final = " People are told of it, or it costs money: a key's program must give it `@idempotent(key:)`."
NEEDS: Final = "__chatbookr_needs__"
SEALED_NAMES: Final = "__chatbookr_sealed__"


Surface = Literal["staff", "partner"]
STAFF: Final[frozenset[Surface]] = frozenset({"staff"})
PARTNER: Final[frozenset[Surface]] = frozenset({"partner"})
BOTH: Final[frozenset[Surface]] = frozenset({"staff", "partner"})


class DataClass(StrEnum):
    """What kind of data a field hands out."""

    NONE = "none"
    CONTACT = "contact"
    CONVERSATION = "conversation"
    SECRET = "secret"  # noqa: S105  # the name of a class of data


@dataclass(frozen=True, slots=True)
class Going:
    """A value of an enumeration that will go: what it means, and `deprecated`, as of fields."""

    description: str
    deprecated: str


@dataclass(frozen=True, slots=True)
class Public:
    """For everyone, logged in or not; `reason` says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Authenticated:
    """For everyone who is logged in."""


@dataclass(frozen=True, slots=True)
class OfParent:
    """For whoever may see the object (of a field), use the field (of an argument) or give the input (of its field)."""


@dataclass(frozen=True, slots=True)
class OfProof:
    """For whoever proves, in the very change it tells of, that it is theirs; in a payload alone. `reason` says how."""

    reason: str


@dataclass(frozen=True, slots=True)
class Needs:
    """For holders of a permission in the clinic of the object; at the root, in one of the asker's clinics."""

    permission: Permission


Policy = Public | Authenticated | OfParent | OfProof | Needs
AUTHENTICATED: Final = Authenticated()
OF_PARENT: Final = OfParent()


@dataclass(frozen=True, slots=True)
class Guard:
    """What the factory was told of one field, argument or input field.

    `cost` is in points, beyond those of the objects it brings. `lists` says how many objects a list is taken to bring
    (a connection's page says it by itself), or names the argument whose length that is. `surfaces` of None: a field of
    a root stands on the staff's surface alone, any other wherever its type does. `tells`, of a mutation: whether people
    are told of it, or it costs money; programs must then give it an idempotency key. `is_said`: somebody thought of the
    class of data, if only to say that it is none. `judges_each`: it leads to things of any type, and asks of each what
    that takes.
    """

    policy: Policy
    data: DataClass
    cost: int
    surfaces: frozenset[Surface] | None = None
    lists: int | str | None = None
    tells: bool | None = None
    is_said: bool = True
    judges_each: bool = False

    def stands_on(self, surface: Surface, *, is_root: bool) -> bool:
        """Tell whether it is a part of a surface's schema."""
        surfaces = self.surfaces or (STAFF if is_root else BOTH)
        return surface in surfaces


class LateField(StrawberryField):
    """A field that works its type out when its class is there, and not before.

    `dataclass` asks every field for its type twice while it makes the class, only to see whether that is a text;
    Strawberry would work it out for that, throw it away and begin anew. It has no lists of its own for what it has not.
    """

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for name in ("permission_classes", "directives", "extensions"):
            if not getattr(self, name):
                setattr(self, name, ())

    @property
    def type(self) -> Any:
        """Return the type; what was written there, where there is no class yet."""
        if self.origin is None and self.type_annotation is not None:
            return self.type_annotation.raw_annotation
        return self.resolve_type()

    @type.setter
    def type(self, type_: Any) -> None:
        self.type_annotation = StrawberryAnnotation.from_annotation(type_)


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION, Location.ARGUMENT_DEFINITION, Location.INPUT_FIELD_DEFINITION],
    description="Null, with one error, for whoever does not hold this permission in the clinic it is about; "
    "given all the same, an input is refused.",
    name="requires",
    repeatable=True,
)
class Requires:
    permission: str = strawberry.field(description="As `resource:action`; docs/reference/permissions.md lists them.")


@cache
def _shown(policy: Policy) -> tuple[object, ...]:
    """Return what the published schema says of a policy."""
    return (Requires(permission=policy.permission.value),) if isinstance(policy, Needs) else ()


@cache  # of thousands, a few dozen differ
def _guard(
    policy: Policy,
    data: DataClass | None,
    cost: int,
    surfaces: frozenset[Surface] | None = None,
    *,
    lists: int | str | None = None,
    tells: bool | None = None,
    judges_each: bool = False,
) -> Guard:
    kind = DataClass.NONE if data is None else data
    return Guard(policy, kind, cost, surfaces, lists, tells, is_said=data is not None, judges_each=judges_each)


@cache  # likewise, and nobody writes into it
def _metadata(guard: Guard) -> dict[str, Any]:
    return {GUARD: guard}


def field(
    description: str,
    *,
    policy: Policy,
    data: DataClass | None = None,
    cost: int = 0,
    default: Any = None,
    name: str | None = None,
    surfaces: frozenset[Surface] | None = None,
    column: str | None = None,
    sealed: SealedColumn | None = None,
    beside: Beside | None = None,
    reads: Collection[str] | None = None,
    also: Mapping[str, Collection[str]] | None = None,
    lists: int | str | None = None,
    tells: bool | None = None,
    judges_each: bool = False,
    deprecated: str | None = None,
) -> Any:
    """Make an output or input field; without a function it reads the attribute of its name.

    `default` makes an input field optional: a value, or UNSET. `cost`, `lists`, `surfaces`, `tells`, `judges_each`: see
    Guard. `column` says where a record has the value, if not under the field's name; `beside` what the list of the
    object may have read along. `reads` lists the columns of the object's record that its function looks at (without it,
    whoever asks for the field has the whole row read), `also` those of other types' records. `deprecated` says that it
    will go: "Why. Use something else. Removed 2027-07-01".
    """
    guard = _guard(policy, data, cost, surfaces, lists=lists, tells=tells, judges_each=judges_each)
    recorded = _given(**{COLUMN: column, SEALED: sealed, BESIDE: beside, READS: reads, ALSO: also})
    return LateField(
        description=f"{description}{COMPULSORY}" if tells else description,
        metadata={**_metadata(guard), **recorded} if recorded else _metadata(guard),
        directives=_shown(policy),
        deprecation_reason=notice(deprecated),
        **_given(default=default, graphql_name=name),
    )


def _given(**options: Any) -> dict[str, Any]:
    """Leave out what was not given: to Strawberry a None would be a value."""
    return {name: value for name, value in options.items() if value is not None}


def optional_input(
    description: str,
    *,
    policy: Policy,
    data: DataClass | None = None,
    surfaces: frozenset[Surface] | None = None,
    deprecated: str | None = None,
) -> Any:
    """Make an input field that may be left out; null is the same as leaving it out. `deprecated`: see `field`."""
    return LateField(
        description=description,
        metadata=_metadata(_guard(policy, data, 0, surfaces)),
        directives=_shown(policy),
        deprecation_reason=notice(deprecated),
        default_factory=lambda: None,
    )


def subscription(
    description: str,
    *,
    policy: Policy,
    data: DataClass | None = None,
    cost: int = 1,
    surfaces: frozenset[Surface] | None = None,
) -> Any:
    """Make a subscription field from an async generator."""
    return LateField(
        description=description,
        metadata=_metadata(_guard(policy, data, cost, surfaces)),
        directives=_shown(policy),
        is_subscription=True,
    )


def argument(
    description: str,
    *,
    policy: Policy = OF_PARENT,
    data: DataClass | None = None,
    cost: int = 0,
    name: str | None = None,
    deprecated: str | None = None,
) -> StrawberryArgumentAnnotation:
    """Annotate an argument; without a policy of its own it is for whoever may use the field.

    `deprecated`: see `field`.
    """
    return strawberry.argument(
        description=description,
        name=name,
        metadata=_metadata(_guard(policy, data, cost)),
        directives=_shown(policy),
        deprecation_reason=notice(deprecated),
    )


def _described(cls: type[T], description: str) -> type[T]:
    """Let the description be the class's docstring, for which `dataclass` would else write down its whole signature."""
    cls.__doc__ = cls.__doc__ or description
    return cls


def _without(cls: type[T], *names: str) -> type[T]:
    """Take from a class what `dataclass` gave it to print all its fields, or to compare by all of them.

    What they hold must be in no log, nobody compares the API's objects, and of hundreds of types it is megabytes.
    """
    for name in names:
        if name in vars(cls):
            delattr(cls, name)
    return cls


@dataclass_transform(kw_only_default=True)
def object_type(
    description: str, *, needs: Permission | None = None, record: type | None = None, made_of: type | None = None
) -> Callable[[type[T]], type[T]]:
    """Make an object type; with `needs`, every field that leads to one must ask for that permission.

    With `record`, its fields without a function are read from such a record; the class is `Recorded`. With `made_of`,
    its objects are made of such a record, of all of it but for what fields say that they read (`reads`).
    """

    def decorate(cls: type[T]) -> type[T]:
        setattr(cls, NEEDS, needs)
        made = strawberry.type(_described(cls, description), description=description)
        _without(made, "__repr__", "__eq__")
        sealed = (one.name for one in fields(record) if one.name.endswith("_sealed")) if record is not None else ()
        setattr(cls, SEALED_NAMES, frozenset(name.removesuffix("_sealed") for name in sealed))
        setattr(cls, SHOWS, record or made_of)
        if record is not None:
            set_columns(made, record)
        return made

    return decorate


@dataclass_transform(kw_only_default=True)
def interface_type(description: str) -> Callable[[type[T]], type[T]]:
    """Make an interface."""

    def decorate(cls: type[T]) -> type[T]:
        setattr(cls, NEEDS, None)
        made = strawberry.interface(_described(cls, description), description=description)
        return _without(made, "__repr__", "__eq__")

    return decorate


@dataclass_transform(kw_only_default=True)
def input_type(description: str) -> Callable[[type[T]], type[T]]:
    """Make an input type: it lists what may be set, and nothing else."""

    def decorate(cls: type[T]) -> type[T]:
        return _without(strawberry.input(_described(cls, description), description=description), "__repr__")

    return decorate


E = TypeVar("E", bound=Enum)


def enum_type(description: str, **values: str | Going) -> Callable[[type[E]], type[E]]:
    """Make an enum from a Python one; `values` describe its members by name, those that will go by `Going`."""

    def decorate(cls: type[E]) -> type[E]:
        if set(values) != {member.name for member in cls}:
            raise TypeError(f"{cls.__name__}: describe every value, and no other")
        made = strawberry.enum(cls, description=description)
        definition: Any = getattr(made, "__strawberry_definition__")  # noqa: B009  # set by strawberry.enum
        for value in definition.values:
            told = values[value.name]
            value.description = told.description if isinstance(told, Going) else told
            value.deprecation_reason = notice(told.deprecated) if isinstance(told, Going) else None
        return made

    return decorate
