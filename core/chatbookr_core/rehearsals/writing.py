"""A transcript as YAML (1.1), which people read and write; PyYAML, two megabytes, is imported with the first alone."""

from typing import Any, Final

import yaml

from chatbookr_core.errors import InvalidInput
from chatbookr_core.rehearsals.transcripts import ANSWERED, PLAYED, Line, Transcript

MOST_CHARS: Final = 500_000  # a look-up of free times is some thousand, and a talk has 40 lines
WIDTH: Final = 110


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as such."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def to_yaml(transcript: Transcript) -> str:
    """Write a talk as YAML."""
    talk = [
        {line.kind: line.text, **({"offers": list(line.offers)} if line.offers else {})} for line in transcript.lines
    ]
    whole: dict[str, Any] = {"title": transcript.title}
    if transcript.setting:
        whole["setting"] = dict(transcript.setting)
    whole["talk"] = talk
    if transcript.practice:
        whole["practice"] = transcript.practice
    return yaml.dump(whole, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)


def from_yaml(text: str) -> Transcript:
    """Read what `to_yaml` wrote, or somebody by hand: every scalar is a text, whatever it looks like.

    Raises InvalidInput, which says what of it is not a talk.
    """
    if len(text) > MOST_CHARS:
        raise InvalidInput(f"A transcript has at most {MOST_CHARS} characters.", field="yaml")
    try:
        found = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # texts, lists and maps alone: no objects are made
    except yaml.YAMLError as problem:
        raise InvalidInput("That is no YAML.", field="yaml") from problem
    if not isinstance(found, dict) or not isinstance(found.get("talk"), list):
        raise InvalidInput("A transcript has a title and a talk.", field="yaml")
    setting = found.get("setting") or {}
    if not isinstance(setting, dict) or not all(isinstance(one, str) for one in setting.values()):
        raise InvalidInput("A setting is of names and texts.", field="yaml")
    practice = found.get("practice", "")
    if not isinstance(practice, str):
        raise InvalidInput("What a talk was played with is a text.", field="yaml")
    return Transcript(str(found.get("title", "")), tuple(map(_line, found["talk"])), setting, practice)


def _line(found: object) -> Line:
    if not isinstance(found, dict):
        raise InvalidInput("A line says who did what.", field="yaml")
    offers = found.get("offers", [])
    kinds = [kind for kind in (*PLAYED, *ANSWERED) if kind in found]
    if len(kinds) != 1 or not isinstance(found[kinds[0]], str) or not isinstance(offers, list):
        raise InvalidInput(f"A line is one of {', '.join((*PLAYED, *ANSWERED))}, with a text.", field="yaml")
    kind: Any = kinds[0]
    return Line(kind, found[kind], tuple(str(one) for one in offers))
