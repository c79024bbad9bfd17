"""Keeps the dialogue's message catalogues in step with its source: `python scripts/catalogues.py`."""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "core" / "chatbookr_core" / "dialogue"
LOCALE = PACKAGE / "locale"
TEMPLATE = LOCALE / "chatbookr.pot"
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


def extracted() -> Catalog:
    """Collect every text the dialogue says, without dates or line numbers: the same source, the same template."""
    template = Catalog(domain=DOMAIN, charset="utf-8", fuzzy=False)
    found = extract_from_dir(PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS)
    for filename, _, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        template.add(message, None, [(filename, None)], auto_comments=comments, context=context)  # type: ignore[list-item]  # Babel writes a location without a line for None
    return template


def written(catalogue: Catalog) -> bytes:
    """Write a catalogue as a file's bytes: nothing in it tells the day, the tool or who ran it."""
    catalogue.header_comment = (
        "# Texts of the patient's dialogue; written by scripts/catalogues.py, translated by hand."
    )
    out = BytesIO()
    write_po(out, catalogue, width=WIDTH, ignore_obsolete=True, include_lineno=False)
    lines = out.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(NOISE)).encode()


def updated(language: str, template: Catalog) -> Catalog:
    """Bring one language's catalogue up to the template, keeping what is translated."""
    path = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.exists():
        path.parent.mkdir(parents=True)
        return Catalog(locale=language, domain=DOMAIN, charset="utf-8", fuzzy=False)
    with path.open("rb") as texts:
        catalogue = read_po(texts, locale=language, domain=DOMAIN)
    catalogue.update(template, no_fuzzy_matching=True)
    return catalogue


def main() -> int:
    """Write the template and every language's catalogue anew; say what is still to be translated."""
    template = extracted()
    LOCALE.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(template))
    for language in sys.argv[1:] or sorted(path.name for path in LOCALE.iterdir() if path.is_dir()):
        catalogue = updated(language, template)
        catalogue.update(template, no_fuzzy_matching=True)
        (LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po").write_bytes(written(catalogue))
        missing = [message.id for message in catalogue if message.id and not message.string]
        print(f"{language}: {len(catalogue)} texts, {len(missing)} without a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
