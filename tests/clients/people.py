"""Who and what the clients meet: patients that wrote to the demo's clinic, and the ids to begin with."""

from typing import Any

import httpx
from tests.e2e.running import Running, wait_for

PATIENTS = {"31612340001": "hello", "31612340002": "hello", "31612340003": "hallo"}
WHERE = """
query {
  viewer { memberships { clinic { id services(first: 1) { nodes { id } } } } }
}"""
WHO = "query ($clinic: ID!) { patients(clinicId: $clinic, first: 5) { nodes { id } } }"


def peopled(house: Running) -> dict[str, str]:
    """Have patients write to the clinic, and return what clients need to know to begin."""
    for number, text in PATIENTS.items():
        said = httpx.post(f"{house.sandbox}/sandbox/meta/patients/{number}/messages", json={"text": text}, timeout=10)
        said.raise_for_status()
    token = house.token_of("receptionist")
    membership: dict[str, Any] = house.query(token, WHERE)["viewer"]["memberships"][0]
    clinic = membership["clinic"]

    def patients() -> list[dict[str, str]]:
        nodes: list[dict[str, str]] = house.query(token, WHO, {"clinic": clinic["id"]})["patients"]["nodes"]
        return nodes

    wait_for(lambda: len(patients()) == len(PATIENTS))
    return {
        "api": house.api,
        "sandbox": house.sandbox,
        "token": token,
        "clinic": clinic["id"],
        "service": clinic["services"]["nodes"][0]["id"],
        "patient": patients()[0]["id"],
    }
