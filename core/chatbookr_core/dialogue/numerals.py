"""Writes in figures the numbers of days that people spell: "the twentieth", "am dritten Dezember", "dans dix jours"."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from chatbookr_core.dialogue.day_names import month_pattern
from chatbookr_core.dialogue.when_words import GRAMMARS

_CARDINALS: Final[Mapping[str, str]] = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty twenty.one twenty.two twenty.three twenty.four twenty.five twenty.six twenty.seven"
    " twenty.eight twenty.nine thirty thirty.one",
    "de": "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn"
    " achtzehn neunzehn zwanzig einundzwanzig zweiundzwanzig dreiundzwanzig vierundzwanzig funfundzwanzig"
    " sechsundzwanzig siebenundzwanzig achtundzwanzig neunundzwanzig dreissig einunddreissig",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix.sept dix.huit"
    " dix.neuf vingt vingt.et.un vingt.deux vingt.trois vingt.quatre vingt.cinq vingt.six vingt.sept vingt.huit"
    " vingt.neuf trente trente.et.un",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete"
    " dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete"
    " veintiocho veintinueve treinta treinta.y.uno",
    "it": "uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici"
    " diciassette diciotto diciannove venti ventuno ventidue ventitre ventiquattro venticinque ventisei ventisette"
    " ventotto ventinove trenta trentuno",
    "pt": "um dois|duas tres quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze quinze"
    " dezasseis|dezesseis dezassete|dezessete dezoito dezanove|dezenove vinte vinte.e.um vinte.e.dois vinte.e.tres"
    " vinte.e.quatro vinte.e.cinco vinte.e.seis vinte.e.sete vinte.e.oito vinte.e.nove trinta trinta.e.um",
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien"
    " achttien negentien twintig eenentwintig tweeentwintig drieentwintig vierentwintig vijfentwintig zesentwintig"
    " zevenentwintig achtentwintig negenentwintig dertig eenendertig",
}
_ORDINALS: Final[Mapping[str, str]] = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty.first twenty.second twenty.third"
    " twenty.fourth twenty.fifth twenty.sixth twenty.seventh twenty.eighth twenty.ninth thirtieth thirty.first",
    "de": "erste[nr]? zweite[nr]? dritte[nr]? vierte[nr]? funfte[nr]? sechste[nr]? siebte[nr]?|siebente[nr]? achte[nr]?"
    " neunte[nr]? zehnte[nr]? elfte[nr]? zwolfte[nr]? dreizehnte[nr]? vierzehnte[nr]? funfzehnte[nr]? sechzehnte[nr]?"
    " siebzehnte[nr]? achtzehnte[nr]? neunzehnte[nr]? zwanzigste[nr]? einundzwanzigste[nr]? zweiundzwanzigste[nr]?"
    " dreiundzwanzigste[nr]? vierundzwanzigste[nr]? funfundzwanzigste[nr]? sechsundzwanzigste[nr]?"
    " siebenundzwanzigste[nr]? achtundzwanzigste[nr]? neunundzwanzigste[nr]? dreissigste[nr]? einunddreissigste[nr]?",
    "fr": "premier|1er",
    "es": "primero",
    "it": "primo",
    "pt": "primeiro",
    "nl": "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende"
    " vijftiende zestiende zeventiende achttiende negentiende twintigste eenentwintigste tweeentwintigste"
    " drieentwintigste vierentwintigste vijfentwintigste zesentwintigste zevenentwintigste achtentwintigste"
    " negenentwintigste dertigste eenendertigste",
}
"""From one to thirty-one, without accents; a point is a space or a hyphen."""
_LEADS: Final[Mapping[str, tuple[str, str, str]]] = {
    "en": ("the ", "", "th"),
    "de": ("(?:am|vom|zum|dem|den|der) ", "", "."),
    "fr": ("(?:le|du|au) ", "(?:le|du|au) ", ""),
    "es": ("(?:el|del|al)(?: dia)? ", "(?:el|del|al)(?: dia)? ", ""),
    "it": ("(?:(?:il|dal|al|del|giorno) |l')", "(?:(?:il|dal|al|del|giorno) |l')", ""),
    "pt": ("dias? ", "dias? ", ""),
    "nl": ("de ", "", "e"),
}
"""What stands before an ordinal and before a cardinal that is a day, and what its figures end in."""
_ENDS: Final = (
    r"(?= *(?:$|[,.;!?]|(?:at|after|before|from|um|ab|gegen|nach|vor|vers|apres|avant|a las?|a partir|despues|antes"
    r"|alle|dalle|dopo|prima|as|depois|om|na|vanaf|voor|or|oder|ou|o|of|and|und|et|y|e|en|to|bis|until|al?|au|ao|ate"
    r"|hasta|fino|tot|nicht|not|no|non|nao|niet|pas|morgens|abends|nachmittags|vormittags|in the|por la|le matin)\b))"
)
"""What stands after one that is a day, and not the first of something."""
_HOUR_UNIT: Final = r"hours?|hrs?|stunden?|std|heures?|horas?|or[ae]|uur|uren|min(?:ut\w*)?"
_MOST_MONTHS: Final[Mapping[str, str]] = {"en": r"(?!may\b|mar(?:ch)?\b)"}
"""Before which months a spelt number counts days: "which one may" is no date."""


def days_in_figures(text: str, language: str) -> str:
    """Write the numbers of days, and counts of them, in figures."""
    for pattern, words, end in _patterns(language):
        for found in reversed(list(pattern.finditer(text))):
            start, stop = found.span("number")
            text = f"{text[:start]}{_number_of(found['number'], words)}{end}{text[stop:]}"
    return text


@lru_cache(maxsize=16)
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """List where a number is that of a day or of a count, in which words it stands, and what its figures end in."""
    ordinals, cardinals = _ORDINALS[language], _CARDINALS[language]
    grammar, (led, named, end) = GRAMMARS[language], _LEADS[language]
    months, beside = month_pattern(language), _MOST_MONTHS.get(language, "")
    counted = rf"(?:{grammar.day_unit}|{grammar.week_unit}|{_HOUR_UNIT})\b"
    before_count = rf"(?:{grammar.within}|de hoje a|de hoy en)"
    found = [
        (rf"\b{_any(ordinals)} (?:(?:of|de|di|do|van) )?(?:{months})\b", ordinals, end),
        (rf"\b(?:{months}) (?:the )?{_any(ordinals)}\b", ordinals, ""),
        (rf"\b{led}{_any(ordinals)}{_ENDS}", ordinals, end),
        (rf"\b{_any(_later(cardinals))} (?:(?:of|de|di|do|van) )?{beside}(?:{months})\b", cardinals, ""),
        (rf"\b{before_count} {_any(_later(cardinals))} {counted}", cardinals, ""),
        (rf"\b{_any(_later(cardinals))} {counted} (?:from )?(?:today|tomorrow)\b", cardinals, ""),
    ]
    if named:
        found.append((rf"\b{named}{_any(cardinals)}{_ENDS}", cardinals, end))
    return tuple((re.compile(pattern), words, ending) for pattern, words, ending in found)


def _later(words: str) -> str:
    """Leave out one, which is an article in most languages."""
    return words.split(" ", 1)[1]


def _any(words: str) -> str:
    """Write a pattern of spelt numbers, the longest first."""
    spelt = sorted((one for word in words.split() for one in word.split("|")), key=len, reverse=True)
    return rf"(?P<number>{'|'.join(one.replace('.', '[- ]') for one in spelt)})"


def _number_of(spelt: str, words: str) -> int:
    patterns = (word.replace(".", "[- ]") for word in words.split())
    return next(number for number, pattern in enumerate(patterns, 1) if re.fullmatch(pattern, spelt))
