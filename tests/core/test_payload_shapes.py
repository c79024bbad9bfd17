"""Shapes of Meta's of which there is no recording: what stands in the tables after each was taken in."""

from typing import Any

import pytest
from tests.core.test_payloads import deliver, stored
from tests.core.test_payloads import deployed as deployed
from tests.factories import make_clinic, make_connection

from chatbookr_core.deployment import Deployment
from whatsapp_payloads import a_message, a_payload, a_value

NUMBER, ACCOUNT = "PHONE", "WABA"
FILE = {"id": "media-1", "mime_type": "a/b", "sha256": "x="}
KEPT_FILE = '"media_id":"media-1","mime_type":"a/b","sha256":"x=","caption":null,"filename":null}'
ORDER = {"catalog_id": "c1", "text": "please", "product_items": [{"product_retailer_id": "p1", "quantity": 2}]}
SYSTEM = {"type": "customer_identity_changed", "body": "Their security code changed.", "customer": "16505551234"}
SHAPES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    # what Meta sends -> what of it stands in the message
    **{
        kind: (
            {kind: FILE},
            {"kind": kind, "body": f"[{kind}]", "content": f'{{"kind":"{kind}",{KEPT_FILE}'},
        )
        for kind in ("video", "sticker", "audio")
    },
    "button": ({"button": {"payload": "p1", "text": "Yes"}}, {"kind": "option", "body": "Yes", "content": "p1"}),
    "order": ({"order": ORDER}, {"kind": "order", "body": "please"}),
}


async def taken(deployment: Deployment, *messages: dict[str, Any]) -> Any:
    """Take messages in at a clinic of its own, and say what stands there."""
    clinic = await make_clinic(deployment.vault)
    await make_connection(clinic, deployment.vault, account_id=NUMBER, group_id=ACCOUNT)
    payloads = [a_payload(a_value(one)) for one in messages]
    for delivery in await deliver(deployment, *payloads):
        assert (delivery.state, delivery.body_sealed) == ("processed", None)
    return await stored(deployment, clinic.id, {"all": payloads})


@pytest.mark.parametrize("kind", SHAPES)
async def test_a_shape_without_a_recording_is_stored_whole(deployed: Deployment, kind: str) -> None:
    sent, expected = SHAPES[kind]

    (message,) = (await taken(deployed, a_message(type=kind, **sent)))["messages"]

    told = {name: message.get(name) for name in expected}
    assert told == expected
    assert (message["from"], message["id"], message["status"]) == ("patient", "wamid.1", "received")


PUT = a_message(id="wamid.2", type="reaction", reaction={"message_id": "wamid.1", "emoji": "\u2764"})
TAKEN_OFF = a_message(id="wamid.3", type="reaction", reaction={"message_id": "wamid.1"}, timestamp="1749416390")


@pytest.mark.parametrize(("reactions", "is_there"), [([PUT], True), ([PUT, TAKEN_OFF], False)])
async def test_a_reaction_stands_at_its_message_until_it_is_taken_off(
    deployed: Deployment, reactions: list[dict[str, Any]], is_there: bool
) -> None:
    (message,) = (await taken(deployed, a_message(), *reactions))["messages"]

    assert message["body"] == "hello"
    assert ("\u2764" in str(message.get("marks"))) is is_there


async def test_another_device_is_shown_and_the_patient_stays_who_they_are(deployed: Deployment) -> None:
    system = a_message(id="wamid.2", type="system", system=SYSTEM)

    found = await taken(deployed, a_message(from_user_id="US.1"), system)

    words, notice = found["messages"]
    assert (notice["from"], notice["kind"], notice["body"]) == ("channel", "system", "Their security code changed.")
    assert found["people"] == ["US.1 / 16505551234 / -"]
    assert words["body"] == "hello"
