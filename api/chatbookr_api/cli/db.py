"""`chatbookr db roles`: the database's roles, made or mended."""

import asyncio
import os
import sys

from chatbookr_core.database_roles import Passwords, Report, Roles, make_roles
from chatbookr_core.secret_stores.references import dereferenced
from chatbookr_core.settings import PREFIX, settings_from


def run(*, prefix: str) -> int:
    """Make the roles as a superuser, and say what was done; passwords come by the environment, never as arguments.

    CHATBOOKR_ADMIN_DATABASE_URL names the superuser (else CHATBOOKR_DATABASE_URL must), CHATBOOKR_MIGRATOR_PASSWORD
    and CHATBOOKR_APP_PASSWORD what the two are to log in with; one that is made up here is shown this once. Who dumps
    is made where CHATBOOKR_BACKUP_PASSWORD is given. Each may be a reference, as any setting.
    """
    lent = dereferenced(os.environ, PREFIX)
    admin_url = lent.get("CHATBOOKR_ADMIN_DATABASE_URL") or settings_from(os.environ).database_url
    given = Passwords(
        migrator=lent.get("CHATBOOKR_MIGRATOR_PASSWORD") or None,
        app=lent.get("CHATBOOKR_APP_PASSWORD") or None,
        backup=lent.get("CHATBOOKR_BACKUP_PASSWORD") or None,
    )
    report = asyncio.run(make_roles(admin_url, Roles.named(prefix), given))
    tell(report)
    return 0


def tell(report: Report) -> None:
    """Say what was done about roles, and each password that was made up, this once."""
    sys.stdout.write("".join(f"{line}\n" for line in report.done))
    for name, password in report.made_up.items():
        sys.stdout.write(f"{name}: its password, shown this once, is {password}\n")
