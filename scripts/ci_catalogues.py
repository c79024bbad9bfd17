"""Check that the dialogue's message catalogues are what its source says, and that no text lacks a translation."""

import sys

from catalogues import DOMAIN, LOCALE, TEMPLATE, extracted, updated, written

SOURCE_LANGUAGE = "en"


def main() -> int:
    problems = []
    template = extracted()
    if TEMPLATE.read_bytes() != written(template):
        problems.append(f"{TEMPLATE.name} is stale: run scripts/catalogues.py")
    languages = sorted(path.parts[-3] for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    for language in languages:
        catalogue = updated(language, template)
        if (LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po").read_bytes() != written(catalogue):
            problems.append(f"{language} is stale: run scripts/catalogues.py")
        if language != SOURCE_LANGUAGE:
            problems += [f"{language}: not translated: {m.id!r}" for m in catalogue if m.id and not m.string]
    sys.stdout.write(
        "".join(f"{line}\n" for line in problems) or f"{', '.join(languages)}: {len(template)} texts each\n"
    )
    return 1 if problems or not languages else 0


if __name__ == "__main__":
    sys.exit(main())
