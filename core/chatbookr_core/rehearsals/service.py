"""Lets staff play a patient: the clinic as it is now and its real free times, and nothing is written."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from chatbookr_core.assistant.finding import find_times
from chatbookr_core.assistant.view import limits_of, view_of_clinic
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import LANGUAGES, PatientView, SlotQuery, SlotsFound
from chatbookr_core.errors import ChannelUnavailable, InvalidInput, NotFound
from chatbookr_core.models import ChannelConnection, Clinic
from chatbookr_core.rehearsals.transcripts import Line, Transcript
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require
from chatbookr_sdk import MessageLimits

MOST_LINES: Final = 40
MOST_CHARS: Final = 4096
USUAL_LIMITS: Final = MessageLimits(
    text_chars=4096,
    body_chars=1024,
    header_chars=60,
    footer_chars=60,
    buttons=3,
    button_title_chars=20,
    list_button_chars=20,
    list_rows=10,
    list_sections=10,
    section_title_chars=24,
    row_title_chars=24,
    row_description_chars=72,
    option_id_chars=200,
)
"""What is shown where no channel is connected yet: WhatsApp's buttons and lists."""


async def rehearse(
    deployment: Deployment,
    actor: Actor,
    clinic_id: UUID,
    lines: Sequence[Line],
    *,
    title: str = "",
    language: str | None = None,
    name: str | None = None,
) -> Transcript:
    """Play a talk from its beginning and return all of it. Needs a transaction, and changes nothing.

    `language` and `name` are what the clinic knows of the patient. Raises NotFound, NotPermitted, InvalidInput.
    """
    from chatbookr_core.rehearsals.recording import Recorder
    from chatbookr_core.rehearsals.stage import Stage  # and with it all that hears patients: see dialogue

    clinic = await Clinic.get_or_none(id=clinic_id)
    if clinic is None or not permissions_in(actor, clinic_id):
        raise NotFound(field="clinic_id")
    require(actor, Permission.SLOT_READ, clinic_id)
    _check(lines, language)
    patient, limits = PatientView(name or None, language=language), await _limits(deployment, clinic)
    view = await view_of_clinic(deployment, clinic_id, patient=patient, limits=limits)

    async def find(query: SlotQuery) -> SlotsFound:
        return await find_times(deployment, clinic_id, query, zone=clinic.zone)

    recorder = Recorder(view, find)
    stage = Stage(view, recorder.look)
    for line in lines:
        await stage.play(line)
    setting = {"clinic": clinic.name, "language": language or clinic.locale, "now": view.now.isoformat()}
    return Transcript(title or "A rehearsal", tuple(stage.lines), setting, recorder.to_json())


def _check(lines: Sequence[Line], language: str | None) -> None:
    if not 1 <= len(lines) <= MOST_LINES:
        raise InvalidInput(f"A rehearsal has 1 to {MOST_LINES} lines.", field="lines")
    if any(not line.text.strip() or len(line.text) > MOST_CHARS for line in lines):
        raise InvalidInput(f"A line has 1 to {MOST_CHARS} characters.", field="lines")
    if language is not None and language not in LANGUAGES:
        raise InvalidInput(f"The assistant speaks {', '.join(LANGUAGES)}.", field="language")


async def _limits(deployment: Deployment, clinic: Clinic) -> MessageLimits:
    """Return what the clinic's first channel shows, or what WhatsApp does where none can be asked."""
    connection = await ChannelConnection.filter(clinic_id=clinic.id, state="connected").order_by("id").first()
    try:
        return limits_of(deployment, connection.plugin) if connection else USUAL_LIMITS
    except ChannelUnavailable:  # its plugin is not installed here: nothing is sent, so nothing is lost
        return USUAL_LIMITS
