"""Finds the weeks and months that a plain text names, whole or in part: "the end of next week", "mid December"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from chatbookr_core.dialogue.day_names import month_pattern, months_of, weekdays_in
from chatbookr_core.dialogue.refusals import without_refused
from chatbookr_core.dialogue.when_words import GRAMMARS, HAS_FIGURES, IN_MONTH, NEXT_MONTH

WEEK, SATURDAY, SUNDAY = 7, 5, 6
_EARLY: Final = (
    r"early|(?:the )?(?:beginning|start) of|anfang|debut|a? ?(?:principios|comienzos)|(?:all')?inizio|(?:no )?(?:inicio"
    r"|comeco)|begin"
)
_MID: Final = r"mid|(?:the )?middle of|mitte|mi|milieu|a? ?mediados|a? ?meta|meados|half|midden"
_LATE: Final = (
    r"late(?:r(?= next))?|(?:the )?end of|ende|fin|a? ?fin(?:al(?:es)?)?|(?:alla |a )?fine"
    r"|(?:no )?(?:fim|final)|eind[e]?"
)
_PART: Final = re.compile(
    rf"\b(?:(?P<early>{_EARLY})|(?P<mid>{_MID})|(?P<late>{_LATE}))[ -]?"
    r"(?:(?:of|de|del|des|du|della|di|do|da|van|von) )?(?:(?:the|la|le|el|il|der|de|a|deze|dieses|ce) ?)?$"
)
_THIS_MONTH: Final = re.compile(
    r"\b(?:the|this|des|dieses|diesen|du|ce|del?|este|questo|do|deste|van de|van deze|deze|(?<=fine )|(?<=fin de ))"
    r" ?(?:month|monats?|mois|mes|mese|maand)\b"
)
LATELY: Final = timedelta(days=60)
"""So long ago somebody may still speak of a day as of one that has passed, and not of next year's."""
_NUMBERED: Final = re.compile(
    r"\b(?:(?:in |der |die |de |la )?(?:calendar )?(?:week|wk|weeks|weken|kw|kalenderwochen?|woche|semaines?|sem"
    r"|semanas?|settiman[ae]|sett)\.? ?(?:no|nr|n|num|numero|nummer)?[.°º]? ?(?P<number>\d{1,2})"
    r"(?! ?(?:of|de|di|van|von|del|do|im|h|uhr|uur|am|pm|o'clock|heures?|horas?|ore)\b)(?![.:]\d)"
    r"(?: ?(?:-|/|or|oder|ou|o|of|to|bis|a|tot|und|and|et|y|e|en) ?(?:kw |week |semaine |semana |settimana )?"
    r"(?P<last>\d{1,2})(?! ?(?:h|uhr|uur)\b))?"
    r"|(?P<before>\d{1,2})\.? (?:kw|kalenderwoche))\b"
)
_NAMED_WEEK: Final = re.compile(
    rf"\b(?:{'|'.join(one for each in GRAMMARS.values() for one in (each.next_week, each.this_week))})\W+\d{{1,2}}$"
)
"""A week beside an hour: "this week 10"."""
_AFTER_NEXT: Final = re.compile(
    r"\b(?:week after next|week after that|ubernachste[nr]? woche|uebernachste[nr]? woche"
    r"|semaine d'apres|semaine suivante|semana siguiente|settimana dopo(?: la prossima)?"
    r"|settimana successiva|semana seguinte|week (?:erna|erop|daarna))\b"
)
_NEXT_YEAR: Final = re.compile(
    r"\b(?:(?:early )?in the new year|(?:early )?next year|i[mn]s? neuen jahr|(?:im |anfang )?nachste[ns]? jahr(?:es)?"
    r"|(?:a |en )?la nouvelle annee|l'annee prochaine|l'an prochain|en el (?:ano nuevo|nuevo ano)"
    r"|(?:el )?(?:ano que viene|proximo ano)|nell'anno nuovo|nel nuovo anno|(?:l')?anno prossimo|(?:il )?prossimo anno"
    r"|(?:n[oa]|em) (?:ano novo|novo ano)|(?:(?:n[oa]|em) )?(?:proximo ano|ano que vem)"
    r"|in het nieuwe jaar|volgend jaar)\b"
)
_THIS_YEAR: Final = re.compile(
    r"\b(?:this year|diese[sm] jahr|heuer|cette annee|este ano|quest'anno|(?:n?este) ano|dit jaar)\b"
)
_COURTESY: Final = ("", "please", "bitte", "svp", "s'il vous plait", "por favor", "per favore", "graag", "alstublieft")
_LONG_NAME: Final = 4  # letters of a month that is meant where it stands alone: "mar" and "set" are other words
_SHORT_MONTHS: Final = ("mai", "mei")
_JOINED: Final = "or|and|oder|und|ou|et|o|y|e|of|en|to|bis|-|a|tot"
_WEEK_PARTS: Final = {"early": (0, 1), "mid": (1, 3), "late": (3, 6)}
"""Of a week: the first and the last weekday, 0 for Monday."""
_MONTH_PARTS: Final = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, and where in the text they are named; `is_week`: of a week, by its Monday."""

    first: date
    last: date
    start: int
    end: int
    monday: date | None = None


def weeks_in(text: str, today: date, language: str, *, is_spoken: bool) -> Period | None:
    """Find a week: counted ("in two weeks"), the next, the one after it, or this one unless a day of it is named.

    One that would not suit is found beside any day.
    """
    grammar, monday = GRAMMARS[language], today - timedelta(days=today.weekday())
    if (numbered := _numbered_in(text, today)) is not None:
        return numbered
    if (day := _from_day_in(text, today, language)) is not None:
        return day
    if found := _counted(text, language):
        return _counted_week(text, found, today, language, is_spoken=is_spoken)
    if found := _AFTER_NEXT.search(text):
        return _week(text, found, monday + timedelta(days=2 * WEEK))
    if found := re.search(rf"\b(?:{grammar.next_week})\b", text):
        return _week(text, found, monday + timedelta(days=WEEK))
    if found := re.search(rf"\b(?:{grammar.this_week})\b", text):
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        if without_refused(text, *found.span()) or not weekdays_in(rest, language, is_spoken=is_spoken):
            week = _week(text, found, monday)
            return None if week.last < today else Period(max(week.first, today), week.last, week.start, week.end)
    return None


def _numbered_in(text: str, today: date) -> Period | None:
    """Find a week by its number (ISO 8601): the next such one, or one of the last weeks, which has passed."""
    found = _NUMBERED.search(text) if HAS_FIGURES.search(text) else None
    if found is None or _NAMED_WEEK.search(text[: found.end("number") if found["number"] else found.start()]):
        return None
    numbers = [int(one) for one in (found["number"] or found["before"], found["last"]) if one]
    monday = _monday_of(numbers[0], today)
    if monday is None:
        return None
    last = _monday_of(numbers[-1], monday) or monday
    end = max(last, monday) + timedelta(days=SUNDAY)
    is_one = end - monday < timedelta(days=WEEK)
    return Period(max(monday, today) if end >= today else monday, end, *found.span(), monday if is_one else None)


def _monday_of(number: int, today: date) -> date | None:
    """Return on which Monday a numbered week begins; None where no year near has such a one."""
    for year in range(today.year - 1, today.year + 3):
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            continue
        if monday + timedelta(days=SUNDAY) >= today - LATELY:
            return monday
    return None


def days_counted_in(text: str, today: date, language: str) -> Period | None:
    """Find a number of days from today: "in three days"."""
    found = _counted(text, language)
    if found is None or found["weeks"] is not None:
        return None
    day = today + timedelta(days=_number(found["count"], language))
    return Period(day, day, *found.span())


def months_in(text: str, today: date, language: str) -> Period | None:
    """Find a month or a part of it."""
    if found := NEXT_MONTH.search(text):
        return _month(text, found.span(), _end_of_month(today) + timedelta(days=1), today)
    for found in re.finditer(rf"\b({month_pattern(language)})\b(?! ?\d| dias\b)", text):
        if _is_month(text, found, language):
            number = months_of(language)[found[1]]
            first = date(today.year + (number < today.month), number, 1)
            return _to_month(text, _month(text, found.span(), first, today), today, language)
    if (found := _THIS_MONTH.search(text)) and _PART.search(text[: found.start()]):
        return _month(text, found.span(), today.replace(day=1), today)
    return None


def _is_month(text: str, found: re.Match[str], language: str) -> bool:
    """Tell by what stands before a name that it is that of a month: "in May", "ab Januar"; or it stands alone."""
    before, grammar = text[: found.start()], GRAMMARS[language]
    leads = f"{grammar.on}|{grammar.past}|{grammar.ahead}|{grammar.by}|{IN_MONTH}|courant|during|durante|rond"
    leads += "|all|all of|whole|tout|todo|tutto|heel"
    if _PART.search(before) or re.search(rf"\b(?:{leads}) $", before):
        return True
    joined = rf" (?:{_JOINED}) (?:{month_pattern(language)})\b"
    alone = re.sub(f"^{joined}", "", text[found.end() :]).strip(" ,.!?")
    return not before and alone in _COURTESY and (len(found[1]) >= _LONG_NAME or found[1] in _SHORT_MONTHS)


def _to_month(text: str, period: Period, today: date, language: str) -> Period:
    """Add the month that is joined to one: "in January or February"."""
    found = re.compile(rf" (?:{_JOINED}) (?:{IN_MONTH} )?({month_pattern(language)})\b(?! ?\d)").match(text, period.end)
    if found is None:
        return period
    number = months_of(language)[found[1]]
    last = _end_of_month(date(period.last.year + (number < period.last.month), number, 1))
    return Period(period.first, last, period.start, found.end())


def years_in(text: str, today: date) -> Period | None:
    """Find next year, or what is left of this one; where nothing nearer is named."""
    if found := _NEXT_YEAR.search(text):
        return Period(date(today.year + 1, 1, 1), date(today.year + 1, 12, 31), *found.span())
    if found := _THIS_YEAR.search(text):
        return Period(today, date(today.year, 12, 31), *found.span())
    return None


def _counted(text: str, language: str) -> re.Match[str] | None:
    grammar = GRAMMARS[language]
    spelt = "|".join(f"(?:{one})" for one in grammar.numbers)
    return re.search(
        rf"\b(?:{grammar.within})\s+(?P<count>\d{{1,2}}|{spelt})\s+(?:{grammar.day_unit}|(?P<weeks>{grammar.week_unit}))\b",
        text,
    )


def _from_day_in(text: str, today: date, language: str) -> Period | None:
    """Find the day that is so many weeks after today or tomorrow: "two weeks today", "heute in zwei Wochen"."""
    grammar = GRAMMARS[language]
    spelt = "|".join(f"(?:{one})" for one in grammar.numbers)
    for days, ahead in grammar.days:
        found = re.search(
            rf"\b(?:(?:de )?(?:{days}) (?:{grammar.within}|a) (?P<count>\d{{1,2}}|{spelt}) (?:{grammar.week_unit})"
            rf"|(?P<weeks>\d{{1,2}}|{spelt}) (?:{grammar.week_unit}) (?:from )?(?:{days}))\b",
            text,
        )
        if found is not None:
            weeks = _number(found["count"] or found["weeks"], language)
            day = today + timedelta(days=weeks * WEEK + ahead)
            return Period(day, day, *found.span())
    return None


def _counted_week(text: str, found: re.Match[str], today: date, language: str, *, is_spoken: bool) -> Period | None:
    """Return the week that lies so many weeks ahead, or a day of it.

    A weekday that is named before the count is itself so many weeks off: "Friday in two weeks".
    """
    if found["weeks"] is None:
        return None
    ahead = today + timedelta(days=WEEK * _number(found["count"], language))
    named = weekdays_in(text, language, is_spoken=is_spoken)
    if len(named) != 1 or named[0].start > found.start():
        return _week(text, found, ahead - timedelta(days=ahead.weekday()))
    day = coming_weekday(named[0].number, ahead)
    return Period(day, day, named[0].start, found.end())


def coming_weekday(number: int, today: date) -> date:
    """Return the next such day of the week, 0 for Monday; of today's own it is the one in a week."""
    return today + timedelta(days=(number - today.weekday() - 1) % WEEK + 1)


def _number(word: str, language: str) -> int:
    if word.isdecimal():
        return int(word)
    return next(place for place, names in enumerate(GRAMMARS[language].numbers, 1) if re.fullmatch(names, word))


def _week(text: str, found: re.Match[str], monday: date) -> Period:
    """Name a week, or the part of it that stands before it."""
    part = _PART.search(text[: found.start()])
    first, last = _WEEK_PARTS[part.lastgroup or "late"] if part else (0, SUNDAY)
    start = part.start() if part else found.start()
    begin, end = monday + timedelta(days=first), monday + timedelta(days=last)
    return Period(begin, end, start, found.end(), None if part else monday)


def _month(text: str, span: tuple[int, int], first: date, today: date) -> Period:
    part, last = _PART.search(text[: span[0]]), _end_of_month(first)
    start = part.start() if part else span[0]
    if part:
        begin, end = _MONTH_PARTS[part.lastgroup or "late"]
        first, last = first.replace(day=begin), min(first.replace(day=min(end, last.day)), last)
    return Period(max(first, today), max(last, today), start, span[1])


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
