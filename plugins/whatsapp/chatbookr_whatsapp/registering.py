"""Switches a number on for the Cloud API, with its messages kept where the clinic's data is at home.

Source: Meta, "Register a business phone number", "Local storage". A number's region can be chosen while it is not
registered and not otherwise, so one that is registered already is left as it is.
"""

import re
from typing import Final

from chatbookr_sdk import EEA, EU, AuthExpired, Context, PermanentFailure
from chatbookr_whatsapp.advice import faulty, refused
from chatbookr_whatsapp.client import Graph
from chatbookr_whatsapp.reading import Json

PIN: Final = re.compile(r"[0-9]{6}")
_LOCAL: Final = frozenset({"AE", "AU", "BH", "BR", "CA", "CH", "DE", "GB", "ID", "IN", "JP", "KR", "SG", "ZA"})
_OFF: Final = frozenset({"DELETED", "DISCONNECTED", "MIGRATED", "UNVERIFIED"})
_ELSEWHERE: Final = frozenset({"NOT_APPLICABLE", "ON_PREMISE"})
_OF_EUROPE: Final = "DE"


def region_for(home: str) -> str | None:
    """Name Meta's region for a clinic's; None where Meta keeps nothing there and stores as it likes.

    For the European Economic Area that is Germany.
    """
    if home in _LOCAL:
        return home
    return _OF_EUROPE if home == EU or home in EEA else None


def is_on_cloud_api(number: Json) -> bool:
    """Tell whether a number is registered, as far as Meta says; one that says nothing is taken for registered."""
    return number.get("status") not in _OFF and number.get("platform_type") not in _ELSEWHERE


async def register(ctx: Context, graph: Graph, number: Json, phone_number_id: str, pin: str) -> None:
    """Register the number, unless it is; may run again. Raises InvalidCredentials."""
    is_known = "status" in number or "platform_type" in number
    if is_on_cloud_api(number) and (is_known or not pin):
        return
    if not pin:
        raise refused("the number is not registered", "pin", "pin_needed")
    if not PIN.fullmatch(pin):
        raise refused("pin is missing or malformed", "pin", "malformed")
    region = region_for(ctx.region)
    wish = {"messaging_product": "whatsapp", "pin": pin} | ({"data_localization_region": region} if region else {})
    try:
        await graph.post(phone_number_id, "register", wish)
    except (AuthExpired, PermanentFailure) as refusal:
        raise faulty(refusal, "pin", "refused") from None
