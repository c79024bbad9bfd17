"""Rules about tables and who asks them, which types, lints and import contracts cannot see; exceptions say why."""

import ast
from collections.abc import Iterator

import pytest
from tests.offences import listed
from tests.sources import (
    Module,
    calls_in,
    modules_in,
    shipped_modules,
)

from chatbookr_core import models

ORM_CALLS = {
    "filter", "get", "get_or_none", "get_or_create", "create", "bulk_create", "all", "exists", "first", "exclude",
    "update_or_create", "in_bulk", "raw", "select_for_update", "annotate",
}  # fmt: skip
WITHOUT_TABLES = (
    "core/chatbookr_core/dialogue/", "core/chatbookr_core/availability/slots.py",
    "core/chatbookr_core/availability/hours.py", "core/chatbookr_core/availability/zones.py",
)  # fmt: skip
ACROSS_CLINICS = "# any clinic: "
FILTERED_BY_CLINIC = {"clinic_id", "clinic_id__in"}
OF_ALL_CLINICS = {"Job": "the relay and the operators look at the work of all clinics"}
TABLES_OF_NO_CLINIC = {
    "AnomalyCursor": "up to where the host has read the one log of all clinics",
    "AuditCheckpoint": "a state of the one log of all clinics",
    "AuditCosignature": "what a witness says of that",
    "AuditNode": "hashes of hashes, whoever's entries are below",
    "AuditPending": "ids of entries that wait for their place",
    "AuditTruncation": "up to where the log was cut off",
    "Clinic": "the clinic itself",
    "User": "a person may work for several clinics; memberships say for which",
    "Session": "a log-in is a person's, not a clinic's",
    "LoginFailure": "counted before anybody knows who is asking",
    "ChangeReader": "reads what happened in all clinics, in one go",
    "Incident": "a breach is the deployment's; IncidentClinic and IncidentNotice are what of it is a clinic's",
    "IncidentPhase": "a decision of operators",
    "IncidentReminder": "a letter to operators",
    "IncidentScope": "what was asked of the one log of all clinics",
    "TotpFactor": "a person's, wherever they work",
    "Operator": "who runs the deployment is of no clinic",
    "OperatorPasskey": "an operator's",
    "OperatorSession": "an operator's",
    "Passkey": "a person's, wherever they work",
    "PasskeyChallenge": "asked before anybody knows who answers",
    "RecoveryCode": "a person's, wherever they work",
    "KnownDevice": "a person's, wherever they work",
    "AccountLink": "about a person's account, or nobody's",
}
DEPLOYMENTS_OWN = {
    "Anomaly": "what forged deliveries raise is the deployment's",
    "AuditEntry": "a failed log-in of nobody's is no clinic's",
    "AuditLeaf": "so is its place",
    "DataKey": "the deployment's own key has no clinic",
    "InboundDelivery": "a delivery is stored before anyone has read whose it is",
    "Job": "the deployment's upkeep belongs to no clinic",
    "Mail": "a mail about an account is of no clinic",
    "LoggedChange": "the end of a session is no clinic's",
    "CostBucket": "a person's budget is for all their clinics",
    "IdempotentRequest": "a person's change names no clinic before it is looked up",
}
INDEXED_OTHERWISE = {
    "CalendarEvent": "an event's id is unique within its calendar, and the clinic is that calendar's",
    "ChannelNotice": "what a provider says twice is kept once for each account",
    "ExportChunk": "an archive has a piece of each number once, and the clinic is the archive's",
    "Media": "a message has a file once; scanners are shown what they have not passed, of all clinics",
    "MediaChunk": "a file has a piece of each number once, and the clinic is the file's",
    "MessageToken": "a message has a token once, and takes its tokens with it",
    "PatientToken": "likewise of a patient",
    "MessageTemplate": "a template has one name and language within its account",
    "TemplateUse": "one template of a language for a purpose, within an account",
    "DataKey": "one key a scope, and the scope is the clinic or the deployment",
    "Anomaly": "on-call is told what is open, of all clinics",
    "Job": "the relay looks for what is due, of all clinics",
    "InboundDelivery": "deduplicated before its clinic is known",
    "ChannelConnection": "a delivery's account says which clinic it is for",
    "OAuthFlow": "found by its one-time state",
    "LoggedChange": "read in the order of commits, and forgotten by age",
    "CostBucket": "found by who spends",
    "IdempotentRequest": "found by who asks, and for what",
    "Message": "a status names the provider's id, whichever clinic",
}


# --- tables -------------------------------------------------------------------------------------------------------


def _table_calls(module: Module) -> Iterator[tuple[ast.Call, str, str]]:
    """Return the calls on a table's class: (call, table, method)."""
    for call, name in calls_in(module):
        table, _, method = name.removeprefix("models.").partition(".")
        if table in models.__all__ and method in ORM_CALLS:
            yield call, table, method


def test_only_core_reads_and_writes_tables() -> None:
    outside = [
        f"{module.at(call.lineno)} {table}.{method}()"
        for module in shipped_modules()
        if not module.place.startswith("core/")
        for call, table, method in _table_calls(module)
    ]

    assert not outside, listed(outside)


def test_rules_know_no_tables() -> None:
    pure = [m for m in modules_in("core/") if m.stem == "rules" or m.place.startswith(WITHOUT_TABLES)]
    knowing = [
        module.at(node.lineno)
        for module in pure
        for node in module.walk()
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("chatbookr_core.models", "tortoise"))
    ]

    assert pure
    assert not knowing, listed(knowing)


def test_a_query_names_its_clinic_or_says_why_not() -> None:
    """Hold every first step of a query to the clinic: `filter(clinic_id=…)`, or a reason on its line."""
    scoped = set(models.__all__) - set(TABLES_OF_NO_CLINIC) - set(OF_ALL_CLINICS)
    unscoped = [
        f"{module.at(call.lineno)} {table}.{method}()"
        for module in modules_in("core/")
        for call, table, method in _table_calls(module)
        if table in scoped
        and not FILTERED_BY_CLINIC & {keyword.arg for keyword in call.keywords}
        and ACROSS_CLINICS not in "".join(module.line(n) for n in range(call.lineno, (call.end_lineno or 0) + 1))
    ]

    assert not unscoped, listed(unscoped)


@pytest.mark.parametrize("name", sorted(set(models.__all__) - set(TABLES_OF_NO_CLINIC)))
def test_a_row_belongs_to_a_clinic(name: str) -> None:
    fields = getattr(models, name)._meta.fields_map

    clinic = fields.get("clinic") or fields["clinic_id"]

    assert clinic.null is (name in DEPLOYMENTS_OWN)


@pytest.mark.parametrize("name", sorted(set(models.__all__) - set(TABLES_OF_NO_CLINIC)))
def test_an_index_begins_with_the_clinic(name: str) -> None:
    meta = getattr(models, name)._meta
    indexes = [*meta.indexes, *meta.unique_together]

    beginnings = {next(iter(getattr(index, "fields", index))) for index in indexes}

    assert (beginnings == {"clinic_id"}) is (name not in INDEXED_OTHERWISE)


@pytest.mark.parametrize("name", sorted(TABLES_OF_NO_CLINIC))
def test_a_table_of_no_clinic_is_still_there(name: str) -> None:
    assert not {"clinic", "clinic_id"} & set(getattr(models, name)._meta.fields_map)
