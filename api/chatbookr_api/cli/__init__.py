"""The `chatbookr` command; one file a command."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from chatbookr_api.cli.backup_arguments import backup_arguments
from chatbookr_api.cli.incident_arguments import incident_arguments
from chatbookr_core.errors import ChatbookrError, InvalidSettings
from chatbookr_core.garbage import look_once

COMMANDS = {
    "db": "make the database's roles (PostgreSQL): `chatbookr db roles`",
    "migrate": "bring the database to this version's tables",
    "backup": "back the database up into sealed files, restore one, rehearse that: key, make, list, restore, rehearse",
    "serve": "start the API (and, on the embedded default, its worker)",
    "worker": "start a worker process (production: with Redis or RabbitMQ)",
    "plugins": "list the enabled plugins and their states",
    "jobs": "count the jobs and list the dead letters",
    "keys": "show the keys, wrap them anew, or rotate them while everything runs: `chatbookr keys status`",
    "clinic": "open a clinic with its owner, or list the clinics",
    "operator": "invite, suspend or list those who run this deployment",
    "sessions": "end the sessions of somebody, or of everybody",
    "anomalies": "list the rules about the audit log, check it now, or try them on a past period",
    "audit": "show the audit log's keys, write an export of it, or check one",
    "consents": "write a clinic's whole ledger of consents into a file",
    "incident": "handle a breach: open, scope, phase, notify, close; list, show, record, verify; drill",
    "witness": "cosign audit logs' checkpoints as a witness of its own",
    "register": "list who else receives personal data, through which plugin, where and on what ground",
    "receipt": "check the receipt of an erasure: `chatbookr receipt verify FILE --key KEY`; `key` shows the key",
    "trust": "hold this deployment to each promise of security, with what was found; 1 where one is not kept",
    "webhooks": "list stored documents that no longer fit this version, or use what will go",
    "field-use": "list the keys of all clinics that use a field, argument, input field or enum value",
}


ARGUMENTS: Mapping[str, Mapping[str, dict[str, Any]]] = {
    "jobs": {"--revive": {"metavar": "ID", "help": "make a dead job due again"}},
    "clinic": {
        "action": {"choices": ("open", "list")},
        "--name": {"help": "what it is called (open)"},
        "--zone": {"help": "IANA's name of its time zone, like Europe/Berlin (open)"},
        "--language": {"default": "en", "help": "what it speaks with patients who have not said otherwise (open; en)"},
        "--owner": {"metavar": "EMAIL", "help": "whose it is (open)"},
        "--owner-name": {"help": "their full name (open)"},
    },
    "operator": {
        "action": {"choices": ("invite", "suspend", "list")},
        "email": {"nargs": "?", "help": "whom (invite, suspend)"},
        "--name": {"help": "their full name (invite)"},
    },
    "sessions": {
        "action": {"choices": ("end",)},
        "email": {"nargs": "?", "help": "whose"},
        "--everybody": {"action": "store_true", "help": "of all accounts and all operators"},
    },
    "witness": {
        "--name": {"required": True, "help": "its name, for ever: witness.example/w1"},
        "--folder": {"required": True, "help": "where its key and what it has seen lie"},
        "--log": {"action": "append", "default": [], "metavar": "KEY", "help": "the verifier key of a log"},
        "--host": {"default": "127.0.0.1"},
        "--port": {"type": int, "default": 8200},
    },
    "keys": {
        "action": {"choices": ("status", "rewrap", "rotate")},
        "--before": {"metavar": "INSTANT", "help": "replace keys made before then (rotate; now)"},
        "--clinic": {"metavar": "ID", "help": "this clinic's alone (rotate)"},
        "--queue": {"action": "store_true", "help": "leave it to the workers (rotate)"},
    },
    "anomalies": {
        "action": {"choices": ("rules", "check", "replay")},
        "--clinic": {"metavar": "ID", "help": "with this clinic's thresholds (rules); this clinic's entries (replay)"},
        "--since": {"metavar": "INSTANT", "help": "from when on (replay)"},
        "--until": {"metavar": "INSTANT", "help": "until when (replay; now)"},
    },
    "consents": {
        "action": {"choices": ("export",)},
        "--clinic": {"required": True, "metavar": "ID", "help": "whose"},
        "--file": {"required": True, "help": "where to: a ZIP archive of JSON, CSV and FHIR R4; it must not exist"},
    },
    "field-use": {"coordinate": {"metavar": "COORDINATE", "help": "Booking.notes, Query.bookings(where:), Role.OWNER"}},
    "trust": {"--json": {"action": "store_true", "help": "for programs, instead of lines to read"}},
    "register": {"--json": {"action": "store_true", "help": "for programs, instead of Markdown"}},
    "receipt": {
        "action": {"choices": ("verify", "key")},
        "file": {"nargs": "?", "help": "the receipt, as JSON (verify)"},
        "--key": {"help": "the deployment's public key, 32 bytes in base64 (verify)"},
    },
    "db": {
        "what": {"choices": ["roles"], "help": "owner, migrator and app, with what each may do"},
        "--prefix": {"default": "chatbookr", "help": "what their names begin with"},
    },
}
"""What each command is told besides its name."""
ACCOUNTS = ("clinic", "operator", "sessions")
PROOFS = ("trust", "register", "receipt", "consents", "audit", "witness", "incident", "anomalies")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; settings come from CHATBOOKR_* variables."""
    parser = argparse.ArgumentParser(prog="chatbookr", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in COMMANDS.items():
        command = commands.add_parser(name, help=text)
        for flag, options in ARGUMENTS.get(name, {}).items():
            command.add_argument(flag, **options)
        if name == "audit":
            _audit_arguments(command)
        elif name == "incident":
            incident_arguments(command)
        elif name == "backup":
            backup_arguments(command)
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command in ACCOUNTS:
            return _run_accounts(chosen)
        return _run_proof(chosen) if chosen.command in PROOFS else _run(chosen)
    except InvalidSettings as problem:
        sys.stderr.write(f"chatbookr: {problem.message}\n")
        return 2
    except ChatbookrError as problem:  # the database is away or full, the key service does not answer, …
        sys.stderr.write(f"chatbookr: {problem.code}: {problem.message}\n")
        return 1
    except BrokenPipeError:  # who read the output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nor does Python's own flush say so at the end
        return 1


def _audit_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("key", help="print the verifier keys of the log")
    written = actions.add_parser("export", help="print the log, for whoever is to check it")
    written.add_argument("--clinic", metavar="ID", help="a clinic's part alone, with proofs")
    checked = actions.add_parser("verify", help="check an export; needs no database")
    checked.add_argument("file", help="the export")
    checked.add_argument("--key", required=True, help="the log's verifier key, from where you keep it")
    checked.add_argument("--time-key", help="the key of its statements of time: needed once entries have expired")
    checked.add_argument("--witness", action="append", default=[], metavar="KEY", help="who must have cosigned")
    checked.add_argument("--known", action="append", default=[], metavar="FILE", help="a checkpoint known from before")
    fresh = actions.add_parser("fresh", help="check that a checkpoint is the log's newest right now; needs no database")
    fresh.add_argument("file", help="the note, as auditCheckpoint hands it out; -: from the standard input")
    fresh.add_argument("--key", required=True, help="the log's verifier key, from where you keep it")
    fresh.add_argument("--time-key", required=True, help="the key of the log's statements of time, or a witness's")
    fresh.add_argument("--known", action="append", default=[], metavar="FILE", help="a checkpoint known from before")


def _run_audit(chosen: argparse.Namespace) -> int:
    if chosen.command == "witness":
        from chatbookr_api.cli.witness import run as bear_witness

        return bear_witness(name=chosen.name, folder=chosen.folder, logs=chosen.log, host=chosen.host, port=chosen.port)
    from chatbookr_api.cli.audit import check_export, check_note, show_keys, write_export

    if chosen.action == "key":
        return show_keys()
    if chosen.action == "export":
        return write_export(chosen.clinic)
    if chosen.action == "fresh":
        return check_note(chosen.file, chosen.key, chosen.time_key, chosen.known)
    return check_export(chosen.file, chosen.key, chosen.time_key, chosen.witness, chosen.known)


def _run(chosen: argparse.Namespace) -> int:
    """Import only what the command needs: a migration loads no GraphQL."""
    command = chosen.command
    if command == "jobs":
        from chatbookr_api.cli.jobs import run as show_jobs

        return show_jobs(revived=chosen.revive)
    if command == "keys":
        from chatbookr_api.cli.keys import run as tend_keys

        return tend_keys(action=chosen.action, before=chosen.before, clinic=chosen.clinic, queue=chosen.queue)
    if command == "field-use":
        from chatbookr_api.cli.field_use import run as show_users

        return show_users(chosen.coordinate)
    if command == "db":
        from chatbookr_api.cli.db import run as make_roles

        return make_roles(prefix=chosen.prefix)
    if command == "backup":
        from chatbookr_api.cli.backup import run as tend_backups

        return tend_backups(chosen)
    return _run_plain(command)


def _run_accounts(chosen: argparse.Namespace) -> int:
    """Run one of those that let people in, or end what lets them in."""
    if chosen.command == "clinic":
        from chatbookr_api.cli.clinic import draft_of
        from chatbookr_api.cli.clinic import run as tend_clinics
        from chatbookr_core.clinics.opening import Owner

        draft = draft_of(chosen.name, chosen.zone, chosen.language)
        return tend_clinics(action=chosen.action, draft=draft, owner=Owner(chosen.owner or "", chosen.owner_name or ""))
    if chosen.command == "operator":
        from chatbookr_api.cli.operator import run as tend_operators

        return tend_operators(action=chosen.action, email=chosen.email, name=chosen.name)
    from chatbookr_api.cli.sessions import run as end_sessions

    return end_sessions(email=chosen.email, is_everybody=chosen.everybody)


def _run_proof(chosen: argparse.Namespace) -> int:
    """Run one of those that prove something to people outside, or look into the audit log."""
    if chosen.command == "register":
        from chatbookr_api.cli.register import run as show_register

        return show_register(is_json=chosen.json)
    if chosen.command == "trust":
        from chatbookr_api.cli.trust import run as hold_to_promises

        return hold_to_promises(is_json=chosen.json)
    if chosen.command == "receipt":
        from chatbookr_api.cli.receipt import run as check_receipt

        return check_receipt(action=chosen.action, file=chosen.file, key=chosen.key)
    if chosen.command == "consents":
        from chatbookr_api.cli.consents import run as write_ledger

        return write_ledger(clinic=chosen.clinic, file=chosen.file)
    if chosen.command == "incident":
        from chatbookr_api.cli.incident import run as handle_incident

        return handle_incident(chosen)
    if chosen.command == "anomalies":
        from chatbookr_api.cli.anomalies import run as look_for_anomalies

        return look_for_anomalies(action=chosen.action, clinic=chosen.clinic, since=chosen.since, until=chosen.until)
    return _run_audit(chosen)


def _run_plain(command: str) -> int:
    """Run a command that is told nothing further."""
    if command in ("serve", "worker"):
        look_once()
    if command == "migrate":
        from chatbookr_api.cli.migrate import run
    elif command == "serve":
        from chatbookr_api.cli.serve import run
    elif command == "worker":
        from chatbookr_api.cli.worker import run
    elif command == "webhooks":
        from chatbookr_api.cli.webhooks import run
    else:
        from chatbookr_api.cli.plugins import run
    return run()
