"""Why an account could not be connected, as codes, and what whoever connects it does about each."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from chatbookr_sdk import AuthExpired, InvalidCredentials, PermanentFailure, PluginError

ADVICE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "missing": (
            "Give phone_number_id, waba_id and access_token, or the code of a sign-up; to go on with a sign-up that"
            " stopped, give its connectionId beside what it still wants."
        ),
        "malformed": "Copy the entry once more, whole and without anything else.",
        "app_id_missing": "Whoever runs Chatbookr must set CHATBOOKR_WHATSAPP_APP_ID; then begin the sign-up again.",
        "app_unproved": "Whoever runs Chatbookr must compare the app's id and secret with the Meta app; then go on.",
        "code_used": "The sign-up's code counts once, and for a short while: begin the sign-up again.",
        "token_dead": "The access token does not count any more: make a new one, or begin the sign-up again.",
        "token_of_other_app": "The access token is another Meta app's: make one for the app that Chatbookr uses.",
        "permission_missing": (
            "Give the token whatsapp_business_management and whatsapp_business_messaging, and the account itself."
        ),
        "account_locked": "Meta has locked the account: settle it in Business Support, then connect again.",
        "account_unknown": "Compare the WhatsApp Business Account id with WhatsApp Manager; the token must be for it.",
        "account_unclear": "The sign-up covers several accounts: say which by waba_id.",
        "number_unknown": "Compare the phone number id with WhatsApp Manager: the account has no such number.",
        "number_unclear": "The account has several numbers, or none: say which by phone_number_id.",
        "number_unverified": "Verify the number by SMS or call in WhatsApp Manager, then go on.",
        "pin_needed": "The number is not on the Cloud API yet: go on with a pin of six digits, and keep it.",
        "pin_wrong": "The number has two-step verification with another pin: enter that one, or reset it in Manager.",
        "pin_guessed": "The pin was wrong too often: reset it in WhatsApp Manager, or wait before you go on.",
        "subscription_refused": "Meta does not let the app hear of the account: give the token the account itself.",
        "refused": "Look at the provider's code, settle it with Meta, then go on.",
    }
)
_DEAD = frozenset({"0", "102", "104", "190", "401"})
_BY_CODE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "101": "app_id_missing",
        "131031": "account_locked",
        "133005": "pin_wrong",
        "133006": "number_unverified",
        "133008": "pin_guessed",
        "133009": "pin_guessed",
    }
)


def refused(message: str, field: str, reason: str, *, code: str | None = None) -> InvalidCredentials:
    """Name the entry to correct, why, and what to do."""
    return InvalidCredentials(message, field=field, code=code, reason=reason, advice=ADVICE[reason])


def missing(names: Sequence[str]) -> InvalidCredentials:
    """Name each entry that is not there; `field` is the first of them."""
    listed = ", ".join(names)
    advice = f"Missing: {listed}. {ADVICE['missing']}"
    return InvalidCredentials(f"missing: {listed}", field=names[0], reason="missing", advice=advice)


def faulty(refusal: AuthExpired | PermanentFailure, field: str, reason: str) -> PluginError:
    """Name the entry to correct: the token where Meta says so, else the one that the request was about."""
    if refusal.code is None:  # our own doing (a host that may not be called), nothing the clinic can correct
        return refusal
    if isinstance(refusal, AuthExpired):
        why = _BY_CODE.get(refusal.code) or ("token_dead" if is_dead(refusal) else "permission_missing")
        return refused(str(refusal), "access_token", why, code=refusal.code)
    return refused(f"{field}: {refusal}", field, _BY_CODE.get(refusal.code, reason), code=refusal.code)


def is_dead(refusal: AuthExpired) -> bool:
    """Tell whether the token itself does not count any more; otherwise it lacks a right."""
    return refusal.code in _DEAD
