"""The `chatbookr` command; one file a command."""

import argparse
import sys
from collections.abc import Sequence

from chatbookr_core.errors import InvalidSettings

COMMANDS = {
    "db": "make the database's roles (PostgreSQL): `chatbookr db roles`",
    "migrate": "bring the database to this version's tables",
    "serve": "start the API (and, on the embedded default, its worker)",
    "worker": "start a worker process (production: with Redis or RabbitMQ)",
    "plugins": "list the enabled plugins and their states",
    "jobs": "count the jobs and list the dead letters",
    "operator": "invite, suspend or list those who run this deployment",
    "webhooks": "list stored documents that no longer fit this version, or use what will go",
    "field-use": "list the keys of all clinics that use a field, argument, input field or enum value",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; settings come from CHATBOOKR_* variables."""
    parser = argparse.ArgumentParser(prog="chatbookr", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in COMMANDS.items():
        one = commands.add_parser(name, help=text)
        if name == "jobs":
            one.add_argument("--revive", metavar="ID", help="make a dead job due again")
        elif name == "operator":
            one.add_argument("action", choices=("invite", "suspend", "list"))
            one.add_argument("email", nargs="?", help="whom (invite, suspend)")
            one.add_argument("--name", help="their full name (invite)")
        elif name == "field-use":
            one.add_argument(
                "coordinate", metavar="COORDINATE", help="Booking.notes, Query.bookings(where:), Role.OWNER"
            )
        elif name == "db":
            one.add_argument("what", choices=["roles"], help="owner, migrator and app, with what each may do")
            one.add_argument("--prefix", default="chatbookr", help="what their names begin with")
    chosen = parser.parse_args(arguments)
    try:
        return _run(chosen)
    except InvalidSettings as problem:
        sys.stderr.write(f"chatbookr: {problem.message}\n")
        return 2


def _run(chosen: argparse.Namespace) -> int:
    """Import only what the command needs: a migration loads no GraphQL."""
    command = chosen.command
    if command == "jobs":
        from chatbookr_api.cli.jobs import run as show_jobs

        return show_jobs(revived=chosen.revive)
    if command == "operator":
        from chatbookr_api.cli.operator import run as tend_operators

        return tend_operators(action=chosen.action, email=chosen.email, name=chosen.name)
    if command == "field-use":
        from chatbookr_api.cli.field_use import run as show_users

        return show_users(chosen.coordinate)
    if command == "db":
        from chatbookr_api.cli.db import run as make_roles

        return make_roles(prefix=chosen.prefix)
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
