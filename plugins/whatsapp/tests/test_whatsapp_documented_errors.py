import json
import re
from pathlib import Path

import pytest

from chatbookr_sdk import (
    AccountBusy,
    AuthExpired,
    OutboundMessage,
    OutcomeUnknown,
    PermanentFailure,
    PluginError,
    Recipient,
    TemporaryFailure,
    Text,
)
from chatbookr_sdk.testing.fakes import FakeHttp, canary, context_for, json_answer
from chatbookr_whatsapp import plugin

API = Path(__file__).parents[3] / "tests" / "fixtures" / "whatsapp" / "api"
REFUSALS = {path.stem.removeprefix("meta_openapi__"): path for path in sorted(API.glob("*__resp[45]*.json"))}
CREDENTIALS = {"phone_number_id": "1906385232743451", "waba_id": "1022", "access_token": canary("access_token")}
MESSAGE = OutboundMessage("key-1", Recipient("US.1", "16505551234"), Text("hello"))
CONSEQUENCES: dict[int, type[PluginError]] = {
    2: OutcomeUnknown,  # a trouble of Meta's own, after which nobody knows
    4: TemporaryFailure,
    17: TemporaryFailure,
    100: PermanentFailure,
    104: AuthExpired,
    190: AuthExpired,
    200: AuthExpired,
    613: TemporaryFailure,
    803: PermanentFailure,
    80007: AccountBusy,
}
BY_ITS_WORDS: dict[str, type[PluginError]] = {
    # the same status and code as of a number that is not registered: only the message says that it passes
    "phone_number_id__get__resp422__temporarily_unavailable": TemporaryFailure,
}


@pytest.mark.parametrize("name", REFUSALS)
async def test_each_error_that_meta_documents_has_its_consequence_and_is_not_repeated(name: str) -> None:
    """Whatever was asked, an error means the same: these are of other requests than the one that is made here."""
    refusal = json.loads(REFUSALS[name].read_text())
    status = int(re.findall(r"__resp(\d+)__", name)[0])
    http = FakeHttp(json_answer(status, refusal))

    with pytest.raises(PluginError) as raised:
        await plugin.send(context_for(plugin.manifest, settings={}, credentials=CREDENTIALS, http=http), MESSAGE)

    assert type(raised.value) is BY_ITS_WORDS.get(name, CONSEQUENCES[refusal["error"]["code"]])
    assert refusal["error"]["message"] not in str(raised.value)
    assert len(http.requests) == 1


def test_errors_of_every_kind_are_documented() -> None:
    codes = {json.loads(path.read_text())["error"]["code"] for path in REFUSALS.values()}

    assert codes == set(CONSEQUENCES)
    assert len(REFUSALS) == 35
