"""What an account is given back as: without the ways in that were added to it since somebody else had it."""

from datetime import datetime
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.models import LinkedIdentity, Passkey, TotpFactor
from chatbookr_core.people.factors import hold_factors, settle_factors
from chatbookr_core.scope import every_clinic


async def take_what_was_added(user_id: UUID, since: datetime) -> None:
    """Take passkeys, phones and linked identities from an account that came to it from an instant on.

    Each lets in without a password, or keeps whoever has the right one out. What there was before stays, and is asked
    for. Needs a transaction.
    """
    current_transaction()
    await hold_factors(user_id)
    await Passkey.filter(user_id=user_id, created_at__gte=since).delete()
    await TotpFactor.filter(user_id=user_id, confirmed_at=None).delete()
    await TotpFactor.filter(user_id=user_id, confirmed_at__gte=since).delete()
    with every_clinic("own identities"):
        identities = LinkedIdentity.filter(user_id=user_id, created_at__gte=since)  # any clinic: an account's own
        await identities.delete()
    await settle_factors(user_id)
