from tests.sandbox.meta_desk import sandbox as sandbox
from tests.sandbox.meta_sandbox import (
    PATIENT,
    MetaSandbox,
    text,
)


async def test_a_patient_without_a_phone_number_is_answered_by_user_id(sandbox: MetaSandbox) -> None:
    await sandbox.hear("US.13491208655302741918", text="hello", name="Sam")
    body = {"messaging_product": "whatsapp", "recipient": "US.13491208655302741918", "text": {"body": "Hi Sam"}}

    answer = await sandbox.send(body)
    await sandbox.settled()

    assert answer.json()["contacts"] == [{"input": "US.13491208655302741918", "user_id": "US.13491208655302741918"}]
    heard, contact = sandbox.webhook.messages()[0], sandbox.webhook.changes()[0]["contacts"][0]
    assert "from" not in heard
    assert contact == {"profile": {"name": "Sam"}, "user_id": "US.13491208655302741918"}
    status = sandbox.webhook.statuses_told()[0]
    assert "recipient_id" not in status
    assert status["recipient_user_id"] == "US.13491208655302741918"


async def test_a_patient_with_a_phone_number_may_be_answered_by_user_id_as_well(sandbox: MetaSandbox) -> None:
    await sandbox.hear(text="hello")
    await sandbox.settled()
    user_id = sandbox.webhook.messages()[0]["from_user_id"]

    answer = await sandbox.send({"messaging_product": "whatsapp", "recipient": user_id, "text": {"body": "Hi"}})
    stranger = await sandbox.send({"messaging_product": "whatsapp", "recipient": "NL.1", "text": {"body": "Hi"}})

    assert answer.status_code == 200
    assert len(await sandbox.thread()) == 2
    assert stranger.json()["error"]["code"] == 131009


async def test_two_clinics_know_one_patient_under_two_user_ids(sandbox: MetaSandbox) -> None:
    other = (await sandbox.http.post("/sandbox/meta/numbers", json={})).json()

    await sandbox.hear(text="hello")
    await sandbox.hear(text="hello", phone_number_id=other["phone_number_id"])
    await sandbox.settled()

    first, second = sandbox.webhook.messages()
    assert first["from"] == second["from"] == PATIENT
    assert first["from_user_id"] != second["from_user_id"]
    assert len(await sandbox.thread()) == 1


async def test_recipients_outside_the_list_are_refused_when_asked_for(sandbox: MetaSandbox) -> None:
    await sandbox.behave(knows_only_listed=True)

    answer = await sandbox.send(text("hi"))

    assert answer.json()["error"]["code"] == 131030
