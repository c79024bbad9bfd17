"""Who lets the host at the rows of all clinics, and where: every place is named here, so that a new one is argued."""

import ast
from collections import defaultdict

from tests.sources import Module, calls_in, shipped_modules

from chatbookr_core.scope import HOST_WORK

PLACES = {
    "access": {"core/chatbookr_core/operators/access.py"},
    "account mail": {"core/chatbookr_core/people/notices.py"},
    "anomalies": {
        "api/chatbookr_api/cli/anomalies.py",
        "core/chatbookr_core/anomalies/watching.py",
        "schema/chatbookr_schema/deployment_alerts.py",
        "workers/chatbookr_workers/anomalies.py",
    },
    "audit": {
        "api/chatbookr_api/cli/audit.py",
        "core/chatbookr_core/audit/cosigning.py",
        "core/chatbookr_core/audit/keeping.py",
        "core/chatbookr_core/audit/recording.py",
        "core/chatbookr_core/audit/sequencer.py",
    },
    "authentication": {
        "core/chatbookr_core/agenda_feeds/queries.py",
        "core/chatbookr_core/operators/queries.py",
        "core/chatbookr_core/partners/queries.py",
        "core/chatbookr_core/partners/service.py",
        "core/chatbookr_core/people/queries.py",
    },
    "change log": {"core/chatbookr_core/listener.py", "core/chatbookr_core/log_watch.py"},
    "channel account": {"core/chatbookr_core/channels/lifecycle.py"},
    "erasure": {"core/chatbookr_core/erasure/journal.py", "workers/chatbookr_workers/erasure.py"},
    "health": {"api/chatbookr_api/app.py", "workers/chatbookr_workers/runner.py"},
    "incident": {
        "api/chatbookr_api/cli/incident.py",
        "core/chatbookr_core/incidents/overview.py",
        "core/chatbookr_core/incidents/record.py",
        "core/chatbookr_core/incidents/reminders.py",
        "core/chatbookr_core/incidents/service.py",
    },
    "intake": {
        "api/chatbookr_api/hooks.py",
        "core/chatbookr_core/calendars/watching.py",
        "core/chatbookr_core/channels/intake.py",
        "core/chatbookr_core/channels/owners.py",
        "workers/chatbookr_workers/inbound.py",
    },
    "invitation": {"core/chatbookr_core/people/acceptance.py"},
    "jobs": {
        "workers/chatbookr_workers/relay.py",
        "workers/chatbookr_workers/runner.py",
        "workers/chatbookr_workers/starting.py",
    },
    "keys": {"api/chatbookr_api/cli/keys.py", "workers/chatbookr_workers/keys.py"},
    "migration": {"core/chatbookr_core/migration.py"},
    "operator": {
        "api/chatbookr_api/cli/clinic.py",
        "api/chatbookr_api/cli/field_use.py",
        "api/chatbookr_api/cli/jobs.py",
        "api/chatbookr_api/cli/webhooks.py",
    },
    "own identities": {
        "core/chatbookr_core/people/oidc/identities.py",
        "core/chatbookr_core/people/restoring.py",
        "core/chatbookr_core/people/oidc/queries.py",
    },
    "schedule": {"workers/chatbookr_workers/schedule.py"},
    "sign-in": {
        "core/chatbookr_core/people/oidc/flows.py",
        "core/chatbookr_core/people/oidc/queries.py",
    },
    "tending": {"core/chatbookr_core/tending.py"},
    "trust": {"core/chatbookr_core/trust/report.py"},
    "upkeep": {"workers/chatbookr_workers/upkeep.py"},
    "webhook dispatch": {"workers/chatbookr_workers/webhooks.py"},
}
DOORS = {
    "admit": {
        "api/chatbookr_api/authentication.py": "a session was found",
        "api/chatbookr_api/bearers.py": "a key was found, for the files of its clinic",
        "api/chatbookr_api/graphql.py": "a session or key was found, or nobody asks",
        "api/chatbookr_api/graphql_socket.py": "the socket's session or key was read again for an operation",
        "api/chatbookr_api/operator_desk.py": "an operator's session was found, with the clinics open to them",
        "core/chatbookr_core/agenda_feeds/appointments.py": "an appointment's address says which, and so whose it is",
        "core/chatbookr_core/agenda_feeds/service.py": "a feed's secret says which clinic's it is",
        "core/chatbookr_core/calendars/watching.py": "a push's secret was its channel's, which is a clinic's",
    },
    "at_the_door": {
        "api/chatbookr_api/app.py": "start-up makes the deployment's own key, which is no clinic's",
        "api/chatbookr_api/cli/backup.py": "that a backup was made or rehearsed is no clinic's",
        "api/chatbookr_api/cli/operator.py": "operators' accounts are no clinic's",
        "api/chatbookr_api/cli/sessions.py": "accounts and sessions are no clinic's",
        "api/chatbookr_api/cli/receipt.py": "the key that receipts are signed with is the deployment's own",
        "api/chatbookr_api/hooks.py": "every delivery begins here",
        "api/chatbookr_api/middleware.py": "every request begins here",
        "core/chatbookr_core/isolation.py": "looks at PostgreSQL's own catalogue alone",
        "core/chatbookr_core/migration.py": "looks at the migrations and at the database's own catalogue",
        "core/chatbookr_core/starting.py": "looks whether tables and key are this program's, before anything begins",
    },
    "within": {
        "api/chatbookr_api/cli/clinic.py": "a clinic is opened under an id that nobody has",
        "api/chatbookr_api/cli/consents.py": "a ledger is one clinic's: the command names it",
        "core/chatbookr_core/channels/deliveries.py": "a fact is one clinic's: its account says which",
        "core/chatbookr_core/channels/notices.py": "a notice is of one account, and so of one clinic",
        "core/chatbookr_core/operators/access.py": "an operator asks for one clinic, and for one at a time",
        "core/chatbookr_core/people/acceptance.py": "an invitation is one clinic's: its token says which",
        "core/chatbookr_core/people/oidc/queries.py": "an identity provider is one clinic's",
        "workers/chatbookr_workers/runner.py": "a job runs for its own clinic",
    },
}
SESSIONS_OF_THEIR_OWN = {
    "core/chatbookr_core/backups/postgres_dump.py": "holds a snapshot for `pg_dump`, of a role that reads everything",
    "core/chatbookr_core/database_roles.py": "a superuser's, which makes roles",
    "core/chatbookr_core/listener.py": "LISTEN belongs to a session",
    "core/chatbookr_core/migration.py": "holds the lock of those who migrate",
}


def _named_works(module: Module) -> list[tuple[ast.Call, object]]:
    """Find each entry to all clinics, with the work it names: `every_clinic(…)`, and `opened(…, work=…)`."""
    found: list[tuple[ast.Call, object]] = []
    for call, name in calls_in(module):
        given = [one.value for one in call.keywords if one.arg == "work"]
        if name.rpartition(".")[2] == "every_clinic":
            given = [*call.args, *given]
        found += [(call, getattr(one, "value", None)) for one in given]
    return found


def test_every_work_over_all_clinics_is_named_and_at_a_place_we_know() -> None:
    places: dict[object, set[str]] = defaultdict(set)
    for module in shipped_modules():
        if module.place != "core/chatbookr_core/db.py":  # hands on what `opened` was given
            for _, work in _named_works(module):
                is_handed_on = work is None and module.place == "core/chatbookr_core/migration.py"  # `at_these_tables`
                if not is_handed_on:
                    places[work].add(module.place)

    assert dict(places) == PLACES
    assert set(PLACES) == set(HOST_WORK)
    assert all(len(reason) > 20 for reason in HOST_WORK.values())


def test_a_scope_is_set_at_the_doors_alone() -> None:
    places: dict[str, set[str]] = {name: set() for name in DOORS}
    for module in shipped_modules():
        for node in module.walk():
            if isinstance(node, ast.ImportFrom) and node.module == "chatbookr_core.scope":
                for name in {alias.name for alias in node.names} & set(places):
                    places[name].add(module.place)

    assert places == {name: set(known) for name, known in DOORS.items()}


def test_nobody_goes_around_the_scope() -> None:
    """Look for the parameter itself, pools of connections, and statements prepared by hand."""
    strangers = {"_scope", "set_config", "acquire", "prepare", "cursor", "create_pool"}
    engine = {"core/chatbookr_core/scope.py", "core/chatbookr_core/postgres_engine.py"}
    around = [
        module.at(node.lineno)
        for module in shipped_modules()
        if module.place.startswith(("core/", "workers/", "api/", "schema/")) and module.place not in engine
        for node in module.walk()
        if (isinstance(node, ast.Name) and node.id == "_scope")
        or (isinstance(node, ast.Attribute) and node.attr in strangers - {"acquire"} and "asyncpg" in module.text)
        or (isinstance(node, ast.Constant) and isinstance(node.value, str) and "set_config" in node.value)
    ]
    connecting = {
        module.place for module in shipped_modules() for _, name in calls_in(module) if name == "asyncpg.connect"
    }

    assert around == []
    assert connecting == set(SESSIONS_OF_THEIR_OWN)
