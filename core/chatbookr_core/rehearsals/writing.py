"""A transcript as YAML (1.1), which people read and keep; PyYAML, two megabytes, is imported with the first alone."""

from typing import Any, Final

import yaml

from chatbookr_core.rehearsals.transcripts import Transcript

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
