"""What must hold before a process begins: its tables and guards, clinics kept apart, its own keys."""

import logging

from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CannotUnseal, InvalidSettings, KeyServiceUnavailable
from chatbookr_core.isolation import assert_isolated
from chatbookr_core.migration import assert_guarded
from chatbookr_core.scope import at_the_door

log = logging.getLogger(__name__)


async def assert_fit(database: Database, deployment: Deployment) -> None:
    """Raise InvalidSettings, which says what to do, where this program and this database do not belong together."""
    await assert_guarded(database)
    await assert_isolated(database, is_production=deployment.settings.is_production)
    with database.entered(), at_the_door():
        await _assert_opens(deployment)


async def _assert_opens(deployment: Deployment) -> None:
    """Make or open the deployment's own key: with another deployment's, jobs would die and new rows be lost to both.

    A key service that is down keeps nobody from starting, nor from `/health`.
    """
    try:
        await deployment.vault.deployment_keys()
    except KeyServiceUnavailable as problem:
        log.warning("%s (%s)", problem.message, problem.details.get("reason"))
    except CannotUnseal as problem:
        raise InvalidSettings(
            f"{problem.message} Nothing was started: put the key of this database back (CHATBOOKR_KEY_FILE, "
            "CHATBOOKR_KEY_PROVIDER; docs/runbooks/key-file.md)."
        ) from problem
