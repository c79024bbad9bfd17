"""Agenda feeds and single appointments as calendars fetch them: the address is all that opens them.

`/agenda-feeds/{secret}.ics` is a practitioner's agenda, `/appointments/{signed}.ics` one booking, for its patient.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from chatbookr_core.agenda_feeds.appointments import tell_appointment
from chatbookr_core.agenda_feeds.service import tell_agenda
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound

SUFFIX: Final = ".ics"
HEADERS: Final = {
    "cache-control": "private, max-age=300",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}


class AgendaFeeds:
    """Whatever does not open is answered with one and the same 404."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment

    async def fetch(self, request: Request) -> Response:
        """Answer with the calendar, or with 304 where the program has it already (RFC 9110)."""
        name = str(request.path_params["name"])
        if not name.endswith(SUFFIX):
            raise NotFound()
        told = await tell_agenda(self._deployment, name.removesuffix(SUFFIX), known=_known_to(request))
        if told is None:
            raise NotFound()
        headers = {**HEADERS, "etag": f'"{told.etag}"'}
        if told.text is None:
            return Response(status_code=304, headers=headers)
        headers["content-disposition"] = 'inline; filename="agenda.ics"'
        return Response(told.text, media_type="text/calendar", headers=headers)


class AppointmentFiles:
    """Whatever does not open is answered with one and the same 404; nothing of it is kept on the way."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment

    async def fetch(self, request: Request) -> Response:
        """Answer with the appointment as it is now, to be added to a calendar."""
        text = await tell_appointment(self._deployment, str(request.path_params["name"]))
        if text is None:
            raise NotFound()
        named = {"content-disposition": 'attachment; filename="appointment.ics"', "cache-control": "no-store"}
        return Response(text, media_type="text/calendar", headers={**HEADERS, **named})


def _known_to(request: Request) -> list[str]:
    names = request.headers.get("if-none-match", "").split(",")
    return [one.strip().removeprefix("W/").strip('"') for one in names]
