"""Every list and type is read as far as it is asked for, a union's too, and no field looks at more than it says."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any

import orjson
import pytest
import strawberry
from graphql import GraphQLField, GraphQLNonNull, GraphQLObjectType, get_named_type, is_leaf_type
from tests.api.clients import make_deployment
from tests.schema.desk import Desk
from tests.schema.narrowed import asked, read_by
from tests.schema.statements import statements

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import build, schema_of, staff_schema
from chatbookr_schema.clinics import Location, Service, find_location, find_service
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import Needs, argument, field
from chatbookr_schema.guards import BACKREF
from chatbookr_schema.ids import parts_of
from chatbookr_schema.recorded import reads_of, record_of


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


# --- listed -------------------------------------------------------------------------------------------------------

LISTS = """query ($clinic: ID!) {
  channels(clinicId: $clinic, first: 1) { nodes { viewerCanDisconnect notices(first: 1) { nodes { effect } } } }
  calendars(clinicId: $clinic, first: 1) { nodes { title practitioner { fullName } feeds { title } } }
  deadJobs(clinicId: $clinic, first: 1) { nodes { attempts } }
  apiKeys(clinicId: $clinic, first: 1) { nodes { state createdBy { fullName } } }
  webhookEndpoints(clinicId: $clinic, first: 1) { nodes { event
    deliveries(first: 1) { nodes { isReplay attempts(first: 1) { nodes { status } } } } apiKey { prefix } } }
  identityProviders(clinicId: $clinic, first: 1) { nodes { isEnabled redirectUri } }
  accessGrants(clinicId: $clinic, first: 1) { nodes { operatorName } }
  accessReads(clinicId: $clinic, first: 1) { nodes { accessGrantId } }
  auditEntries(clinicId: $clinic, first: 1) { nodes { outcome } }
  anomalies(clinicId: $clinic, first: 1) { nodes { nextStep } }
  incidentNotices(clinicId: $clinic, first: 1) { nodes { people nature } }
  erasures(clinicId: $clinic, first: 1) { nodes { ground } }
  patientExports(clinicId: $clinic, first: 1) { nodes { sha256 } }
  retentionRuns(clinicId: $clinic, first: 1) { nodes { deleted } }
  invitations(clinicId: $clinic, first: 1) { nodes { state } }
}"""


async def test_each_list_is_read_as_far_as_it_is_asked_for(deployment: Deployment, desk: Desk) -> None:
    answer, read = await asked(deployment, desk.actor(Role.OWNER), LISTS, {"clinic": desk.id_of("Clinic")})

    assert answer.errors == []
    assert all(one["nodes"] for one in answer.data.values())
    assert read == {  # with what each is in order of, and that by which pages of several parents are told apart
        "channel_connection": {"state", "connected_at"},
        "channel_notice": {"effect", "happened_at", "connection_id"},
        "calendar_connection": {"title", "practitioner_id", "connected_at"},
        "practitioner": {"full_name"},
        "job": {"attempts", "created_at"},
        "api_key": {"revoked_at", "expires_at", "created_by_id", "created_at", "prefix"},
        "user_account": {"full_name"},
        "webhook_endpoint": {"event", "api_key_id", "created_at"},
        "webhook_delivery": {"dedupe_key", "created_at", "endpoint_id"},
        "webhook_attempt": {"status", "attempted_at", "delivery_id"},
        "identity_provider": {"state", "created_at"},
        "access_grant": {"operator_id", "requested_at"},
        "operator": {"full_name"},
        "access_read": {"grant_id", "read_at"},
        "audit_entry": {"outcome", "happened_at"},
        "anomaly": {"rule", "last_seen_at"},
        "incident_notice": {"people", "nature_sealed", "told_at"},
        "erasure": {"reason", "requested_at"},
        "patient_export": {"sha256", "requested_at"},
        "retention_run": {"deleted", "started_at"},
        "invitation": {"accepted_at", "revoked_at", "expires_at", "created_at"},
    }


# --- a union ------------------------------------------------------------------------------------------------------


@strawberry.type(description="Where a union stands.")
class Unions:
    """No field of ours leads to a union yet; narrowing knows them all the same."""

    @field("Any of two.", policy=Needs(Permission.CLINIC_READ), cost=1, judges_each=True)  # type: ignore[untyped-decorator]  # Strawberry's decorators are
    async def found(
        self, info: Info, key: Annotated[strawberry.ID, argument("Which.")]
    ) -> Annotated[Service | Location, strawberry.union("Found", description="A service or a place.")] | None:
        name, one = parts_of(key)
        find = {"Service": find_service, "Location": find_location}[name]
        return await find(info.context, one)


async def test_a_union_is_read_as_far_as_its_types_are_asked_for(deployment: Deployment, desk: Desk) -> None:
    schema = build(Unions, None, None)
    query = """query ($key: ID!) { found(key: $key) {
        __typename ... on Service { title } ...Place ... on Node { id } } }
      fragment Place on Location { name }"""

    found, taken = [], list[str]()
    for kind in ("Service", "Location", "Service", "Location"):
        context = Context(deployment, desk.actor(Role.OWNER), "request-1")
        with statements() as seen:
            result = await schema.execute(query, {"key": desk.id_of(kind)}, context)
        assert not result.errors
        found.append(result.data)
        taken += seen

    assert [one["found"]["__typename"] for one in found if one] == ["Service", "Location"] * 2
    assert [one["found"]["id"] for one in found if one][:2] == [desk.id_of("Service"), desk.id_of("Location")]
    assert read_by(taken) == {"service": {"title"}, "location": {"name"}}


# --- nothing is missed --------------------------------------------------------------------------------------------


def _written(name: str, one: GraphQLField) -> str:
    return name if is_leaf_type(get_named_type(one.type)) else f"{name} {{ __typename }}"


def _needs_nothing(one: GraphQLField) -> bool:
    return not any(isinstance(given.type, GraphQLNonNull) for given in one.args.values())


OF_THE_WHOLE = {("Erasure", "receipt")}  # a receipt says all of it, signed


def test_every_list_and_node_is_of_rows_and_each_of_their_fields_says_what_it_reads() -> None:
    schemas = [schema_of("staff"), schema_of("partner")]
    for schema in schemas:
        types: Mapping[str, Any] = schema._schema.type_map
        pages = {
            get_named_type(one.fields["nodes"].type).name for name, one in types.items() if name.endswith("Connection")
        }
        shown = {name: _origin(one) for name, one in types.items() if record_of(_origin(one)) is not None}
        silent = {
            (kind, name)
            for kind, origin in shown.items()
            for name, one in types[kind].fields.items()
            if reads_of(origin, one.extensions[BACKREF]) is None and name != "id"
        }

        assert pages | set(schema.kinds) <= set(shown)
        assert silent <= OF_THE_WHOLE


def _origin(kind: Any) -> type:
    found: type = getattr((kind.extensions or {}).get(BACKREF), "origin", object)
    return found


LISTED = {  # what has no id to be found again by, and how it is come by
    "AuditEntry": "auditEntries(clinicId: $clinic, first: 1) { nodes { %s } }",
    "AccessRead": "accessReads(clinicId: $clinic, first: 1) { nodes { %s } }",
    "RetentionRun": "retentionRuns(clinicId: $clinic, first: 1) { nodes { %s } }",
    "WebhookAttempt": """webhookEndpoints(clinicId: $clinic, first: 1) { nodes {
        deliveries(first: 1) { nodes { attempts(first: 1) { nodes { %s } } } } } }""",
    "User": "members(clinicId: $clinic, first: 1) { nodes { user { %s } } }",
}


OF_CLINIC = "clinic(id: $clinic) { id }"  # so that the variable is used in every round


def _rounds() -> Iterator[str]:
    """Write documents that each ask for one field of every type: alone, as far as its row goes."""
    types: Mapping[str, Any] = staff_schema()._schema.type_map
    kinds = [kind for kind in (*staff_schema().kinds, *LISTED) if isinstance(types[kind], GraphQLObjectType)]
    fields = [[(kind, *field) for field in types[kind].fields.items() if _needs_nothing(field[1])] for kind in kinds]
    for asked_for in zip_longest(*fields):
        here = [(kind, f"{kind}_{name}: {_written(name, one)}") for kind, name, one in filter(None, asked_for)]
        nodes = " ".join(f"... on {kind} {{ {written} }}" for kind, written in here if kind not in LISTED)
        lists = " ".join(LISTED[kind] % written for kind, written in here if kind in LISTED)
        yield f"query ($ids: [ID!]!, $clinic: ID!) {{ {lists} {OF_CLINIC} nodes(ids: $ids) {{ {nodes} id }} }}"


@pytest.mark.exhaustive  # each field of each type
async def test_each_field_alone_shows_what_it_shows_of_the_whole_row(
    deployment: Deployment, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A field that looks at more than it says (`reads`) would fail here."""
    documents = list(_rounds())
    given = {"ids": [desk.id_of(kind) for kind in staff_schema().kinds], "clinic": desk.id_of("Clinic")}

    async def answers() -> list[Any]:
        found = []
        for query in documents:
            context = Context(deployment, desk.actor(Role.OWNER), "request-1", is_trusted=True)  # of any shape
            result = await staff_schema().execute(query, given, context)
            assert not result.errors
            found.append(orjson.loads(orjson.dumps(result.data)))
        return found

    narrow = await answers()
    monkeypatch.setattr(Context, "narrow", lambda context, narrowing: None)
    whole = await answers()

    assert sum(query.count(":") for query in documents) > 250
    assert all(None not in one["nodes"] for one in narrow)
    assert narrow == whole
