"""The languages spoken here, to patients and to staff: gettext catalogues, read once and kept compiled in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO
from types import MappingProxyType
from typing import Final

LANGUAGES: Final = ("en", "de")
"""What is spoken to people with accounts: the pages and the mail."""

PATIENTS_LANGUAGES: Final = ("en", "de", "fr", "es", "it", "pt", "nl")
"""What is spoken to patients in conversations."""

DOMAIN = "chatbookr"
DIALOGUE: Final = "chatbookr_core.dialogue"
_SPOKEN: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({DIALOGUE: PATIENTS_LANGUAGES})


@dataclass(frozen=True, slots=True)
class Voice:
    """Says things in one language. The message ids are the English texts, their braces are filled in."""

    language: str
    package: str = DIALOGUE  # whose catalogues: the dialogue's, the mail's, or the pages'

    def gettext(self, message: str, **values: object) -> str:
        """Translate and fill in."""
        return _catalogue(self.package, self.language).gettext(message).format(**values)

    def ngettext(self, singular: str, plural: str, count: int, **values: object) -> str:
        """Translate what depends on a number and fill in; `{count}` is that number."""
        return _catalogue(self.package, self.language).ngettext(singular, plural, count).format(count=count, **values)


def languages_of(package: str) -> tuple[str, ...]:
    """List the languages that a package's catalogues speak."""
    return _SPOKEN.get(package, LANGUAGES)


def voice_for(*wanted: str | None, package: str = DIALOGUE) -> Voice:
    """Return the first wanted language that is spoken here ("de-AT" is served with "de"), else English."""
    for tag in wanted:
        language = (tag or "").replace("_", "-").partition("-")[0].lower()
        if language in languages_of(package):
            return Voice(language, package)
    return Voice("en", package)


@lru_cache(maxsize=32)
def _catalogue(package: str, language: str) -> GNUTranslations:
    from babel.messages.mofile import write_mo  # half a megabyte, for the process that says something
    from babel.messages.pofile import read_po

    source = files(package).joinpath("locale", language, "LC_MESSAGES", f"{DOMAIN}.po")
    with source.open("rb") as texts:
        catalogue = read_po(texts, locale=language, domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
