"""Keeps the message catalogues of dialogue, mail and pages in step with their source: `scripts/catalogues.py`."""

import argparse
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from chatbookr_api.pages.templates import texts_in

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "core" / "chatbookr_core"
PACKAGES = {
    CORE / "dialogue": "the patient's dialogue",
    CORE / "mail": "the mail to people with accounts",
    ROOT / "api" / "chatbookr_api" / "pages": "the pages for people with accounts",
    CORE / "exports": "what patients are given of their data",
    CORE / "agenda_feeds": "the calendars that others read",
    CORE / "handoffs": "what staff read first of a conversation that was handed over",
}
DOMAIN = "chatbookr"
KEYWORDS = {"gettext": None, "say": None, "ngettext": (1, 2)}
WIDTH = 116
NOISE = (
    '"Project-Id-Version:',
    '"Report-Msgid-Bugs-To:',
    '"POT-Creation-Date:',
    '"PO-Revision-Date:',
    '"Last-Translator:',
    '"Language-Team:',
    '"Generated-By:',
)


def texts_of_template(file: IO[bytes], *_: object, options: object = None) -> Iterator[tuple[int, str, str, list[str]]]:
    """Extract from a page's template, as Babel asks for it: (line, function, text, comments)."""
    for text in texts_in(file.read().decode()):
        yield 1, "gettext", text, []


METHODS: list[Any] = [("**.py", "python"), ("**.js", "javascript"), ("**.html", texts_of_template)]


def locale_of(package: Path) -> Path:
    return package / "locale"


def template_of(package: Path) -> Path:
    return locale_of(package) / f"{DOMAIN}.pot"


def extracted(package: Path) -> Catalog:
    """Collect every text a package says, without dates or line numbers: the same source, the same template."""
    template = Catalog(domain=DOMAIN, charset="utf-8", fuzzy=False)
    found = extract_from_dir(package, method_map=METHODS, keywords=KEYWORDS)
    for filename, _, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        template.add(message, None, [(filename, None)], auto_comments=comments, context=context)  # type: ignore[list-item]  # Babel writes a location without a line for None
    return template


def written(package: Path, catalogue: Catalog) -> bytes:
    """Write a catalogue as a file's bytes: nothing in it tells the day, the tool or who ran it."""
    catalogue.header_comment = f"# Texts of {PACKAGES[package]}; written by scripts/catalogues.py, translated by hand."
    out = BytesIO()
    write_po(out, catalogue, width=WIDTH, ignore_obsolete=True, include_lineno=False)
    lines = out.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(NOISE)).encode()


def updated(package: Path, language: str, template: Catalog) -> Catalog:
    """Bring one language's catalogue up to the template, keeping what is translated."""
    path = locale_of(package) / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.exists():
        path.parent.mkdir(parents=True)
        return Catalog(locale=language, domain=DOMAIN, charset="utf-8", fuzzy=False)
    with path.open("rb") as texts:
        catalogue = read_po(texts, locale=language, domain=DOMAIN)
    catalogue.update(template, no_fuzzy_matching=True)
    return catalogue


def main() -> int:
    """Write the templates and every language's catalogues anew; say what is still to be translated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", nargs="*", help="these alone; a new one begins here")
    chosen = parser.parse_args().languages
    for package in PACKAGES:
        template, locale = extracted(package), locale_of(package)
        locale.mkdir(exist_ok=True)
        template_of(package).write_bytes(written(package, template))
        for language in chosen or sorted(path.name for path in locale.iterdir() if path.is_dir()):
            catalogue = updated(package, language, template)
            catalogue.update(template, no_fuzzy_matching=True)
            (locale / language / "LC_MESSAGES" / f"{DOMAIN}.po").write_bytes(written(package, catalogue))
            missing = [message.id for message in catalogue if message.id and not message.string]
            print(f"{package.name} {language}: {len(catalogue)} texts, {len(missing)} without a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
