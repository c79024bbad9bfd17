"""Calendars' pushes: believed by their channel's secret alone, and never more than a reason to look."""

from starlette.responses import PlainTextResponse, Response

from chatbookr_core.calendars.watching import take_push
from chatbookr_core.channels.registry import LoadedPlugin, app_context
from chatbookr_core.deployment import Deployment
from chatbookr_sdk import Capability, InvalidWebhook, Notification, WebhookRequest

MOST_BYTES = 4096
"""A push has no body; a provider may send a little."""


def is_pushing(loaded: LoadedPlugin | None) -> bool:
    """Tell whether a plugin's provider posts when a calendar changed."""
    return (
        loaded is not None
        and loaded.calendar is not None
        and Capability.WATCH_CHANGES in loaded.calendar.manifest.capabilities
    )


def notification_in(deployment: Deployment, loaded: LoadedPlugin, webhook: WebhookRequest) -> Notification:
    """Let the plugin read a push. Raises InvalidWebhook."""
    reading = getattr(loaded.calendar, "read_notification", None)
    if reading is None:
        raise InvalidWebhook("nobody reads that here")
    notification: Notification = reading(app_context(loaded, deployment.clock), webhook)
    return notification


async def push_answer(deployment: Deployment, loaded: LoadedPlugin, webhook: WebhookRequest) -> Response | None:
    """Take a push; None for one that is refused: a wrong secret and an unknown channel are told apart by nobody."""
    try:
        notification = notification_in(deployment, loaded, webhook)
    except InvalidWebhook:
        return None
    return PlainTextResponse("ok") if await take_push(deployment, loaded.name, notification) else None
