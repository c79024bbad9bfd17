"""What people read of the promises, and of what was found: in the language of their browser, by the promise's id."""

from collections.abc import Mapping

from chatbookr_core.trust.findings import Outcome
from chatbookr_core.voice import Voice


def promise_words(voice: Voice) -> Mapping[str, tuple[str, str]]:
    """Say each promise: its title and its sentence, those of `core.trust.promises`."""
    data, people = _of_data(voice) | _of_keeping(voice), _of_people(voice) | _of_providers(voice)
    return data | people | _of_watching(voice) | _of_trouble(voice)


def _of_data(voice: Voice) -> dict[str, tuple[str, str]]:
    """Say what holds of data."""
    say = voice.gettext
    return {
        "P1": (
            say("Data stays in Europe"),
            say(
                "Data is kept in the European Economic Area. Whoever else handles it is declared, with the "
                "country and with the ground on which data goes there."
            ),
        ),
        "P2": (
            say("Encrypted on its way"),
            say("Every connection is encrypted by TLS 1.2 or newer."),
        ),
        "P3": (
            say("Encrypted where it lies"),
            say(
                "What patients say and who they are, and all credentials, lie encrypted by AES-256-GCM under keys"
                " of each clinic's and each patient's own."
            ),
        ),
        "P4": (
            say("Backed up"),
            say("Backups are made daily, encrypted for a key that is kept elsewhere, and restoring them is rehearsed."),
        ),
    }


def _of_keeping(voice: Voice) -> dict[str, tuple[str, str]]:
    """Say what holds of how data is kept."""
    say = voice.gettext
    return {
        "P5": (
            say("Keys are kept apart"),
            say("Keys and secrets are held by a service made for that."),
        ),
        "P12": (
            say("No medical records"),
            say("No medical records are kept here, and patients are told so."),
        ),
        "P13": (
            say("Kept no longer than needed"),
            say(
                "Each night deletes what has served its time, as the clinic says; what is erased on its word has "
                "a receipt."
            ),
        ),
        "P14": (
            say("Who else receives data"),
            say("Clinics can read who else receives data, and the list is true."),
        ),
    }


def _of_people(voice: Voice) -> dict[str, tuple[str, str]]:
    """Say what holds of people."""
    say = voice.gettext
    return {
        "P6": (
            say("Everybody sees what their work needs"),
            say("Each part of what the program shows is opened by a permission, and clinics are kept apart."),
        ),
        "P7": (
            say("A second factor"),
            say(
                "Whoever works here logs in with a second factor; whoever runs the servers logs in with a key of "
                "hardware."
            ),
        ),
        "P8": (
            say("Operators see nothing unasked"),
            say(
                "Whoever runs the servers reads a clinic's data only while it was opened to them, for a reason "
                "and for a time; the clinic sees what they looked at."
            ),
        ),
    }


def _of_providers(voice: Voice) -> dict[str, tuple[str, str]]:
    """Say what holds of providers."""
    say = voice.gettext
    return {
        "P9": (
            say("The official WhatsApp"),
            say("WhatsApp is reached by Meta's official Cloud API alone."),
        ),
        "P10": (
            say("Calendars, and nothing else of an account"),
            say(
                "Practitioners' calendars are reached by consent, with the least it takes to see when they are "
                "busy and to enter appointments."
            ),
        ),
        "P11": (
            say("Disconnected means disconnected"),
            say(
                "A connection can be ended at any time: its credentials are of no use at once, and the provider "
                "is told until it confirms."
            ),
        ),
    }


def _of_watching(voice: Voice) -> dict[str, tuple[str, str]]:
    """Say what holds of how it is watched."""
    say = voice.gettext
    return {
        "P15": (
            say("Parts that others made"),
            say("Each change of the program is checked for parts of others' with known weaknesses."),
        ),
        "P16": (
            say("A log that cannot be rewritten"),
            say(
                "What is done is written into a log that shows if anybody changed it, and is kept for a time that"
                " is said."
            ),
        ),
        "P17": (
            say("What is out of the ordinary is noticed"),
            say("Guessing, probing and reading in bulk are noticed, and somebody is told."),
        ),
    }


def _of_trouble(voice: Voice) -> dict[str, tuple[str, str]]:
    """Say what holds in trouble."""
    say = voice.gettext
    return {
        "P18": (
            say("If something goes wrong"),
            say(
                "If data was seen by somebody who should not have, clinics hear of it in time to tell their "
                "authority within 72 hours."
            ),
        ),
        "P19": (
            say("Back after a disaster"),
            say("It was tried how long it takes to be back, and how much would be lost."),
        ),
        "P20": (
            say("Where to report a weakness"),
            say("It is said where weaknesses are reported, and reports are answered within two working days."),
        ),
    }


def outcome_words(voice: Voice) -> Mapping[Outcome, str]:
    """Say what was found."""
    say = voice.gettext
    return {Outcome.KEPT: say("kept"), Outcome.NOT_KEPT: say("not kept"), Outcome.NOT_SHOWN: say("not shown")}


def fact_words(voice: Voice) -> Mapping[str, str]:
    """Name each fact that everybody may read, with its unit; one without a name is not shown."""
    say = voice.gettext
    return {
        "region": say("Data is at home in"),
        "subprocessorsAbroad": say("Others who handle data outside of there"),
        "transferMechanisms": say("On the ground of"),
        "subprocessors": say("Others who receive data"),
        "browsersStayEncryptedFor": say("Seconds for which browsers stay encrypted"),
        "oldestVersionTaken": say("The oldest encryption that is taken"),
        "cipher": say("Encrypted by"),
        "hoursSinceBackup": say("Hours since the last backup"),
        "lastRehearsal": say("A restore was last rehearsed"),
        "lostAtMost": say("Hours that would have been lost"),
        "backAfter": say("Seconds until it was back"),
        "mayBeLost": say("Hours that may be lost"),
        "mayTake": say("Seconds it may take"),
        "longestAccess": say("Minutes that an access lasts at most"),
        "scopesAskedFor": say("Permissions that calendars are asked for"),
        **_of_the_log(voice),
    }


def _of_the_log(voice: Voice) -> dict[str, str]:
    say = voice.gettext
    return {
        "lastSigned": say("The log was last signed"),
        "witnesses": say("Witnesses from outside"),
        "lastWitnessed": say("Last seen by a witness"),
        "keptFor": say("Days that it is kept"),
        "rules": say("Rules by which it is noticed"),
        "clinicsHearWithin": say("Hours within which clinics hear of it"),
        "authorityWithin": say("Hours that clinics have for their authority"),
        "lastDrill": say("A breach was last rehearsed"),
        "isSecurityTxtServed": say("security.txt is served"),
        "contacts": say("Ways to report"),
        "expires": say("It counts until"),
    }


def truth_word(voice: Voice, *, is_so: bool) -> str:
    """Say yes or no."""
    return voice.gettext("yes") if is_so else voice.gettext("no")
