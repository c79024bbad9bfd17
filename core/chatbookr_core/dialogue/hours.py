"""Reads between which hours of a day somebody would like to come: in figures, or as a part of the day."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from itertools import pairwise
from typing import Final

from chatbookr_core.dialogue.when_words import EARLIER_IN_DAY, HAS_FIGURES, LATER_IN_DAY, UP_TO, Grammar

Between = tuple[time | None, time | None]

_ANY: Final[Between] = (None, None)
_NOON, _EVENING = time(12), time(17)
HOUR: Final = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|uhr|uur|heures?|horas?|ore|h|o'clock)?"
_BARE = re.compile(r"\b(\d{1,2})(?:([:h])(\d{2})\s*(am|pm|uhr|uur|h)?|()()\s*(am|pm|uhr|uur|heures?|h))\b")
_SPAN = rf"{HOUR}(?:{UP_TO.pattern}|\s*(?:alle|as)\s*)(?:(?:las|le) )?{HOUR}"
_FROM_TO = re.compile(rf"\b(?:from|von|de|das|dalle|van) (?:(?:las|le) )?{_SPAN}\b")
_WITH_UNIT = re.compile(rf"(?<![\d.:])\b{HOUR}\s*[-–]\s*{HOUR}\b")
_ALONE = re.compile(rf"\s*{_SPAN}\s*")

_PARTS: Final[Mapping[str, Between]] = {
    "morning": (None, _NOON),
    "afternoon": (_NOON, _EVENING),
    "evening": (_EVENING, None),
}
_OR_PART: Final = re.compile(r"\b(?:or|oder|ou|o|oppure|of|and|und|et|y|e|en)\b|[,/]")
_OR_IN: Final = re.compile(
    r" (?:or|nor|oder|noch|ou|ni|o|u|oppure|ne|nem|of|and|und|et|y|e|en)"
    r"(?: (?:in|on|the|at|am|der|den|le|la|les|por|el|di|al|de|da|na|pela|op|a))*(?: '?s)? ?'?"
)
"""What joins a part of the day to one before it that would not suit."""
_BUT_FOR: Final[Mapping[str, Between]] = {
    "morning": (_NOON, None),
    "afternoon": (None, _NOON),
    "evening": (None, _EVENING),
}
"""What is left of a day where one part would not suit."""
_OCCASIONS: Final = (
    (LATER_IN_DAY, (_NOON, None)),
    (EARLIER_IN_DAY, (None, _NOON)),
    (
        re.compile(
            r"\b(?:after (?:my |the )?work|after office hours|nach (?:der|meiner) arbeit|nach feierabend"
            r"|apres (?:le |mon )?(?:travail|boulot|bureau)|despues d(?:el|e mi) trabajo|al salir del? trabajo"
            r"|dopo (?:il )?lavoro|depois do (?:meu )?trabalho|na (?:het|mijn) werk)\b"
        ),
        (_EVENING, None),
    ),
    (
        re.compile(
            r"\b(?:before (?:my |the )?work|vor (?:der|meiner) arbeit|avant (?:le |mon )?(?:travail|boulot|bureau)"
            r"|antes d(?:el|e mi) trabajo|prima del lavoro|antes do (?:meu )?trabalho|voor (?:het|mijn) werk)\b"
        ),
        (None, time(9)),
    ),
    (
        re.compile(
            r"\b(?:after school|nach der schule|apres l'ecole|despues del (?:cole|colegio)|dopo (?:la )?scuola"
            r"|depois da escola|na school)\b"
        ),
        (time(15), None),
    ),
    (
        re.compile(
            r"\b(?:after lunch|nach (?:der mittagspause|dem (?:mittag)?essen)|apres (?:le )?(?:dejeuner|repas)"
            r"|despues de (?:comer|almorzar|la comida)|dopo (?:il )?pranzo|depois do almoco|na de lunch)\b"
        ),
        (time(13), _EVENING),
    ),
    (
        re.compile(
            r"\b(?:before lunch|vor (?:der mittagspause|dem (?:mittag)?essen)|avant (?:le )?(?:dejeuner|repas)"
            r"|antes de (?:comer|almorzar)|prima di pranzo|antes do almoco|voor de lunch)\b"
        ),
        (None, _NOON),
    ),
    (
        re.compile(
            r"\b(?:lunch(?: ?time| ?break)?|mittags|mittagspause|mittagszeit"
            r"|(?<!vor )(?<!vor dem )(?<!nach )(?<!nach dem )mittag"
            r"|pause (?:dejeuner|de midi)|heure du dejeuner|entre midi et (?:deux|2)|hora de comer|hora de la comida"
            r"|pausa pranzo|(?:ora di|a) pranzo|a comer|au dejeuner"
            r"|(?:(?:hora|horario) d[eo]|ao|no|na|durante o) almoco|lunch(?:pauze|tijd)"
            r"|middaguur|tussen de middag)\b"
        ),
        (_NOON, time(14)),
    ),
    (
        re.compile(
            r"\b(?:late (?:in the )?mornings?|mid[- ]?morning|(?:am )?spate[nr] (?:vormittag|morgen)|spatvormittags?"
            r"|(?:en |milieu de |fin de )+matinee|tarda mattinata|meta mattina(?:ta)?|(?:fim|final|meio) da manha"
            r"|(?:eind van de|later? in de|halverwege de) (?:och|voor)(?:tend|middag))\b"
        ),
        (time(10), _NOON),
    ),
    (
        re.compile(
            r"\b(?:early (?:in the )?afternoon|(?:am )?fruhe[nr] nachmittag|fruhnachmittags?|debut d'apres[- ]midi"
            r"|primera hora de la tarde|primo pomeriggio|(?:inicio|comeco) da tarde|(?:begin van|vroeg in) de middag)\b"
        ),
        (_NOON, time(15)),
    ),
    (
        re.compile(
            r"\b(?:(?:very )?early (?:in the )?mornings?|first thing(?: in the morning)?|(?:ganz|sehr) fruh|fruhmorgens"
            r"|fruh am (?:morgen|vormittag)|(?:morgens (?:gleich |ganz |als )?|(?:gleich|direkt) (?:morgens |in der )?)"
            r"(?:fruh|erste[rsn]?)|(?:gleich )?als (?:aller)?erste[rs]? (?:am morgen|morgens|in der fruh)"
            r"|tot (?:le|dans la) mat(?:in|inee)|(?:a la )?premiere heure|de bon(?:ne heure| matin)"
            r"|primera hora(?: de la manana)?|(?:di )?prima mattina|mattina presto|(?:alle )?prime ore"
            r"|(?:logo|cedo) (?:pela|de|da) manha|inicio da manha|primeira hora(?: da manha)?|manha cedo"
            r"|vroeg in de ochtend|'?s (?:ochtends|morgens) vroeg|(?:meteen )?als eerste (?:in de ochtend|'?s ochtends)"
            r"|(?:eerste|vroege) ochtend|ochtend ?vroeg)\b"
        ),
        (None, time(10)),
    ),
    (
        re.compile(
            r"\b(?:late (?:in the )?afternoons?|(?:am )?spate[nr] nachmittag|spatnachmittags?|fin (?:de journee"
            r"|d'apres[- ]midi)|ultima hora(?: de la tarde)?|tardo pomeriggio|(?:fim|final) d[ae] tarde"
            r"|laat in de middag|eind van de middag|(?:as )?late(?:st)? (?:as )?possible"
            r"|(?:so spat wie|spatest) ?moglich|moglichst spat|plus tard possible"
            r"|mas tarde posible|piu tardi possibile|mais tarde possivel"
            r"|zo laat mogelijk)\b"
        ),
        (time(15), None),
    ),
)
"""What people's days are made of, in whichever language; what is said of a part of the day alone comes after these."""
_NOT_BEFORE: Final = re.compile(
    r"\b(?:not|no|but|except|never|neither|nor|weder|ni|ne|nem|don't (?:like|want)|can't(?: do| come)?"
    r"|cannot(?: do| come)?|nicht|keine?n?|ausser|pas"
    r"|sauf|menos|excepto|tranne|exceto|niet|geen|behalve"
    r"|(?:no|non|nao) (?:puedo|posso|consigo|riesco|quiero|quero|voglio|me va(?: bien)?|mi va(?: bene)?)|non|nao)"
    r"(?: (?:in|on|the|at|am|in der|den|le|la|les|en|por|el|di|al|de|da|na|pela|op|a|zu|zur))*(?: '?s| l')? ?$"
)
_NOT: Final = re.compile(r"\bnot\b|n't\b|\bcannot\b")
_NOT_BEFORE_HOUR: Final = re.compile(
    r"\b(?:not|no|never|don't (?:like|want|do)|(?:can't|cannot|cant)(?: do| come| make it)?|nicht|nie|pas|jamais|sauf"
    r"|non|mai|nao|nunca|niet|nooit)(?: (?:puedo|posso|really|schon|vengo|any|me va(?: bien)?|mi va(?: bene)?))? ?$"
)
"""What stands before an hour that is a bound the other way round: "not before 10"."""
_FROM_THEN: Final = re.compile(
    r"(?:after|from|later|nach|ab|spater|apres|a partir|plus tard|despues|desde|mas tarde|dopo|dalle|a partire"
    r"|piu tardi|depois|apos|mais tarde|na|vanaf)\b"
)
_NOT_AFTER: Final = re.compile(
    r",? (?:(?:kann|geht|passt)(?: ich| es| mir| bei mir)*(?: leider)? )?(?:nicht|no|non|nao|niet|not|nie|never|nunca)$"
    r"|,? (?:kann|geht|passt)(?: ich| es| mir| bei mir)*(?: leider)? (?:nicht|nie)\b"
    r"|,? (?:(?:don't|doesn't|do not|does not|won't) (?:work|suit)|i (?:can't|cannot))\b"
    r"|,? (?:(?:ca )?(?:ne )?(?:va|marche) pas|je (?:ne )?peux pas|no (?:puedo|me va)|non (?:posso|riesco)"
    r"|nao (?:posso|da|consigo)|kan ik niet|(?:lukt|gaat|past)(?: het)?(?: me)? niet)\b"
)


@dataclass(frozen=True, slots=True)
class Hours:
    """The local times of day between which a start would suit, each may be open; `is_exact`: an hour is named."""

    from_time: time | None
    until_time: time | None
    is_exact: bool = False


def hours_in(text: str, rest: str, grammar: Grammar) -> Hours:
    """Read hours out of a text; `rest` is what is left of it without its dates."""
    from_time, until_time = _figures_in(rest, grammar)
    if from_time is None and until_time is None:
        return Hours(*(_occasion_in(text) or _part_of_day(text, grammar)))
    if from_time is None or until_time is None:
        part = _part_in(text, grammar)
        from_time, until_time = _of_part(from_time, part), _of_part(until_time, part)
    elif from_time >= until_time:
        until_time = None
    return Hours(from_time, until_time, is_exact=True)


def _figures_in(text: str, grammar: Grammar) -> Between:
    if not HAS_FIGURES.search(text):
        return _ANY
    if found := re.search(rf"\b{grammar.between}{HOUR}", text):
        first = re.fullmatch(HOUR, found[1].strip())
        if first is not None:
            return _time(first[1], first[2], first[3] or found[4]), _time(found[2], found[3], found[4])
    if found := _FROM_TO.search(text) or _ALONE.fullmatch(text):
        return _time(found[1], found[2], found[3] or found[6]), _time(found[4], found[5], found[6])
    if (found := _WITH_UNIT.search(text)) and (found[3] or found[6]):
        return _time(found[1], found[2], found[3] or found[6]), _time(found[4], found[5], found[6])
    after = re.search(rf"\b(?:{grammar.after})\s*{HOUR}\b", text)
    before = re.search(rf"\b(?:{grammar.before})\s*{HOUR}\b", text)
    if after is not None and before is not None and after.start(1) == before.start(1):
        after = None  # "spätestens um 16 Uhr"
    if after is not None or before is not None:
        return _bounds(text, after, before)
    if alone := _BARE.search(text):
        return _time(alone[1], alone[3], alone[4] or alone[7]), None
    alone = _beside_part(text, grammar)
    return (_time(alone[1], None, None) if alone else None), None


def _bounds(text: str, after: re.Match[str] | None, before: re.Match[str] | None) -> Between:
    """Read the hours after and before which a start would suit; "not before 10" is from 10 on, "not at 10" no hour."""
    from_time = until_time = None
    for found, is_after in ((after, True), (before, False)):
        if found is None:
            continue
        at, is_refused = _time(found[1], found[2], found[3]), _is_refused(text, *found.span())
        if is_refused and is_after and not _FROM_THEN.match(found[0]):
            continue
        if is_after is not is_refused:
            from_time = at
        else:
            until_time = at
    return from_time, until_time


def _is_refused(text: str, start: int, end: int) -> bool:
    """Tell whether an hour is one that would not suit, by what stands around it."""
    return bool(_NOT_BEFORE_HOUR.search(text[:start]) or _NOT_AFTER.match(re.sub(r"^(?=\w)", " ", text[end:])))


def _beside_part(text: str, grammar: Grammar) -> re.Match[str] | None:
    """Find an hour by the part of the day right after it: "8 de la mañana"."""
    parts = "|".join(f"(?:{pattern})" for _, pattern in grammar.parts)
    return re.search(rf"\b(\d{{1,2}}) (?:in the |in de |am |'?s )?(?:{parts})\b", text)


def _time(hour_figures: str, minute_figures: str | None, unit: str | None) -> time | None:
    hour, minute = int(hour_figures), int(minute_figures or 0)
    if unit == "pm" and hour < 12:
        hour += 12
    elif unit == "am":
        hour %= 12
    elif not hour_figures.startswith("0") and (
        1 <= hour <= 6 or (hour == 7 and not minute_figures and unit in (None, "o'clock"))
    ):
        hour += 12  # "after 4" is said of the afternoon: nobody is open at four in the morning
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _of_part(at: time | None, part: str | None) -> time | None:
    """Take an hour to be of the part of the day that stands beside it: "8 in the evening", "7 in the morning"."""
    if at is None or part is None:
        return at
    if part == "morning":
        return at.replace(hour=at.hour - 12) if at.hour >= 17 else at
    return at.replace(hour=at.hour + 12) if at.hour < 12 and at.hour + 12 >= _NOON.hour else at


@lru_cache(maxsize=16)  # a text is read by the grammar of each language
def _occasion_in(text: str) -> Between | None:
    return next((hours for pattern, hours in _OCCASIONS if pattern.search(text)), None)


def refused_occasion_in(text: str) -> tuple[Between, int, int] | None:
    """Find one of them that would not suit, by what stands around it, and where that begins and ends."""
    for pattern, hours in _OCCASIONS:
        found = pattern.search(text)
        before = _NOT_BEFORE.search(text[: found.start()]) if found is not None else None
        after = _NOT_AFTER.match(text[found.end() :]) if found is not None else None
        if found is not None and (before or after):
            return hours, before.start() if before else found.start(), found.end() + (after.end() if after else 0)
    return None


def names_hours(text: str, grammar: Grammar) -> bool:
    """Tell whether a text may say anything of hours: most say nothing, and that is soon seen."""
    is_named = HAS_FIGURES.search(text) is not None or _occasion_in(text) is not None
    return is_named or any(re.search(rf"\b(?:{pattern})\b", text) for _, pattern in grammar.parts)


def _part_in(text: str, grammar: Grammar) -> str | None:
    return next((part for part, is_wanted in _parts_in(text, grammar) if is_wanted), None)


def _part_of_day(text: str, grammar: Grammar) -> Between:
    named = list(_parts_in(text, grammar))
    wanted = list(dict.fromkeys(part for part, is_wanted in named if is_wanted))
    if len(wanted) > 1 and _OR_PART.search(text):  # from the first of them to the end of the last
        starts, ends = zip(*(_PARTS[part] for part in wanted), strict=True)
        return None if None in starts else min(starts), None if None in ends else max(ends)
    if wanted:
        return _PARTS[wanted[0]]
    left = [part for part in _PARTS if part not in {part for part, _ in named}]
    if len(left) == 1:
        return _PARTS[left[0]]
    return _BUT_FOR[named[0][0]] if named else _ANY


def _parts_in(text: str, grammar: Grammar) -> Iterator[tuple[str, bool]]:
    """List the parts of the day that are named, and whether each would suit."""
    joined = {after for _, after in refused_together(text, grammar)}
    for part, found in _named_parts(text, grammar):
        yield part, not (_is_refused_part(text, found) or found.start() in joined)


def refused_together(text: str, grammar: Grammar) -> list[tuple[int, int]]:
    """List where between two parts of the day a word stands by which neither would suit: "not mornings or evenings"."""
    found = sorted((one for _, one in _named_parts(text, grammar)), key=lambda one: one.start())
    joins, is_refused = list[tuple[int, int]](), False
    for before, after in pairwise(found):
        is_refused = is_refused or _NOT_BEFORE.search(text[: before.start()]) is not None
        is_refused = is_refused and _OR_IN.fullmatch(text[before.end() : after.start()]) is not None
        if is_refused:
            joins.append((before.end(), after.start()))
    return joins


def _named_parts(text: str, grammar: Grammar) -> Iterator[tuple[str, re.Match[str]]]:
    for part, pattern in grammar.parts:
        for found in re.finditer(rf"\b(?:{pattern})\b", text):
            yield part, found


def _is_refused_part(text: str, found: re.Match[str]) -> bool:
    before = _NOT_BEFORE.search(text[: found.start()])
    is_rather = before is not None and before[0].startswith("but") and _NOT.search(text[: before.start()]) is not None
    return (before is not None and not is_rather) or _NOT_AFTER.match(text[found.end() :]) is not None
