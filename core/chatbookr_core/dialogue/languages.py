"""Which language a patient speaks (M14): told by its name, chosen from a list, or seen in a first text that is sure."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from chatbookr_core.dialogue.language_table import language_table
from chatbookr_core.dialogue.words import bare, plain
from chatbookr_core.voice import PATIENTS_LANGUAGES

FEWEST_WORDS: Final = 3
SURE: Final = 0.8
"""From this probability on a language is taken to be spoken: `tests/core/test_dialogue_languages.py` measures it."""

NOT_SPOKEN: Final = (
    *("ar", "bg", "cs", "da", "el", "fa", "fi", "hr"),
    *("hu", "pl", "ro", "ru", "sq", "sv", "tr", "uk"),
)
"""Languages that are told apart too: who writes Polish is not taken to speak one of ours."""

_SAID: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "en": ("in english", "english please"),
        "de": ("auf deutsch", "deutsch bitte"),
        "fr": ("en français", "français svp", "français s'il vous plaît"),
        "es": ("en español", "español por favor", "castellano", "en castellano"),
        "it": ("in italiano", "italiano per favore"),
        "pt": ("em português", "português por favor"),
        "nl": ("in het nederlands", "nederlands graag", "nederlands alstublieft"),
    }
)


_FEW_WORDS: Final = 10
_CLAUSES: Final = re.compile(r"[,.;!?]|\b(?:but|only|aber|nur|mais|seulement|pero|solo|ma|mas|so|maar|alleen)\b")
"""What parts the language somebody does not speak from the one that they do."""
_SPEAKING: Final = re.compile(
    r"\b(?:speak|write|talk|sprech\w*|sprichst|reden|schreib\w*|parl\w*|ecri\w*|habl\w*|escrib\w*|fal\w*|escrev\w*"
    r"|scriv\w*|spreek|spreekt|praat|schrijf\w*)\b"
)
_NOT_SPEAKING: Final = re.compile(r"\b(?:not|no|kein\w*|nicht|pas|non|nao|geen|niet)\b|n't\b")
"""What says that somebody does not speak the language that is named."""

_GREETED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "en": ("good morning", "good afternoon", "good evening"),
        "de": ("guten morgen", "guten tag", "guten abend", "grüß gott", "gruess gott", "servus", "moin", "termin"),
        "fr": ("bonjour", "bonsoir", "salut", "coucou", "rdv", "rendez-vous"),
        "es": ("hola", "buenos días", "buenas tardes", "buenas noches", "buenas", "cita"),
        "it": ("ciao", "salve", "buongiorno", "buon giorno", "buonasera", "buona sera", "appuntamento"),
        "pt": ("olá", "oi", "bom dia", "boa tarde", "boa noite"),
        "nl": ("goedemorgen", "goedemiddag", "goedenavond", "goedendag", "goeiemorgen", "afspraak", "hoi"),
    }
)
"""Words to begin with that are of one of the languages alone, as "hello" and "hallo" are not."""

_TELLING: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "de": ("bitte", "ich", "möchte", "moechte", "hätte gern", "termin", "heute", "übermorgen"),
        "fr": ("s'il vous plaît", "svp", "je voudrais", "rdv", "rendez-vous", "aujourd'hui", "après-demain"),
        "es": ("quiero", "quisiera", "necesito", "una cita", "gracias", "pasado mañana"),
        "it": ("vorrei", "appuntamento", "grazie", "domani", "dopodomani"),
        "pt": ("queria", "gostaria", "gostava", "obrigado", "obrigada", "amanhã", "consulta para"),
        "nl": ("graag", "alstublieft", "alsjeblieft", "afspraak", "volgende week", "vandaag"),
    }
)
"""Words within a short text that are of one of the languages alone."""


@lru_cache(maxsize=1)
def own_names() -> Mapping[str, str]:
    """Give each spoken language's name in itself, as CLDR has it: `{"fr": "Français"}`."""
    from babel import Locale  # see dates.py

    names = {tag: Locale(tag).get_language_name(tag) or tag for tag in PATIENTS_LANGUAGES}
    return MappingProxyType({tag: name[:1].upper() + name[1:] for tag, name in names.items()})


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    """Map every spoken language's name in every spoken language to its tag."""
    from babel import Locale  # see dates.py

    found: dict[str, str] = {}
    for tag in PATIENTS_LANGUAGES:
        names = (Locale(spoken).languages.get(tag, "") for spoken in PATIENTS_LANGUAGES)
        for name in map(plain, (*names, *_SAID[tag])):
            found |= {name: tag, bare(name): tag}
    return MappingProxyType(found)


def find_language(text: str) -> str | None:
    """Read a plain text that is the name of a spoken language; None for any other."""
    return _by_name().get(text)


def asked_for(text: str) -> str | None:
    """Read the spoken language that a few plain words ask for: "do you speak Dutch?"; None where they ask for none."""
    said = bare(text)
    if len(said.split()) > _FEW_WORDS or not _SPEAKING.search(said):
        return None
    asked = " ; ".join(part for part in _CLAUSES.split(said) if not _NOT_SPEAKING.search(part))
    named = {tag for name, tag in _by_name().items() if re.search(rf"(?<!\w){re.escape(bare(name))}(?!\w)", asked)}
    return named.pop() if len(named) == 1 else None


def greeted_in(text: str) -> str | None:
    """Tell in which spoken language a plain text greets, or asks for an appointment in a word; None otherwise."""
    found = _greetings().match(bare(text)) or _telling().search(bare(text))
    return found.lastgroup if found else None


@lru_cache(maxsize=1)
def _greetings() -> re.Pattern[str]:
    return _any_of(_GREETED)


@lru_cache(maxsize=1)
def _telling() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){_any_of(_TELLING).pattern}")


def _any_of(words_of: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    said = (f"(?P<{tag}>{'|'.join(re.escape(bare(plain(one))) for one in found)})" for tag, found in words_of.items())
    return re.compile(rf"(?:{'|'.join(said)})(?![\w-])")


def spoken_in(text: str) -> str | None:
    """Tell which spoken language a text is in, of at least three words and sure; None otherwise.

    The same text always has the same answer: a fixed table of byte sequences.
    """
    words = [word for word in plain(text).split() if any(sign.isalpha() for sign in word)]
    if len(words) < FEWEST_WORDS:
        return None
    tag, probability = language_table().likeliest(" ".join(words))
    return tag if tag in PATIENTS_LANGUAGES and probability >= SURE else None
