"""What each e-mail says, as plain text: short, without a picture, without anything about a patient."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chatbookr_core.mail.anomalies import TEXTS
from chatbookr_core.voice import Voice, voice_for

PACKAGE = "chatbookr_core.mail"
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject of one line, and a body."""

    subject: str
    body: str


def letter(kind: str, language: str, values: Values) -> Letter:
    """Write a letter. Raises KeyError for a kind that is not written here, or a value that is missing."""
    voice = voice_for(language, package=PACKAGE)
    subject, paragraphs = WRITERS[kind](voice, values)
    closing = voice.gettext("This message was sent by a program; nobody reads what you answer to it.")
    return Letter(subject.replace("\r", " ").replace("\n", " "), "\n\n".join([*paragraphs, closing]) + "\n")


def _invitation(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("{clinic} invites you", clinic=values["clinic"]), [
        say("{inviter} invites you to work for {clinic}.", inviter=values["inviter"], clinic=values["clinic"]),
        say("Accept here within {days} days:", days=values["days"]) + f"\n{values['url']}",
        say("If you do not know what this is about, do nothing: no account is made without you."),
    ]


def _verification(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("Confirm your e-mail address"), [
        say("Confirm that this address is yours, within {hours} hours:", hours=values["hours"]) + f"\n{values['url']}",
        say("If you did not ask for this, do nothing: nothing changes."),
    ]


def _password_reset(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("Choose a new password"), [
        say("Choose a new password within {minutes} minutes:", minutes=values["minutes"]) + f"\n{values['url']}",
        say("Your second factor stays as it is, and is asked for afterwards."),
        say("If you did not ask for this, do nothing: your password stays as it is."),
    ]


def _no_account(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("There is no account of this address"), [
        say("Somebody asked for a new password for this address, but no account has it."),
        say("If it was you, try the address your clinic invited."),
    ]


def _new_device(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    device = values["device"] or say("an unknown program")
    return say("A log-in from a new device"), [
        say("Your account was used on {day} from a device it was not used from before:", day=values["day"])
        + f"\n{device}",
        _was_it_you(voice, values),
    ]


def _factor_changed(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("Your second factor was changed"), [
        say("On {day} the second factor of your account was added, replaced or removed.", day=values["day"]),
        _was_it_you(voice, values),
    ]


def _passkey_refused(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("A passkey was refused"), [
        say("On {day} your passkey “{name}” was refused: its counter had not gone on.", **values),
        say("That happens where somebody has copied it. Remove the passkey, and make another one."),
        _was_it_you(voice, values),
    ]


def _operator_key_refused(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("An operator's key was refused"), [
        say("On {day} the key of {operator} ({email}) was refused: its counter had not gone on.", **values),
        say("That happens where somebody has copied it. Suspend the operator, look at what was read, invite anew."),
    ]


def _recovery_used(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("A recovery code was used"), [
        say("On {day} somebody logged in to your account with one of its recovery codes.", day=values["day"]),
        say("{left} of them are left.", left=values["left"]),
        _was_it_you(voice, values),
    ]


def _address_changed(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("Your e-mail address was changed"), [
        say("On {day} your account was given another e-mail address; this one opens it no longer.", day=values["day"]),
        say("If it was not you, take the change back within {days} days:", days=values["days"]) + f"\n{values['url']}",
        say("All sessions end then, and you choose a new password."),
    ]


def _address_taken(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("Your address has an account already"), [
        say("Somebody wanted to give this address to another account, but it has an account of its own."),
        say("Nothing was changed. If it was you, log in with this address, or choose another one."),
    ]


def _password_changed(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("Your password was changed"), [
        say("On {day} the password of your account was changed; all other sessions ended.", day=values["day"]),
        say('If it was not you, choose a new password at once, by "forgotten password" at the log-in:')
        + f"\n{values['url']}",
    ]


def _identity_linked(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("Your account can be opened by {provider}", provider=values["provider"]), [
        say(
            "On {day} your account was linked with {provider}: whoever logs in there as you is let in here.",
            day=values["day"],
            provider=values["provider"],
        ),
        _was_it_you(voice, values),
    ]


def _identity_removed(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("Your account is opened by {provider} no longer", provider=values["provider"]), [
        say("On {day} the link with {provider} was removed.", day=values["day"], provider=values["provider"]),
        _was_it_you(voice, values),
    ]


def _access_requested(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("Access to {clinic} is asked for", clinic=values["clinic"]), [
        say("{operator}, who runs your booking system, asks to look into {clinic} for {minutes} minutes.", **values),
        say("Their reason: {reason}", reason=values["reason"]),
        say("Approve it or refuse it here; until then nothing is open to them:") + f"\n{values['url']}",
    ]


def _access_opened(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("{clinic} was opened in an emergency", clinic=values["clinic"]), [
        say("Two operators of your booking system opened {clinic} to {operator} for {minutes} minutes.", **values),
        say("Their reason: {reason}", reason=values["reason"]),
        say("See what is read, and end it at any time, here:") + f"\n{values['url']}",
    ]


def _incident_notice(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    subject = say("A security incident concerns {clinic}", clinic=values["clinic"])
    figures = say(
        "People concerned, about: {people}. Records, about: {records}. Seen or changed from {first} to {last}.",
        **values,
    )
    paragraphs = [
        say("This is about data of {clinic}, incident {name}: {how_far}.", **values, how_far=_how_far(voice, values)),
        say("What happened:") + f"\n{values['nature']}",
        figures + "\n" + say("Kinds of data: {kinds}", kinds=_kinds_of_data(voice, values["classes"])),
        say("Likely consequences:") + f"\n{values['consequences']}",
        say("What was done, or is proposed:") + f"\n{values['measures']}",
        say("Ask here:") + f"\n{values['contact']}",
        say("If your authority must be told (Art. 33(1) GDPR), you have until {due}.", due=values["due"]),
        say("See whom it concerns, and say that you have read this, at your front desk:") + f"\n{values['url']}",
    ]
    return _drilled(voice, values, subject, paragraphs)


def _kinds_of_data(voice: Voice, classes: str) -> str:
    say = voice.gettext
    names = {
        "contact": say("names and contact details"),
        "conversation": say("conversations"),
        "booking": say("bookings"),
        "export": say("exports of all that is kept of somebody"),
        "secret": say("keys and credentials"),
        "account": say("accounts of staff"),
    }
    return ", ".join(names.get(one, say("other data of the clinic")) for one in classes.split(",")) or "-"


def _incident_reminder(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    is_overdue = values["mark"] == "100"
    subject = (
        say("Overdue: incident {name}", name=values["name"])
        if is_overdue
        else say("{mark} percent of the time is up: incident {name}", **values)
    )
    what = (
        say("Clinics to be told by {due}: {clinics} do not know yet.", **values)
        if values["deadline"] == "clinics"
        else say("Clinics have until {due} to tell their authority: {clinics} have not acknowledged yet.", **values)
    )
    return _drilled(
        voice, values, subject, [say("How far it has got: {how_far}.", how_far=_how_far(voice, values)), what]
    )


def _how_far(voice: Voice, values: Values) -> str:
    say = voice.gettext
    return {
        "suspected": say("suspected"),
        "confirmed": say("confirmed"),
        "contained": say("contained"),
        "notified": say("clinics are told"),
        "closed": say("closed"),
        "dismissed": say("dismissed: it was none"),
    }[values["state"]]


def _drilled(voice: Voice, values: Values, subject: str, paragraphs: list[str]) -> tuple[str, list[str]]:
    """Mark what belongs to a drill, in the subject and before anything else."""
    if not values["drill"]:
        return subject, paragraphs
    return f"DRILL: {subject}", [voice.gettext("DRILL. This is an exercise: nothing has happened."), *paragraphs]


def _anomaly(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say, text = voice.gettext, TEXTS[values["rule"]]
    return say("Something unusual at {clinic}", clinic=values["clinic"]), [
        voice.gettext(text.says),
        say("Counted {count} times between {since} and {until} (UTC).", **values),
        voice.gettext(text.next_step),
        say("See it, and close it when it is settled, here:") + f"\n{values['url']}",
    ]


def _was_it_you(voice: Voice, values: Values) -> str:
    say = voice.gettext
    return say("If it was not you, change your password and end all sessions at once:") + f"\n{values['url']}"


def _calendar_lost(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("A calendar of {clinic} must be connected again", clinic=values["clinic"]), [
        say("The calendar “{calendar}” no longer lets {clinic} in: its consent was withdrawn or has ended.", **values),
        say("Appointments stand as they are. No new times are offered there until somebody connects it again:")
        + f"\n{values['url']}",
    ]


def _calendar_ending(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("The consent for a calendar of {clinic} ends soon", clinic=values["clinic"]), [
        say("The consent for the calendar “{calendar}” ends on {day} by itself.", **values),
        say("Google does that after seven days where the app's consent screen is in “Testing”: publish it."),
        say("Connect the calendar again before that day:") + f"\n{values['url']}",
    ]


def _channel_lost(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("{channel} of {clinic} must be connected again", **values), [
        say("The provider of “{channel}” no longer lets {clinic} in. Nothing is sent there now.", **values),
        say("What is to be sent waits, and goes out as soon as somebody connects it again:") + f"\n{values['url']}",
        say("The provider's code: {reason}", **values),
    ]


def _channel_ended(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("{channel} of {clinic} was disconnected by its provider", **values), [
        say("The provider of “{channel}” has ended the connection: nothing is sent or received there.", **values),
        say("Conversations and appointments stay. If that was not meant, connect it anew:") + f"\n{values['url']}",
        say("The provider's code: {reason}", **values),
    ]


def _channel_ending(voice: Voice, values: Values) -> tuple[str, list[str]]:
    say = voice.gettext
    return say("The access to {channel} of {clinic} ends soon", **values), [
        say("The access token of “{channel}” ends on {day} by itself; nothing is sent from then on.", **values),
        say("Connect the channel again before that day:") + f"\n{values['url']}",
    ]


WRITERS: Mapping[str, Callable[[Voice, Values], tuple[str, list[str]]]] = {
    "invitation": _invitation,
    "verification": _verification,
    "password_reset": _password_reset,
    "no_account": _no_account,
    "new_device": _new_device,
    "factor_changed": _factor_changed,
    "passkey_refused": _passkey_refused,
    "operator_key_refused": _operator_key_refused,
    "recovery_used": _recovery_used,
    "address_changed": _address_changed,
    "identity_linked": _identity_linked,
    "identity_removed": _identity_removed,
    "access_requested": _access_requested,
    "access_opened": _access_opened,
    "incident_notice": _incident_notice,
    "incident_reminder": _incident_reminder,
    "anomaly": _anomaly,
    "address_taken": _address_taken,
    "password_changed": _password_changed,
    "calendar_lost": _calendar_lost,
    "calendar_ending": _calendar_ending,
    "channel_lost": _channel_lost,
    "channel_ended": _channel_ended,
    "channel_ending": _channel_ending,
}
"""Every kind of letter, and the values it takes."""
