"""Lets a partner in, as a clinic's owner does: prove again who one is, make a key, and an endpoint for webhooks."""

from dataclasses import dataclass, field

import httpx
from tests.e2e.running import Running

SCOPES = ("clinic:read", "slot:read", "patient:read", "booking:read", "booking:write")
CREATE_KEY = """
mutation ($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) { token apiKey { id } userErrors { code message field } }
}"""
CREATE_ENDPOINT = """
mutation ($input: WebhookEndpointCreateInput!) {
  webhookEndpointCreate(input: $input) { secret endpoint { id } userErrors { code message field } }
}"""
BOOKINGS = """
subscription ($clinic: ID!) {
  bookingChanged(clinicId: $clinic) { booking { id reference status startsAt } }
}"""


@dataclass(frozen=True, slots=True)
class Partnership:
    """What the owner hands over: a key, and the secret of the webhooks."""

    key: str = field(repr=False)
    secret: str = field(repr=False)


def proven_token(house: Running) -> str:
    """Log in as the owner and prove it again; for some minutes the token may make keys."""
    _, password = house.password_of("owner")
    headers = {"authorization": f"Bearer {house.token_of('owner')}"}
    answer = httpx.post(f"{house.api}/step-up", json={"password": password}, headers=headers, timeout=15)
    answer.raise_for_status()
    token: str = answer.json()["token"]
    return token


def make_key(house: Running, clinic: str, name: str) -> tuple[str, str]:
    """Make a key as the owner; return its token and its id."""
    wish = {"clinicId": clinic, "name": name, "scopes": list(SCOPES)}
    made = house.query(proven_token(house), CREATE_KEY, {"input": wish})["apiKeyCreate"]
    assert not made["userErrors"], made
    return made["token"], made["apiKey"]["id"]


def let_in(house: Running, clinic: str, name: str, url: str) -> Partnership:
    """Make a key, and an endpoint at `url` that is told of bookings."""
    key, key_id = make_key(house, clinic, name)
    told = {"url": url, "document": BOOKINGS, "variables": {"clinic": clinic}}
    wish = {"clinicId": clinic, "apiKeyId": key_id, **told}
    made = house.query(proven_token(house), CREATE_ENDPOINT, {"input": wish})["webhookEndpointCreate"]
    assert not made["userErrors"], made
    return Partnership(key, made["secret"])
