"""Mail that is owed: written in the transaction that causes it, handed over by a worker, and then forgotten."""

import json
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import LeasedJob, enqueue, finish
from chatbookr_core.keys import columns
from chatbookr_core.mail.letters import WRITERS, letter
from chatbookr_core.models import Mail

JOB = "mail.send"
LONGEST_ADDRESS_CHARS = 254  # RFC 5321, section 4.5.3.1.3, within angle brackets


async def post(
    deployment: Deployment,
    kind: str,
    *,
    to: str,
    language: str,
    values: Mapping[str, str],
    clinic_id: UUID | None = None,
) -> UUID:
    """Owe somebody a letter as of the commit of the current transaction; return its id.

    Raises InvalidInput for an address no server could be given, KeyError for a kind of letter that does not exist.
    """
    current_transaction()
    WRITERS[kind]
    if len(to) > LONGEST_ADDRESS_CHARS or any(sign in to for sign in "\r\n\0 <>,") or to.count("@") != 1:
        raise InvalidInput("That is not an e-mail address.", field="email")
    now, mail_id, keys = deployment.clock.now(), new_id(), await deployment.vault.deployment_keys()
    await Mail.create(
        id=mail_id,
        clinic_id=clinic_id,
        kind=kind,
        language=language,
        recipient_sealed=keys.seal(columns.MAIL_RECIPIENT, mail_id, to),
        values_sealed=keys.seal(columns.MAIL_VALUES, mail_id, json.dumps(dict(values), ensure_ascii=False)),
        state="owed",
        created_at=now,
    )
    await enqueue(JOB, clinic_id=clinic_id, subject_id=mail_id, due_at=now, now=now)
    return mail_id


async def find_owed(leased: LeasedJob) -> Mail | None:
    """Find the mail of a job while it is still owed."""
    return await Mail.get_or_none(id=leased.subject_id, state="owed")  # any clinic: the job names the row


async def message_of(deployment: Deployment, mail: Mail) -> EmailMessage:
    """Write a mail as it goes over the wire; the same mail has the same Message-ID, however often it is handed over."""
    keys = await deployment.vault.deployment_keys()
    values = json.loads(keys.open_text(columns.MAIL_VALUES, mail.id, mail.values_sealed or b""))
    written = letter(mail.kind, mail.language, values)
    message = EmailMessage()
    message["From"] = deployment.settings.mail_from
    message["To"] = keys.open_text(columns.MAIL_RECIPIENT, mail.id, mail.recipient_sealed or b"")
    message["Subject"] = written.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.id}@{urlsplit(deployment.settings.public_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    message["Content-Language"] = mail.language
    message.set_content(written.body)
    return message


async def settle(deployment: Deployment, leased: LeasedJob, mail: Mail, *, error: str | None = None) -> None:
    """Note that a mail was handed over, or never will be; its links are gone either way. Needs a transaction."""
    now = deployment.clock.now()
    mail.state, mail.error, mail.settled_at = ("failed" if error else "sent"), error, now
    mail.values_sealed = mail.recipient_sealed = None
    await mail.save()
    await finish(leased, now=now)
