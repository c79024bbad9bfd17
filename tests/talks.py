"""Reads transcripts of talks, which `chatbookr_core.rehearsals.writing` writes: the tests alone play them again."""

from typing import Any

import yaml

from chatbookr_core.rehearsals.transcripts import ANSWERED, PLAYED, Line, Transcript

LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader  # a tenth of the time


def from_yaml(text: str) -> Transcript:
    """Read what `to_yaml` wrote, or somebody by hand: every scalar is a text, whatever it looks like.

    Raises ValueError, which says what of it is not a talk.
    """
    try:
        found = yaml.load(text, Loader=LOADER)  # noqa: S506  # texts, lists and maps alone: no objects are made
    except yaml.YAMLError as problem:
        raise ValueError("That is no YAML.") from problem
    if not isinstance(found, dict) or not isinstance(found.get("talk"), list):
        raise ValueError("A transcript has a title and a talk.")
    setting = found.get("setting") or {}
    if not isinstance(setting, dict) or not all(isinstance(one, str) for one in setting.values()):
        raise ValueError("A setting is of names and texts.")
    practice = found.get("practice", "")
    if not isinstance(practice, str):
        raise ValueError("A setting, and what a talk was played with, are texts.")
    return Transcript(str(found.get("title", "")), tuple(map(_line, found["talk"])), setting, practice)


def _line(found: object) -> Line:
    if not isinstance(found, dict):
        raise ValueError("A line says who did what.")
    offers = found.get("offers", [])
    kinds = [kind for kind in (*PLAYED, *ANSWERED) if kind in found]
    if len(kinds) != 1 or not isinstance(found[kinds[0]], str) or not isinstance(offers, list):
        raise ValueError(f"A line is one of {', '.join((*PLAYED, *ANSWERED))}, with a text.")
    kind: Any = kinds[0]
    return Line(kind, found[kind], tuple(str(one) for one in offers))
