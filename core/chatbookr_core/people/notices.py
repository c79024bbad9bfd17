"""Tells people by mail what happened to their account, so that they hear of it where it was not them."""

from uuid import UUID

from chatbookr_core.db import fetch
from chatbookr_core.deployment import Deployment
from chatbookr_core.mail.outbox import post
from chatbookr_core.models import User
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actor import StaffActor

LANGUAGE = """
SELECT clinic.locale FROM membership JOIN clinic ON clinic.id = membership.clinic_id
WHERE membership.user_id = $1 AND membership.state = 'active' ORDER BY membership.created_at LIMIT 1
"""


async def notify(deployment: Deployment, user: User, kind: str, *, to: str | None = None, **values: str) -> None:
    """Owe somebody a letter about their account, in their language; `to` another address than theirs.

    Needs a transaction. Every such letter has the day and the way in at hand.
    """
    always = {"day": deployment.clock.now().date().isoformat(), "url": deployment.settings.public_url}
    language = await language_of(user.id)
    await post(deployment, kind, to=to or user.email, language=language, values={**always, **values})


async def tell_of_change(deployment: Deployment, actor: StaffActor) -> None:
    """Owe somebody the news that their second factor is not what it was. Needs a transaction."""
    await notify(deployment, await User.get(id=actor.user_id), "factor_changed")


async def language_of(user_id: UUID) -> str:
    """Say in which language somebody is written to: that of the clinic they joined first."""
    with every_clinic("account mail"):
        rows = await fetch(LANGUAGE, (user_id,))
    return str(rows[0]["locale"]) if rows else "en"
