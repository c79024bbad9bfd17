"""Writes the pages: HTML files beside this module, with their texts between `{{` and `}}` in English.

A text is looked up in the language's catalogue and escaped, as is the little that is filled in between `[[` and `]]`.
What the scripts say comes along as JSON, which no browser runs.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Final

from chatbookr_core.voice import DOMAIN, voice_for

PACKAGE: Final = "chatbookr_api.pages"
FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
TEXT: Final = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)
BLANK: Final = re.compile(r"\[\[(\w+)\]\]")
PART: Final = re.compile(r"<!-- part: ([a-z-]+) -->\n?")


def texts_in(html: str) -> Iterator[str]:
    """Find the texts of a template, each as one line: what the catalogues hold."""
    for found in TEXT.finditer(html):
        yield " ".join(found[1].split())


@lru_cache
def written(name: str, language: str, layout: str = "layout") -> str:
    """Write a page in a language: its template within a layout. Raises FileNotFoundError for none of that name."""
    title, body = _source(name).split("\n", 1)
    html = _source(layout).replace("<!-- title -->", title).replace("<!-- body -->", body)
    translated = voice_for(language, package=PACKAGE).gettext
    html = TEXT.sub(lambda found: escape(translated(" ".join(found[1].split()))), html)
    filled = {"language": language, "script": name, "stamp": STAMP, "texts": _script_texts(language)}
    return BLANK.sub(lambda found: filled.get(found[1], found[0]), html)


def filled_in(html: str, values: Mapping[str, str]) -> str:
    """Fill a written page's own blanks with texts, escaped. Raises KeyError for a blank without one."""
    return BLANK.sub(lambda found: escape(values[found[1]]), html)


@lru_cache
def part(name: str) -> str:
    """Read a part of a page, which has no texts of its own. Raises FileNotFoundError."""
    return _source(name)


def _source(name: str) -> str:
    html = (FOLDER / f"{name}.html").read_text()
    return PART.sub(lambda found: _source(found[1]), html)


def _script_texts(language: str) -> str:
    """Write what the scripts say in a language, by the English texts; `<` is escaped, as nothing may end the block."""
    from babel.messages.pofile import read_po  # see voice.py

    with files(PACKAGE).joinpath("locale", language, "LC_MESSAGES", f"{DOMAIN}.po").open("rb") as texts:
        catalogue = read_po(texts, locale=language, domain=DOMAIN)
    said = {
        str(message.id): str(message.string)
        for message in catalogue
        if message.id and message.string and any(place.endswith(".js") for place, _ in message.locations)
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def _stamp() -> str:
    digest = sha256()
    for file in sorted(STATIC.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


STAMP: Final = _stamp()
