"""Loads what many fields of one operation point at in one statement each; made anew for every operation."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader

from chatbookr_core.agenda_feeds.queries import AgendaFeedRecord, agenda_feeds_by_id
from chatbookr_core.anomalies.queries import AnomalyRecord, anomalies_by_id
from chatbookr_core.audit.proofs import Inclusion, inclusions_of
from chatbookr_core.bookings.agenda import BookingRecord, bookings_by_id
from chatbookr_core.calendars.drift_queries import DriftRecord, drifts_by_id
from chatbookr_core.calendars.queries import FeedRecord, feeds_by_connection
from chatbookr_core.channels.queries import (
    CalendarRecord,
    ChannelNoticeRecord,
    ChannelRecord,
    DeadJobRecord,
    calendars_by_id,
    channel_notices_by_id,
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
from chatbookr_core.consents.exporting import ConsentExportRecord, consent_exports_by_id
from chatbookr_core.consents.queries import ConsentRecord, consents_by_id, standings_by_patient
from chatbookr_core.consents.rules import Standing
from chatbookr_core.conversations.queries import (
    ConversationRecord,
    MessageRecord,
    TaskRecord,
    answered_by,
    conversations_by_id,
    messages_by_id,
    tasks_by_id,
)
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.queries import Duty, ErasureRecord, duties_by_erasure, erasures_by_id
from chatbookr_core.exports.service import ExportRecord, exports_by_id
from chatbookr_core.incidents.queries import NoticeRecord, notices_by_id
from chatbookr_core.keys.vault import Keys
from chatbookr_core.labels.queries import LabelRecord, labels_by_id
from chatbookr_core.media.queries import MediaRecord, files_by_message
from chatbookr_core.notes.queries import NoteRecord, notes_by_id
from chatbookr_core.operators.queries import GrantRecord, grants_by_id, operator_names, operators_in
from chatbookr_core.partners.queries import KeyRecord, keys_by_id
from chatbookr_core.patients.queries import PatientRecord, patients_by_id
from chatbookr_core.people.invitation_lists import InvitationRecord, invitations_by_id
from chatbookr_core.people.oidc.queries import ProviderRecord, providers_by_id
from chatbookr_core.people.queries import Person, people_for
from chatbookr_core.people.roster import MemberRecord, RoleRecord, members_by_id, roles_by_id
from chatbookr_core.reach import Reach, reach_of
from chatbookr_core.records import ALL_READ, Unread
from chatbookr_core.relatives.queries import LinkRecord, links_with
from chatbookr_core.replies.queries import ReplyRecord, replies_by_id
from chatbookr_core.retention.queries import HoldRecord, holds_by_id
from chatbookr_core.sealed_rows import sealed_in
from chatbookr_core.teams.queries import TeamRecord, teams_by_id
from chatbookr_core.templates.queries import TemplateRecord, UseRecord, templates_by_id, uses_of_templates
from chatbookr_core.waitlist.queries import EntryRecord, entries_by_id
from chatbookr_core.webhooks.queries import DeliveryRecord, EndpointRecord, deliveries_by_id, endpoints_by_id
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Principal
from chatbookr_schema.loading import Narrowing, Sealed

T = TypeVar("T")
ById = Callable[[Reach, Sequence[UUID]], Awaitable[Mapping[UUID, T]]]
Narrow = Callable[[Reach, Sequence[UUID], Unread], Awaitable[Mapping[UUID, T]]]
LARGEST_BATCH = 500  # SQLite takes at most 500 branches of a UNION


class Loaders:
    """Every loader sees the rows of the asker's clinics alone; what may be shown of them, the executor decides."""

    def __init__(self, actor: Principal | None, deployment: Deployment, narrowing: "Narrowing | None" = None) -> None:
        self.narrowing = narrowing
        self._actor = actor
        self._reach = reach_of(actor)
        self._deployment = deployment
        self._made: dict[object, DataLoader[Any, Any]] = {}
        self.batches: list[tuple[str, int]] = []

    @property
    def clinics(self) -> DataLoader[UUID, ClinicRecord | None]:
        return self._narrowed(clinics_by_id)

    @property
    def locations(self) -> DataLoader[UUID, LocationRecord | None]:
        return self._narrowed(locations_by_id)

    @property
    def practitioners(self) -> DataLoader[UUID, PractitionerRecord | None]:
        return self._narrowed(practitioners_by_id)

    @property
    def services(self) -> DataLoader[UUID, ServiceRecord | None]:
        return self._narrowed(services_by_id)

    @property
    def service_practitioners(self) -> DataLoader[UUID, list[PractitionerRecord]]:
        async def load(ids: list[UUID]) -> list[list[PractitionerRecord]]:
            found = await practitioners_of_services(self._reach, ids, self._unread())
            return [found.get(one, []) for one in ids]

        return self._loader(practitioners_of_services, load)

    @property
    def channels(self) -> DataLoader[UUID, ChannelRecord | None]:
        return self._narrowed(channels_by_id)

    @property
    def teams(self) -> DataLoader[UUID, TeamRecord | None]:
        return self._narrowed(teams_by_id)

    @property
    def channel_notices(self) -> DataLoader[UUID, ChannelNoticeRecord | None]:
        return self._narrowed(channel_notices_by_id)

    @property
    def templates(self) -> DataLoader[UUID, TemplateRecord | None]:
        return self._narrowed(templates_by_id)

    @property
    def template_uses(self) -> DataLoader[UUID, list[UseRecord]]:
        async def load(ids: list[UUID]) -> list[list[UseRecord]]:
            found = await uses_of_templates(self._reach, ids)
            return [found.get(one, []) for one in ids]

        return self._loader(uses_of_templates, load)

    @property
    def calendars(self) -> DataLoader[UUID, CalendarRecord | None]:
        return self._narrowed(calendars_by_id)

    @property
    def webhook_endpoints(self) -> DataLoader[UUID, EndpointRecord | None]:
        return self._narrowed(endpoints_by_id)

    @property
    def webhook_deliveries(self) -> DataLoader[UUID, DeliveryRecord | None]:
        return self._narrowed(deliveries_by_id)

    @property
    def patients(self) -> DataLoader[UUID, Sealed[PatientRecord] | None]:
        return self._sealed(patients_by_id, lambda record: record.clinic_id)

    @property
    def conversations(self) -> DataLoader[UUID, ConversationRecord | None]:
        return self._narrowed(conversations_by_id)

    @property
    def messages(self) -> DataLoader[UUID, Sealed[MessageRecord] | None]:
        return self._sealed(messages_by_id, lambda record: record.clinic_id, Permission.MESSAGE_READ)

    @property
    def answered(self) -> DataLoader[UUID, UUID | None]:
        return self._by_id(answered_by, Permission.MESSAGE_READ)

    @property
    def notes(self) -> DataLoader[UUID, Sealed[NoteRecord] | None]:
        return self._sealed(notes_by_id, lambda record: record.clinic_id, Permission.MESSAGE_READ)

    @property
    def labels(self) -> DataLoader[UUID, LabelRecord | None]:
        return self._narrowed(labels_by_id)

    @property
    def canned_replies(self) -> DataLoader[UUID, ReplyRecord | None]:
        return self._narrowed(replies_by_id)

    @property
    def media(self) -> DataLoader[UUID, list[MediaRecord]]:
        async def load(ids: list[UUID]) -> list[list[MediaRecord]]:
            found = await files_by_message(self._reach, ids)
            return [found.get(one, []) for one in ids]

        return self._loader(files_by_message, load)

    @property
    def tasks(self) -> DataLoader[UUID, TaskRecord | None]:
        return self._narrowed(tasks_by_id, Permission.TASK_READ)

    @property
    def dead_jobs(self) -> DataLoader[UUID, DeadJobRecord | None]:
        return self._narrowed(dead_jobs_by_id, Permission.JOB_READ)

    @property
    def bookings(self) -> DataLoader[UUID, Sealed[BookingRecord] | None]:
        return self._sealed(bookings_by_id, lambda record: record.clinic_id)

    @property
    def calendar_drifts(self) -> DataLoader[UUID, DriftRecord | None]:
        return self._narrowed(drifts_by_id, Permission.BOOKING_READ)

    @property
    def waitlist_entries(self) -> DataLoader[UUID, EntryRecord | None]:
        return self._narrowed(entries_by_id, Permission.BOOKING_READ)

    @property
    def agenda_feeds(self) -> DataLoader[UUID, AgendaFeedRecord | None]:
        return self._narrowed(agenda_feeds_by_id, Permission.AGENDA_FEED_READ)

    @property
    def api_keys(self) -> DataLoader[UUID, KeyRecord | None]:
        return self._narrowed(keys_by_id)

    @property
    def identity_providers(self) -> DataLoader[UUID, ProviderRecord | None]:
        return self._narrowed(providers_by_id)

    @property
    def access_grants(self) -> DataLoader[UUID, GrantRecord | None]:
        return self._narrowed(grants_by_id, Permission.ACCESS_READ)

    @property
    def inclusions(self) -> DataLoader[UUID, Inclusion | None]:
        return self._by_id(inclusions_of, Permission.AUDIT_READ)

    @property
    def legal_holds(self) -> DataLoader[UUID, HoldRecord | None]:
        return self._narrowed(holds_by_id, Permission.RETENTION_READ)

    @property
    def incident_notices(self) -> DataLoader[UUID, NoticeRecord | None]:
        return self._narrowed(notices_by_id, Permission.INCIDENT_READ)

    @property
    def anomalies(self) -> DataLoader[UUID, AnomalyRecord | None]:
        return self._narrowed(anomalies_by_id, Permission.ANOMALY_READ)

    @property
    def erasures(self) -> DataLoader[UUID, ErasureRecord | None]:
        return self._narrowed(erasures_by_id, Permission.RETENTION_READ)

    @property
    def erasure_duties(self) -> DataLoader[UUID, list[Duty]]:
        async def load(ids: list[UUID]) -> list[list[Duty]]:
            found = await duties_by_erasure(self._reach, ids)
            return [found.get(one, []) for one in ids]

        return self._loader(duties_by_erasure, load)

    @property
    def calendar_feeds(self) -> DataLoader[UUID, list[FeedRecord]]:
        async def load(ids: list[UUID]) -> list[list[FeedRecord]]:
            found = await feeds_by_connection(self._reach, ids)
            return [found.get(one, []) for one in ids]

        return self._loader(feeds_by_connection, load)

    @property
    def patient_exports(self) -> DataLoader[UUID, ExportRecord | None]:
        return self._narrowed(exports_by_id, Permission.PATIENT_EXPORT)

    @property
    def consents(self) -> DataLoader[UUID, Sealed[ConsentRecord] | None]:
        return self._sealed(consents_by_id, lambda record: record.clinic_id, Permission.CONSENT_READ)

    @property
    def consent_exports(self) -> DataLoader[UUID, ConsentExportRecord | None]:
        return self._narrowed(consent_exports_by_id, Permission.CONSENT_EXPORT)

    @property
    def consent_standings(self) -> DataLoader[UUID, dict[str, Standing]]:
        async def load(ids: list[UUID]) -> list[dict[str, Standing]]:
            found = await standings_by_patient(reach_of(self._actor, Permission.CONSENT_READ).clinic_ids, ids)
            return [found.get(one, {}) for one in ids]

        return self._loader(standings_by_patient, load)

    @property
    def related_people(self) -> DataLoader[UUID, list[LinkRecord]]:
        async def load(ids: list[UUID]) -> list[list[LinkRecord]]:
            return list((await links_with(self._reach, ids)).values())  # in the order they were asked for

        return self._loader(links_with, load)

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
        return self._narrowed(invitations_by_id, Permission.MEMBER_READ)

    @property
    def members(self) -> DataLoader[UUID, MemberRecord | None]:
        return self._narrowed(members_by_id)

    @property
    def custom_roles(self) -> DataLoader[UUID, RoleRecord | None]:
        return self._narrowed(roles_by_id)

    @property
    def people(self) -> DataLoader[UUID, Person | None]:
        async def load(ids: list[UUID]) -> list[Person | None]:
            found = await people_for(ids, self._unread())
            return [found.get(one) for one in ids]

        return self._loader(people_for, load)

    def of_parent(self, key: object, load: Callable[[list[UUID]], Awaitable[list[T]]]) -> DataLoader[UUID, T]:
        """Return the loader of one relation asked for in one way; `key` tells relations and ways apart."""
        return self._loader(key, load)

    async def keys(self, clinic_id: UUID, sealed: Iterable[bytes | None] = ()) -> Keys:
        """Return a clinic's keys, with those of the patients some of its values are under."""
        return await self._deployment.vault.reading(clinic_id, sealed)

    def _by_id(
        self, find: ById[T], permission: Permission | None = None, *, key: object = None
    ) -> DataLoader[UUID, T | None]:
        reach = reach_of(self._actor, permission) if permission else self._reach

        async def load(ids: list[UUID]) -> list[T | None]:
            found = await find(reach, ids)
            return [found.get(one) for one in ids]

        return self._loader(key or find, load)

    def _unread(self) -> Unread:
        return self.narrowing.unread(None) if self.narrowing is not None else ALL_READ

    def _narrowed(self, find: Narrow[T], permission: Permission | None = None) -> DataLoader[UUID, T | None]:
        """Load of each row what the operation shows: every place that leads to the type, as they share the loader."""

        async def asked_for(reach: Reach, ids: Sequence[UUID]) -> Mapping[UUID, T]:
            return await find(reach, ids, self._unread())

        return self._by_id(asked_for, permission, key=find)

    def _sealed(
        self, find: Narrow[T], clinic_of: Callable[[T], UUID], permission: Permission | None = None
    ) -> DataLoader[UUID, Sealed[T] | None]:
        reach = reach_of(self._actor, permission) if permission else self._reach

        async def load(ids: list[UUID]) -> list[Sealed[T] | None]:
            found = await find(reach, ids, self._unread())
            sealed: dict[UUID, list[bytes | None]] = defaultdict(list)
            for record in found.values():
                sealed[clinic_of(record)] += sealed_in(record)
            keys = {clinic_id: await self.keys(clinic_id, values) for clinic_id, values in sealed.items()}
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
