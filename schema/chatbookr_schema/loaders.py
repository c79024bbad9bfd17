"""Loads what many fields of one operation point at in one statement each; made anew for every operation."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader

from chatbookr_core.bookings.agenda import BookingRecord, bookings_by_id
from chatbookr_core.channels.queries import (
    CalendarRecord,
    ChannelRecord,
    DeadJobRecord,
    calendars_by_id,
    channels_by_id,
    dead_jobs_by_id,
)
from chatbookr_core.clinics.queries import (
    ClinicRecord,
    LocationRecord,
    PractitionerRecord,
    ServiceRecord,
    clinics_by_id,
    locations_by_id,
    practitioners_by_id,
    practitioners_of_services,
    services_by_id,
)
from chatbookr_core.conversations.queries import (
    ConversationRecord,
    MessageRecord,
    TaskRecord,
    conversations_by_id,
    messages_by_id,
    tasks_by_id,
)
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Keys
from chatbookr_core.operators.queries import GrantRecord, grants_by_id, operator_names, operators_in
from chatbookr_core.partners.queries import KeyRecord, keys_by_id
from chatbookr_core.patients.queries import PatientRecord, patients_by_id
from chatbookr_core.people.invitation_lists import InvitationRecord, invitations_by_id
from chatbookr_core.people.oidc.queries import ProviderRecord, providers_by_id
from chatbookr_core.people.queries import Person, people_for
from chatbookr_core.people.roster import MemberRecord, RoleRecord, members_by_id, roles_by_id
from chatbookr_core.reach import Reach, reach_of
from chatbookr_core.webhooks.queries import DeliveryRecord, EndpointRecord, deliveries_by_id, endpoints_by_id
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Principal

T = TypeVar("T")
ById = Callable[[Reach, Sequence[UUID]], Awaitable[Mapping[UUID, T]]]
LARGEST_BATCH = 500  # SQLite takes at most 500 branches of a UNION


@dataclass(frozen=True, slots=True)
class Sealed(Generic[T]):
    """A record with the keys that open it."""

    record: T
    keys: Keys


class Loaders:
    """Every loader sees the rows of the asker's clinics alone; what may be shown of them, the executor decides."""

    def __init__(self, actor: Principal | None, deployment: Deployment) -> None:
        self._actor = actor
        self._reach = reach_of(actor)
        self._deployment = deployment
        self._made: dict[object, DataLoader[Any, Any]] = {}
        self.batches: list[tuple[str, int]] = []

    @property
    def clinics(self) -> DataLoader[UUID, ClinicRecord | None]:
        return self._by_id(clinics_by_id)

    @property
    def locations(self) -> DataLoader[UUID, LocationRecord | None]:
        return self._by_id(locations_by_id)

    @property
    def practitioners(self) -> DataLoader[UUID, PractitionerRecord | None]:
        return self._by_id(practitioners_by_id)

    @property
    def services(self) -> DataLoader[UUID, ServiceRecord | None]:
        return self._by_id(services_by_id)

    @property
    def service_practitioners(self) -> DataLoader[UUID, list[PractitionerRecord]]:
        async def load(ids: list[UUID]) -> list[list[PractitionerRecord]]:
            found = await practitioners_of_services(self._reach, ids)
            return [found.get(one, []) for one in ids]

        return self._loader(practitioners_of_services, load)

    @property
    def channels(self) -> DataLoader[UUID, ChannelRecord | None]:
        return self._by_id(channels_by_id)

    @property
    def calendars(self) -> DataLoader[UUID, CalendarRecord | None]:
        return self._by_id(calendars_by_id)

    @property
    def webhook_endpoints(self) -> DataLoader[UUID, EndpointRecord | None]:
        return self._by_id(endpoints_by_id)

    @property
    def webhook_deliveries(self) -> DataLoader[UUID, DeliveryRecord | None]:
        return self._by_id(deliveries_by_id)

    @property
    def patients(self) -> DataLoader[UUID, Sealed[PatientRecord] | None]:
        return self._sealed(patients_by_id, lambda record: record.clinic_id)

    @property
    def conversations(self) -> DataLoader[UUID, ConversationRecord | None]:
        return self._by_id(conversations_by_id)

    @property
    def messages(self) -> DataLoader[UUID, Sealed[MessageRecord] | None]:
        return self._sealed(messages_by_id, lambda record: record.clinic_id, Permission.MESSAGE_READ)

    @property
    def tasks(self) -> DataLoader[UUID, TaskRecord | None]:
        return self._by_id(tasks_by_id, Permission.TASK_READ)

    @property
    def dead_jobs(self) -> DataLoader[UUID, DeadJobRecord | None]:
        return self._by_id(dead_jobs_by_id, Permission.JOB_READ)

    @property
    def bookings(self) -> DataLoader[UUID, Sealed[BookingRecord] | None]:
        return self._sealed(bookings_by_id, lambda record: record.clinic_id)

    @property
    def api_keys(self) -> DataLoader[UUID, KeyRecord | None]:
        return self._by_id(keys_by_id)

    @property
    def identity_providers(self) -> DataLoader[UUID, ProviderRecord | None]:
        return self._by_id(providers_by_id)

    @property
    def access_grants(self) -> DataLoader[UUID, GrantRecord | None]:
        return self._by_id(grants_by_id, Permission.ACCESS_READ)

    @property
    def operators_in(self) -> DataLoader[UUID, list[tuple[str, datetime]]]:
        async def load(ids: list[UUID]) -> list[list[tuple[str, datetime]]]:
            within = set(self._reach.clinic_ids)
            found = await operators_in([one for one in ids if one in within], self._deployment.clock.now())
            return [found.get(one, []) for one in ids]

        return self._loader(operators_in, load)

    @property
    def operator_names(self) -> DataLoader[UUID, str | None]:
        async def load(ids: list[UUID]) -> list[str | None]:
            found = await operator_names(ids)
            return [found.get(one) for one in ids]

        return self._loader(operator_names, load)

    @property
    def invitations(self) -> DataLoader[UUID, InvitationRecord | None]:
        return self._by_id(invitations_by_id, Permission.MEMBER_READ)

    @property
    def members(self) -> DataLoader[UUID, MemberRecord | None]:
        return self._by_id(members_by_id)

    @property
    def custom_roles(self) -> DataLoader[UUID, RoleRecord | None]:
        return self._by_id(roles_by_id)

    @property
    def people(self) -> DataLoader[UUID, Person | None]:
        async def load(ids: list[UUID]) -> list[Person | None]:
            found = await people_for(ids)
            return [found.get(one) for one in ids]

        return self._loader(people_for, load)

    def of_parent(self, key: object, load: Callable[[list[UUID]], Awaitable[list[T]]]) -> DataLoader[UUID, T]:
        """Return the loader of one relation asked for in one way; `key` tells relations and ways apart."""
        return self._loader(key, load)

    async def keys(self, clinic_id: UUID) -> Keys:
        """Return a clinic's keys."""
        return await self._deployment.vault.clinic_keys(clinic_id)

    def _by_id(self, find: ById[T], permission: Permission | None = None) -> DataLoader[UUID, T | None]:
        reach = reach_of(self._actor, permission) if permission else self._reach

        async def load(ids: list[UUID]) -> list[T | None]:
            found = await find(reach, ids)
            return [found.get(one) for one in ids]

        return self._loader(find, load)

    def _sealed(
        self, find: ById[T], clinic_of: Callable[[T], UUID], permission: Permission | None = None
    ) -> DataLoader[UUID, Sealed[T] | None]:
        reach = reach_of(self._actor, permission) if permission else self._reach

        async def load(ids: list[UUID]) -> list[Sealed[T] | None]:
            found = await find(reach, ids)
            keys = {one: await self.keys(one) for one in {clinic_of(record) for record in found.values()}}
            return [Sealed(found[one], keys[clinic_of(found[one])]) if one in found else None for one in ids]

        return self._loader(find, load)

    def _loader(self, key: object, load: Callable[[list[Any]], Awaitable[list[Any]]]) -> DataLoader[Any, Any]:
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = DataLoader(self._counted(key, load), max_batch_size=LARGEST_BATCH)
        return made

    def _counted(
        self, key: object, load: Callable[[list[Any]], Awaitable[list[Any]]]
    ) -> Callable[[list[Any]], Awaitable[list[Any]]]:
        """Note how much is read at once, for telemetry."""
        named = key[0] if isinstance(key, tuple) and key else key
        name = str(getattr(named, "__name__", named))

        async def counted(ids: list[Any]) -> list[Any]:
            self.batches.append((name, len(ids)))
            return await load(ids)

        return counted
