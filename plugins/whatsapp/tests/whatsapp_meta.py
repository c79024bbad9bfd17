"""What Meta answers, recorded and made up, for tests of what is asked of it."""

from pathlib import Path

from chatbookr_sdk import (
    HttpResponse,
)
from chatbookr_sdk.testing.fakes import (
    FakeContext,
    FakeHttp,
    canary,
    context_for,
    json_answer,
)
from chatbookr_whatsapp import plugin

WHATSAPP = Path(__file__).parents[3] / "tests" / "fixtures" / "whatsapp"
TOKEN = canary("access_token")
CREDENTIALS = {"phone_number_id": "1906385232743451", "waba_id": "102290129340398", "access_token": TOKEN}


def a_context(http: FakeHttp, *, credentials: dict[str, str] = CREDENTIALS, **settings: str) -> FakeContext:
    return context_for(plugin.manifest, settings=settings, credentials=credentials, http=http)


def a_refusal(code: int, status: int = 400, **more: object) -> HttpResponse:
    return json_answer(status, {"error": {"message": "…", "code": code, **more}})
