"""`chatbookr consents`: writes a clinic's whole ledger of consents into a file, as `consentLedgerExport` would."""

import asyncio
import os
import sys
from pathlib import Path
from uuid import UUID

from chatbookr_api.cli.files import new_file
from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.consents.exporting import ledger_of
from chatbookr_core.db import transaction
from chatbookr_core.deployment import deployment_from
from chatbookr_core.errors import InvalidSettings, NotFound
from chatbookr_core.migration import at_these_tables
from chatbookr_core.scope import within
from chatbookr_core.settings import settings_from


def run(*, clinic: str, file: str) -> int:
    """Write the archive (JSON, CSV, FHIR R4) where there is no file yet; that it was taken is in the audit log first.

    Raises InvalidSettings for what is no clinic's id, and for a file that exists or cannot be made.
    """
    try:
        clinic_id = UUID(clinic)
    except ValueError:
        raise InvalidSettings("--clinic takes the id of a clinic as the database has it.") from None
    path = Path(file)
    target = new_file(path)
    try:
        with target:
            target.write(asyncio.run(_ledger(clinic_id)))
    except BaseException:
        path.unlink()
        raise
    sys.stdout.write(f"written: {path}\n")
    return 0


async def _ledger(clinic_id: UUID) -> bytes:
    deployment = deployment_from(settings_from(os.environ))
    async with at_these_tables(deployment.settings.database_url):
        with within([clinic_id]):
            async with transaction():
                now = deployment.clock.now()
                note(now, "consentExportFetch", HOST, clinics=(clinic_id,))
                try:
                    return await ledger_of(clinic_id, now)
                except NotFound:
                    raise InvalidSettings(f"There is no clinic {clinic_id}.") from None
