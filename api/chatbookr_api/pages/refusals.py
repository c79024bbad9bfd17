"""What people read who come back from a provider and did not get what they went for, by the refusal's code."""

from dataclasses import dataclass
from typing import Final

from chatbookr_core.voice import Voice

LOG_IN: Final = "/log-in"
FRONT_DOOR: Final = "/"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What happened, why and what to do next, and where the page's one link leads."""

    heading: str
    text: str
    way: str
    way_text: str


def log_in_refusal(voice: Voice, code: str) -> Refusal:
    """Say why nobody was let in."""
    say = voice.gettext
    texts = {
        "ACCOUNT_EXISTS": say("This address has an account already: log in as it, then accept and link it there."),
        "IDENTITY_NOT_LINKED": say("No account is linked with that log-in: log in with your password, then link it."),
        "IDENTITY_PROVIDER_UNAVAILABLE": say("Your clinic's log-in does not answer: try again in a minute."),
        "IDENTITY_TAKEN": say("That log-in belongs to another account already."),
        "LINK_INVALID": say("The invitation does not count any longer: ask your clinic for a new one."),
        "WRONG_ACCOUNT": say("The invitation went to another address than the one your clinic's log-in knows you by."),
    }
    text = texts.get(code) or say("That log-in does not count: begin again. If it stays so, ask your clinic.")
    return Refusal(say("You were not logged in"), text, LOG_IN, say("To the log-in"))


def consent_refusal(voice: Voice, code: str, field: str | None) -> Refusal:
    """Say why no calendar was connected: by the field of what was asked, where that tells more than the code."""
    say = voice.gettext
    by_field = {
        "state": say(
            "This consent was used already, or is older than ten minutes. If the calendar was connected before you "
            "loaded this page again, you are done. If not, begin again from the beginning."
        ),
        "consent": say("You did not give your consent, so nothing was saved. To connect the calendar, begin again."),
        "scope": say("Your consent does not cover all that is needed: begin again, and leave every box ticked."),
    }
    by_code = {
        "UNAUTHENTICATED": say("You are not logged in any longer: log in, then begin again."),
        "STEP_UP_REQUIRED": say("Prove again who you are, with your password, then begin again."),
        "FORBIDDEN": say("You may not connect calendars there. Ask whoever manages the clinic's members."),
        "CHANNEL_UNAVAILABLE": say("The provider does not answer right now: begin again in a few minutes."),
        "REGION_NOT_ALLOWED": say("The provider handles data where your clinic's must not go. Ask who runs Chatbookr."),
    }
    text = by_field.get(field or "") or by_code.get(code)
    is_nobody = code == "UNAUTHENTICATED"
    return Refusal(
        say("No calendar was connected this time"),
        text or say("That did not work: begin again. If it stays so, ask who runs Chatbookr."),
        LOG_IN if is_nobody else FRONT_DOOR,
        say("To the log-in") if is_nobody else say("Back to Chatbookr"),
    )
