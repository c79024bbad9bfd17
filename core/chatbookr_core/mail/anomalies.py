"""What each rule about the audit log says, and what to do then; translated like the rest of the mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence that says what happened, and what whoever answers for the clinic does next."""

    says: str
    next_step: str


def say(text: str) -> str:
    """Mark a text for the catalogues; it is translated where it is written into a letter."""
    return text


TEXTS: Final[Mapping[str, Text]] = {
    "failed_log_ins": Text(
        say("Somebody keeps failing to log in to one account."),
        say("Ask the person whether it was them. If not, let them change their password and use a passkey."),
    ),
    "password_spraying": Text(
        say("From one address, log-ins to several accounts failed."),
        say("Check that nobody was let in from there: the audit log shows the same address. Require passkeys."),
    ),
    "new_country": Text(
        say("Somebody logged in from a country they have not logged in from within 90 days."),
        say("Ask the person whether it was them. If not, end their sessions and let them change their password."),
    ),
    "new_devices": Text(
        say("Somebody logged in from several devices they had not used before."),
        say("Ask the person whether they were theirs. If not, end their sessions and change the password."),
    ),
    "mass_reads": Text(
        say("Somebody read unusually many of the clinic's data."),
        say("Ask why it was needed. If nobody knows, suspend them or revoke the key, and see what was read."),
    ),
    "mass_exports": Text(
        say("Somebody exported the data of unusually many patients."),
        say("Ask why it was needed. If nobody knows, suspend them, and count it as a breach until you know."),
    ),
    "key_misuse": Text(
        say("An API key was refused: it came from elsewhere than it may, or after it had ended."),
        say("Ask the partner. If it was not them, the key has leaked: rotate or revoke it."),
    ),
    "forged_webhooks": Text(
        say("Deliveries came whose signature is not the provider's."),
        say(
            "Compare the app's secret with the provider's console. If it is right, somebody forges deliveries; none "
            "was taken in."
        ),
    ),
    "permission_probing": Text(
        say("Somebody asked for much that is closed to them."),
        say("Ask what they wanted. If nobody knows, end their sessions, or revoke the key."),
    ),
    "backup_missed": Text(
        say("For more than a day nobody has backed the database up."),
        say(
            "Run the backup by hand, and see what kept its timer from it: a full disk, a changed key, a stopped timer."
        ),
    ),
}
