"""Writes what is kept of a patient as one page to read: no script, nothing loaded from elsewhere, prints well."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from typing import Any, Final
from zoneinfo import ZoneInfo

from chatbookr_core.exports.gathering import Subject
from chatbookr_core.voice import Voice, voice_for

PACKAGE: Final = "chatbookr_core.exports"
STYLE: Final = (
    "body{font:16px/1.5 sans-serif;max-width:50em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3em .6em;"
    "border-bottom:1px solid #ccc}td{white-space:pre-wrap;overflow-wrap:anywhere}"
)
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def page_of(subject: Subject) -> str:
    """Write the page in the patient's language."""
    voice = voice_for(subject.language, package=PACKAGE)
    say = voice.gettext
    title = say("What {clinic} keeps about you", clinic=subject.clinic_name)
    body = "".join(_sections(subject, voice))
    as_of = say("As of {when}.", when=_when(subject, subject.as_of))
    return (
        f'<!doctype html><html lang="{voice.language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><h1>{escape(title)}</h1><p>{escape(as_of)}</p>{body}</body></html>"
    )


def _sections(subject: Subject, voice: Voice) -> Iterator[str]:
    say = voice.gettext
    for row in subject.tables["patient"]:
        yield _table(say("You"), (), _person(subject, voice, row))
    yield _table(
        say("Appointments"),
        (say("When"), say("What"), say("With"), say("Where"), say("Reference"), say("State"), say("Notes")),
        [_appointment(subject, voice, row) for row in subject.tables["booking"]],
    )
    yield _table(
        say("Messages"),
        (say("When"), say("From"), say("Text")),
        [
            (_at(subject, row["sent_at"]), _author(voice, subject, row), row["body"] or row["kind"])
            for row in subject.tables["message"]
        ],
    )
    yield from _further(subject, voice)


def _further(subject: Subject, voice: Voice) -> Iterator[str]:
    say = voice.gettext
    yield _table(
        say("Files"),
        (say("When"), say("Name in this archive")),
        [
            (_at(subject, row["created_at"]), subject.files[row["id"]])
            for row in subject.tables["media"]
            if row["id"] in subject.files
        ],
    )
    yield _table(
        say("What you agreed to"),
        (say("When"), say("What"), say("Answer"), say("Notes")),
        [
            (_at(subject, row["recorded_at"]), row["purpose"], _answer(voice, row["decision"]), row["note"] or "")
            for row in subject.tables["consent"]
        ],
    )
    yield _table(
        say("Who was told"),
        (say("When"), say("Whom"), say("Of what")),
        [
            (_at(subject, row["happened_at"]), subject.name_of(row["endpoint_id"]), row["kind"])
            for row in subject.tables["webhook_delivery"]
        ],
    )
    whole = say("Everything, to the last field, is in the file data.json beside this page.")
    yield f"<p>{escape(whole)}</p>"


def _person(subject: Subject, voice: Voice, row: Mapping[str, Any]) -> list[tuple[str, ...]]:
    say = voice.gettext
    return [
        (say("Name"), row["name"] or ""),
        (say("Date of birth"), row["birth_date"] or ""),
        (say("Phone"), row["phone"] or ""),
        (say("Channel"), row["channel"]),
        (say("Known there as"), row["provider_user"] or ""),
        (say("Language"), row["language"] or ""),
        (say("Known since"), _at(subject, row["created_at"])),
    ]


def _appointment(subject: Subject, voice: Voice, row: Mapping[str, Any]) -> tuple[str, ...]:
    say = voice.gettext
    status = {
        "requested": say("requested"),
        "confirmed": say("confirmed"),
        "checked_in": say("checked in"),
        "completed": say("completed"),
        "no_show": say("did not come"),
        "cancelled": say("cancelled"),
    }
    return (
        _at(subject, row["starts_at"]),
        subject.name_of(row["service_id"]),
        subject.name_of(row["practitioner_id"]),
        subject.name_of(row["location_id"]),
        row["reference"],
        status[row["status"]],
        row["notes"] or "",
    )


def _answer(voice: Voice, decision: str) -> str:
    say = voice.gettext
    answers = {"granted": say("yes"), "withdrawn": say("taken back"), "shown": say("notice shown")}
    return answers.get(decision, say("no"))


def _author(voice: Voice, subject: Subject, row: Mapping[str, Any]) -> str:
    return voice.gettext("You") if row["author"] == "patient" else subject.clinic_name


def _at(subject: Subject, text: str) -> str:
    return _when(subject, datetime.fromisoformat(text))


def _when(subject: Subject, at: datetime) -> str:
    from babel.dates import format_datetime  # see dialogue/dates.py

    spoken = voice_for(subject.language, package=PACKAGE).language
    written = "en_GB" if spoken == "en" else spoken  # the 24 hours that the messages have, not the 12 of Babel's "en"
    return format_datetime(at.astimezone(ZoneInfo(subject.zone)), "medium", locale=written)


def _table(title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(one)}</td>" for one in row) + "</tr>" for row in rows)
    return f"<h2>{escape(title)}</h2><table>{f'<tr>{head}</tr>' if head else ''}{body}</table>"
