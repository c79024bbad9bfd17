"""Check that the message catalogues are what their source says, and that no text lacks a translation."""

import argparse
import sys
from pathlib import Path

from catalogues import DOMAIN, PACKAGES, extracted, locale_of, template_of, updated, written

SOURCE_LANGUAGE = "en"


def problems_of(package: Path) -> list[str]:
    """List what is stale or untranslated in one package's catalogues."""
    problems, template, locale = [], extracted(package), locale_of(package)
    if template_of(package).read_bytes() != written(package, template):
        problems.append(f"{package.name}: {template_of(package).name} is stale: run scripts/catalogues.py")
    languages = sorted(path.parts[-3] for path in locale.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    for language in languages:
        catalogue = updated(package, language, template)
        if (locale / language / "LC_MESSAGES" / f"{DOMAIN}.po").read_bytes() != written(package, catalogue):
            problems.append(f"{package.name}: {language} is stale: run scripts/catalogues.py")
        if language != SOURCE_LANGUAGE:
            untranslated = [m.id for m in catalogue if m.id and not m.string]
            problems += [f"{package.name}: {language}: not translated: {text!r}" for text in untranslated]
    if not problems:
        sys.stdout.write(f"{package.name}: {', '.join(languages)}: {len(template)} texts each\n")
    return problems if languages else [f"{package.name}: no language at all"]


def main() -> int:
    problems = [problem for package in PACKAGES for problem in problems_of(package)]
    sys.stdout.write("".join(f"{line}\n" for line in problems))
    return 1 if problems else 0


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    sys.exit(main())
