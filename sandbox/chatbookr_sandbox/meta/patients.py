"""`/sandbox/meta/patients/...`: a patient writes, taps, reads, and watches the thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from chatbookr_sandbox.meta.accounts import ClinicNumber
from chatbookr_sandbox.meta.control import Told, Wish, control_call
from chatbookr_sandbox.meta.files import show_on_phone
from chatbookr_sandbox.meta.graph import Answer
from chatbookr_sandbox.meta.identifiers import digits_of
from chatbookr_sandbox.meta.platform import Batch, Platform
from chatbookr_sandbox.meta.refusals import JsonObject
from chatbookr_sandbox.meta.speech import message_from
from chatbookr_sandbox.meta.threads import Patient
from chatbookr_sandbox.meta.view import patient_view, thread_view

HEARTBEAT_SECONDS = 15.0
BATCHES: dict[str, Batch] = {"messages": "messages", "changes": "changes", "entries": "entries"}
STATUSES = ("sent", "delivered", "read", "played", "failed", "deleted", "warning")


def key_of(spoken: str) -> str:
    """Bring a phone number to digits, and leave a business-scoped user id (`US.1349...`) as it is."""
    digits = digits_of(spoken)
    if "." in spoken and spoken[:2].isalpha():
        if not spoken.replace(".", "").isalnum() or len(spoken) > 128:
            raise ValueError("a business-scoped user id is letters and digits after a country, such as US.1349")
        return spoken
    if not 5 <= len(digits) <= 15:
        raise ValueError("a patient is known by a phone number of 5 to 15 digits, or by a user id such as US.1349")
    return digits


def _parties(platform: Platform, request: Request, wish: Wish) -> tuple[ClinicNumber, Patient]:
    wanted = wish.get("phone_number_id") or request.query_params.get("phone_number_id")
    name = wish.get("name")
    number = platform.number_of_page(str(wanted) if wanted else None)
    key = key_of(request.path_params["patient"])
    return number, platform.threads.meet(key, name=name if isinstance(name, str) and name.strip() else None)


async def meet(platform: Platform, request: Request, wish: Wish) -> Told:
    """Add or rename a patient."""
    number, patient = _parties(platform, request, wish)
    platform.context.state.touch()
    return patient_view(patient, number)


async def speak(platform: Platform, request: Request, wish: Wish) -> Told:
    """Let the patient send one message, or several in one delivery (`messages`).

    `copies` delivers it so many times; `batch` says what is repeated inside the delivery for several
    messages: messages, changes or entries.
    """
    number, patient = _parties(platform, request, wish)
    wishes = wish.get("messages", [wish])
    if not isinstance(wishes, list) or not wishes or not all(isinstance(each, dict) for each in wishes):
        raise ValueError("messages must be a list of messages")
    copies, batch = wish.get("copies", platform.behaviour.delivery_copies), BATCHES.get(wish.get("batch", "messages"))
    if type(copies) is not int or not 1 <= copies <= 100 or batch is None:
        raise ValueError("copies must be 1 to 100, and batch one of messages, changes, entries")
    messages = [message_from(platform, number, patient, each) for each in wishes]
    deliveries = platform.hear(number, patient, messages, copies=copies, batch=batch)
    return {"messages": [{"id": each.id} for each in messages], "deliveries": deliveries}


async def show(platform: Platform, request: Request, wish: Wish) -> Told:
    """Show the thread as the patient sees it; looking at it here marks nothing as read."""
    number, patient = _parties(platform, request, wish)
    return thread_view(platform, number, patient)


async def read(platform: Platform, request: Request, wish: Wish) -> Told:
    """Let the patient read what the clinic sent."""
    number, patient = _parties(platform, request, wish)
    return {"read": platform.see(number, patient)}


async def report(platform: Platform, request: Request, wish: Wish) -> Told:
    """Report a status of a clinic's message out of turn: `message_id`, `status`, `code` when failed, `at`."""
    number, patient = _parties(platform, request, wish)
    message = platform.threads.messages.get(str(wish.get("message_id")))
    status, code, at = wish.get("status"), wish.get("code", 131026), wish.get("at", platform.now())
    if message is None or message.is_from_patient or message.patient != patient.key:
        raise ValueError("message_id must be a message the clinic sent to this patient")
    if status not in STATUSES or type(code) is not int or type(at) is not int:
        raise ValueError(f"status must be one of {', '.join(STATUSES)}; code and at whole numbers")
    if status == "failed":
        platform.fail(number, patient, message, code)
    else:
        platform.tell(number, patient, message, str(status), at)
    return {"id": message.id, "status": str(status)}


async def list_patients(platform: Platform, request: Request, wish: Wish) -> Told:
    """List the patients of the sandbox."""
    number = platform.number_of_page(request.query_params.get("phone_number_id"))
    patients: list[JsonObject] = [patient_view(each, number) for each in platform.threads.patients.values()]
    return patients


def _watch(platform: Platform) -> Answer:
    async def answer(request: Request) -> Response:
        try:
            number, patient = _parties(platform, request, {})
        except ValueError as refusal:
            return Response(str(refusal), status_code=400)
        stream = _changes(platform, number.phone_number_id, patient.key)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"cache-control": "no-store"})

    return answer


async def _changes(platform: Platform, phone_number_id: str, patient: str) -> AsyncIterator[str]:
    """Tell of every change to a thread, as server-sent events without content."""
    with platform.threads.watching(phone_number_id, patient) as changed:
        yield "retry: 1000\nevent: changed\ndata: {}\n\n"
        while True:
            try:
                await asyncio.wait_for(changed.wait(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            changed.clear()
            yield "event: changed\ndata: {}\n\n"


def _seen(platform: Platform) -> Answer:
    async def answer(request: Request) -> Response:
        return await show_on_phone(platform, request)

    return answer


def patient_routes(platform: Platform) -> list[BaseRoute]:
    """Route what concerns the patient's side."""
    place = "/sandbox/meta/patients/{patient}"
    return [
        Route("/sandbox/meta/patients", control_call(platform, list_patients), methods=["GET"]),
        Route(place, control_call(platform, meet), methods=["PUT"]),
        Route(f"{place}/messages", control_call(platform, show), methods=["GET"]),
        Route(f"{place}/messages", control_call(platform, speak, status=201), methods=["POST"]),
        Route(f"{place}/read", control_call(platform, read), methods=["POST"]),
        Route(f"{place}/status", control_call(platform, report), methods=["POST"]),
        Route("/sandbox/meta/files/{media_id}", _seen(platform), methods=["GET"]),
        Route(f"{place}/events", _watch(platform), methods=["GET"]),
    ]
