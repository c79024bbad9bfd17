"""Reads which of several that are shown is meant: by its place among them, or by the hour at which it begins."""

import re
from datetime import date, time
from typing import Final

from chatbookr_core.dialogue.wishes import hear
from chatbookr_core.dialogue.words import bare, without_courtesy

LAST: Final = -1
_FEW_WORDS: Final = 8
_ORDINALS: Final = (
    r"first|erste[nrs]?|premiere?|primer[oa]?|prim[oa]|primeir[oa]|eerste",
    r"second|zweite[nrs]?|deuxieme|seconde?|segundo|second[oa]|tweede",
    r"third|dritte[nrs]?|troisieme|tercer[oa]?|terz[oa]|terceir[oa]|derde",
    r"fourth|vierte[nrs]?|quatrieme|cuarto|quarto|vierde",
    r"fifth|funfte[nrs]?|cinquieme|quinto|vijfde",
)
_LAST: Final = r"last|letzte[nrs]?|derniere?|ultim[oa]|laatste"
_NO_DAYS: Final = {1: "segunda", 3: "cuarta|quarta", 4: "quinta"}
"""Places that are weekdays in Portuguese, and none in Spanish or Italian."""
_OPTION: Final = (
    r"one|options?|choices?|time|slot|termin|zeit|uhrzeit|moglichkeit|choix|horaire|creneau|opcion|horario"
    r"|opzione|orario|opcao|optie|tijd|keuze|appointment|rendez-?vous|rdv|cita|appuntamento|consulta|afspraak"
)
_ARTICLE: Final = r"(?:(?:the|der|die|das|den|le|la|el|il|lo|o|a|de|het) |l')?"
_NUMBER: Final = re.compile(
    rf"(?:(?:number|no|nr|num|nummer|numero|{_OPTION})[. ]*|#)(?P<number>\d)|(?P<alone>\d)[.)]?"
)
_NODS: Final = re.compile(
    r"^(?:(?:yes|yeah|yep|ok(?:ay)?|sure|fine|great|perfect|good|ja|gut|gerne|oui|d'accord|si|vale|va bene|sim|prima"
    r"|goed|then|dann|alors|entonces|allora|entao|dan|let's (?:say|do)|i(?:'ll| will)? (?:take|have|choose|want)"
    r"|i'd like|(?:ich )?nehme(?: ich)?|ich (?:mochte|hatte gern)|je (?:prends|veux|voudrais)|quiero|me quedo con"
    r"|cojo|tomo|prendo|vorrei|fico com|quero|queria|ik neem|doe(?: maar)?|geef mij|maar)[,.!]* )+"
)
_AND_NODS: Final = re.compile(
    r"(?:,? (?:is|would be|will be|sounds|looks)? ?(?:fine|good|great|ok(?:ay)?|perfect|best|works?(?: for me)?|then"
    r"|pls|suits(?: me)?|please|(?:ist|ware)? ?(?:gut|super|perfekt|ok)|ist prima|passt(?: mir)?(?: gut)?|geht"
    r"|nehme ich|dann|bitte|(?:c'est|ce serait)? ?(?:bien|parfait)|me convient|me va(?: bien)?|ca me va|est[ae] bien"
    r"|per favore"
    r"|por favor|va bene|perfetto|esta (?:bem|otimo)|serve|pode ser|is (?:goed|prima)|past(?: me)?|graag|kan dat|kan"
    r"|lukt|alstublieft|alsjeblieft|s'il vous plait|svp))+$"
)
_BOUND: Final = re.compile(
    r"\b(?:after|before|from|later|earlier|onwards?|since|until|till?|nach|ab|vor|bis|spater|fruher|fruhestens|spatestens"
    r"|apres|avant|a partir|plus|jusqu\w*|desde|despues|antes|mas|hasta|adelante|dopo|prima|dalle|poi|piu|depois|apos"
    r"|mais|ate|vanaf|voor|tot|later|eerder|not?|nicht|kein\w*|pas|non|nao|niet|geen|or|oder|ou|oppure|of|between"
    r"|around|about|gegen|etwa|ungefahr|vers|environ|sobre|circa|verso|cerca|por volta|rond|ongeveer)\b|n't\b"
)
"""Words beside which an hour is no time of its own: "from 4 on", "not at 4", "4 or 5"."""


def without_nods(text: str) -> str:
    """Leave out of a plain text what only agrees to it: "ok, 11:30 is fine"."""
    said = _AND_NODS.sub("", _NODS.sub("", bare(without_courtesy(text))))
    return said or bare(text)


def place_in(text: str, language: str, *, is_number_enough: bool) -> int | None:
    """Read the place of what is meant out of a plain text, 0 for the first and LAST; None where nothing else is said.

    `is_number_enough`: a number alone is a place. What is a weekday in Portuguese is none there.
    """
    said = without_nods(text.replace("\N{COMBINING ENCLOSING KEYCAP}", ""))
    found = _NUMBER.fullmatch(said)
    if found is not None and (found["number"] or is_number_enough):
        return int(found["number"] or found["alone"]) - 1 if (found["number"] or found["alone"]) != "0" else None
    for place, ordinal in ((LAST, _LAST), *enumerate(_ORDINALS)):
        meant = f"{ordinal}|{_NO_DAYS[place]}" if place in _NO_DAYS and language != "pt" else ordinal
        if re.fullmatch(rf"{_ARTICLE}(?:{meant})(?: (?:{_OPTION}))?", said):
            return place
    return None


def hour_of(text: str, today: date, language: str) -> tuple[date | None, time] | None:
    """Read the one time of day that a few plain words name, and the day beside it; None where they say more or less."""
    said = without_nods(text)
    if len(said.split()) > _FEW_WORDS or _BOUND.search(said):
        return None
    is_agreed = said != bare(text)  # a number alone may be anything
    heard = hear(f"{said}:00" if said.isdecimal() and len(said) <= 2 and is_agreed else said, today, language)
    if heard is None or not heard.has_hour:
        return None
    wish = heard.wish
    is_one = wish.until_time is None and not wish.is_span and wish.refused is None and not wish.day_hours
    return (wish.day, wish.from_time) if is_one and wish.from_time is not None else None
