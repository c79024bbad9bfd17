"""Writes in figures what people say in words of hours and days: "half past four", "in a fortnight", "Christmas"."""

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Final

from chatbookr_core.dialogue.day_names import weekdays_of
from chatbookr_core.dialogue.when_words import GRAMMARS, HAS_FIGURES

_NUMBERS: Final[Mapping[str, str]] = {
    "en": "one two three four five six seven eight nine ten eleven twelve",
    "de": "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf",
    "fr": "une deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "una dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "it": "una due tre quattro cinque sei sette otto nove dieci undici dodici",
    "pt": "uma duas tres quatro cinco seis sete oito nove dez onze doze",
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
}
"""Of the clock, from one to twelve, without accents."""

_NUMBER: Final = "(NUMBER)"
_CLOCK: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    "en": (
        (rf"half (?:past )?{_NUMBER}", 30),
        (rf"(?:a )?quarter past {_NUMBER}", 15),
        (rf"(?:a )?quarter to {_NUMBER}", -15),
        (rf"{_NUMBER} o'?clock", 0),
        (rf"five past {_NUMBER}", 5),
        (rf"five to {_NUMBER}", -5),
        (rf"ten past {_NUMBER}", 10),
        (rf"ten to {_NUMBER}", -10),
        (rf"twenty past {_NUMBER}", 20),
        (rf"twenty to {_NUMBER}", -20),
    ),
    "de": (
        (rf"zehn vor halb {_NUMBER}", -40),
        (rf"funf vor halb {_NUMBER}", -35),
        (rf"funf nach halb {_NUMBER}", -25),
        (rf"zehn nach halb {_NUMBER}", -20),
        (rf"halb {_NUMBER}", -30),
        (rf"funf vor {_NUMBER}", -5),
        (rf"funf nach {_NUMBER}", 5),
        (rf"(?:zehn|10) vor {_NUMBER}", -10),
        (rf"(?:zehn|10) nach {_NUMBER}", 10),
        (rf"(?:zwanzig|20) vor {_NUMBER}", -20),
        (rf"(?:zwanzig|20) nach {_NUMBER}", 20),
        (rf"viertel nach {_NUMBER}", 15),
        (rf"(?:viertel vor|drei ?viertel) {_NUMBER}", -15),
        (rf"(?<!drei )viertel {_NUMBER}", -45),
    ),
    "fr": (
        (rf"{_NUMBER} ?(?:h|heures?) et demie?", 30),
        (rf"{_NUMBER} ?(?:h|heures?) et quart", 15),
        (rf"{_NUMBER} ?(?:h|heures?) moins (?:le )?quart", -15),
        (rf"{_NUMBER} ?(?:h|heures?) moins dix", -10),
        (rf"{_NUMBER} ?(?:h|heures?) moins vingt", -20),
        (rf"{_NUMBER} ?(?:h|heures?) moins cinq", -5),
        (rf"{_NUMBER} ?(?:h|heures?) vingt", 20),
        (rf"{_NUMBER} ?(?:h|heures?) dix", 10),
    ),
    "es": (
        (rf"{_NUMBER} y media", 30),
        (rf"{_NUMBER} y cuarto", 15),
        (rf"{_NUMBER} menos (?:un )?cuarto", -15),
        (rf"{_NUMBER} menos diez", -10),
        (rf"{_NUMBER} menos veinte", -20),
        (rf"{_NUMBER} menos cinco", -5),
    ),
    "it": (
        (rf"{_NUMBER} e mezz[ao]", 30),
        (rf"{_NUMBER} e (?:un )?quarto", 15),
        (rf"{_NUMBER} meno (?:un )?quarto", -15),
        (rf"{_NUMBER} meno dieci", -10),
        (rf"{_NUMBER} meno venti", -20),
        (rf"{_NUMBER} meno cinque", -5),
    ),
    "pt": (
        (rf"{_NUMBER} e meia", 30),
        (rf"{_NUMBER} e (?:um quarto|quinze)", 15),
        (rf"(?:um quarto|quinze) para as? {_NUMBER}", -15),
        (rf"{_NUMBER} menos (?:um quarto|quinze)", -15),
        (rf"dez para as? {_NUMBER}", -10),
        (rf"{_NUMBER} menos dez", -10),
        (rf"{_NUMBER} menos vinte", -20),
        (rf"vinte para as? {_NUMBER}", -20),
    ),
    "nl": (
        (rf"tien voor half {_NUMBER}", -40),
        (rf"vijf voor half {_NUMBER}", -35),
        (rf"vijf over half {_NUMBER}", -25),
        (rf"tien over half {_NUMBER}", -20),
        (rf"half {_NUMBER}", -30),
        (rf"vijf over {_NUMBER}", 5),
        (rf"vijf voor {_NUMBER}", -5),
        (rf"twintig over {_NUMBER}", 20),
        (rf"twintig voor {_NUMBER}", -20),
        (rf"tien over {_NUMBER}", 10),
        (rf"tien voor {_NUMBER}", -10),
        (rf"kwart over {_NUMBER}", 15),
        (rf"kwart voor {_NUMBER}", -15),
    ),
}
"""What is said of the clock, and how many minutes before or after its hour that is."""

_MONTHS_FR: Final = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_MONTHS_IT: Final = "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"
"""Written here, since CLDR's names are loaded once somebody writes alone."""
_IN_A_WEEK_PT: Final = r"\1\2 daqui a uma semana"
_FEIRA: Final = r"(?:[ -]feira|(?= *$| (?:de|a|as|pela|ou|e|depois|antes)\b))"
_SAYINGS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "en": (
        (r"wks?(?! ?\d)", "week"),
        (r"b4", "before"),
        (r"we(?:ns|nds|dns|dens|dnes)day", "wednesday"),
        (r"aft(?:er|r)?no+n", "afternoon"),
        (r"arvo", "afternoon"),
        (r"tm(?:r?w|r)|2morr?ow|tommorr?ow|tomorow|tomm?orr?w", "tomorrow"),
        (r"(?<=tomorrow or )the day after(?! tomorrow)", "day after tomorrow"),
        (r"(?:a )?fortnight (?:from )?(?=today|tomorrow)", "2 weeks "),
        (r"in (?:a fortnight|(?:14|fourteen) days)|(?:in )?two weeks from now", "in two weeks"),
        (r"a week from now|in a week's time", "in one week"),
        (r"in (?:a|one) month(?:'s time)?", "in four weeks"),
        (r"in a couple of weeks", "in two weeks"),
        (r"this (morning|afternoon|evening)", r"today \1"),
        (r"(?:a )?week (?:from )?today|today week", "in 7 days"),
        (r"(?:a )?week (?:from )?tomorrow|tomorrow week", "in 8 days"),
        (r"(?:the )?(\w+day) after next", r"\1 in one week"),
        (r"month[- ]end|month's end", "end of the month"),
        (r"(\w+day) week(?! ?\d)", r"\1 in one week"),
        (r"(\w+day|tomorrow|mon|tues?|weds?|thu(?:rs?)?|fri) am(?= *(?:$|[,./]|or\b|please\b))", r"\1 morning"),
        (r"(\w+day|tomorrow|mon|tues?|weds?|thu(?:rs?)?|fri) pm(?= *(?:$|[,./]|or\b|please\b))", r"\1 afternoon"),
        (r"between the years", "between 25/12 and 31/12"),
        (r"(?:the )?end of the week", "end of this week"),
        (r"(?:a|one) week (?:from|on|after) (\w+day)", r"\1 in one week"),
    ),
    "de": (
        (r"(\d{1,2}) am(?= (?:\w+tag\b|mittwoch|\d{1,2}\.))", r"\1 den"),
        (r"(ab|bis) mittags?", r"\1 12:00"),
        (r"naechste([nrs]?)", r"nachste\1"),
        (r"spaet(er|estens)", r"spat\1"),
        (r"frueh(er|estens)?", r"fruh\1"),
        (r"nachm\b\.?", "nachmittag"),
        (r"vorm\b\.?", "vormittag"),
        (r"(am|oder|bis|und) so(?= *(?:$|[,./]|oder\b|um\b|ab\b|\d))", r"\1 sonntag"),
        (r"(?:heute in (?:einer woche|(?:8|acht) tagen)|heut(?:e)? uber (?:eine woche|acht tage))", "in 7 tagen"),
        (r"u(?:e)?bernachste[nrs]? (\w+tag|mittwoch|sonnabend)", r"\1 in einer woche"),
        (r"zwischen den jahren", "zwischen 25/12 und 31/12"),
        (r"ende der woche", "ende diese woche"),
        (r"in (?:14|vierzehn) tagen", "in zwei wochen"),
        (r"in (?:einem|1) monat", "in vier wochen"),
        (r"(?<!morgen )in (?:8|acht) tagen", "in einer woche"),
        (r"morgen in (?:einer woche|(?:8|acht) tagen)", "in 8 tagen"),
        (r"(\w+tag|mittwoch|sonnabend) uber (?:eine woche|(?:8|acht) tage)", r"\1 in einer woche"),
        (r"(ende|anfang|mitte) monat", r"\1 des monats"),
        (r"(?:zum |am )?monats(ende|anfang|mitte)", r"\1 des monats"),
    ),
    "fr": (
        (r"(?:d')?aujourd'hui en quinze", "dans 14 jours"),
        (r"(?:15|quinze) jours", "deux semaines"),
        (r"entre les fetes", "entre 25/12 et 31/12"),
        (r"dans (?:un|1) mois", "dans quatre semaines"),
        (r"(\w+di) en huit", r"\1 dans une semaine"),
        (r"(\w+di) en quinze", r"\1 dans deux semaines"),
        (r"(?:d')?aujourd'hui en huit", "dans 7 jours"),
        (r"demain en huit", "dans 8 jours"),
        (rf"premier (?=(?:{_MONTHS_FR})\b)", "1 "),
        (r"midi et demie?", "12:30"),
        (r"aprem|aprm|apm", "apres-midi"),
        (r"sem(?:aine)?\.? pro(?:ch)?\b\.?|sem\.? prochaine", "semaine prochaine"),
        (r"(?:plus tard )?(?<!plus tot )dans la journee", "aujourd'hui"),
        (r"auj|ajd", "aujourd'hui"),
        (r"cet apres[- ]midi", "aujourd'hui apres-midi"),
        (r"ce matin", "aujourd'hui matin"),
        (r"(?:en |a la )?fin de (?:la )?semaine(?! (?:prochaine|suivante|d'apres))", "fin cette semaine"),
    ),
    "es": (
        (r"(?:de )?hoy en (?:una semana|(?:8|ocho) dias)", "en 7 dias"),
        (r"a media manana", "por la manana"),
        (r"esta manana", "hoy por la manana"),
        (r"12:00 y media", "12:30"),
        (r"a la una(?! (?:y|menos|de la (?:manana|noche)|consulta|cita))", "13:00"),
        (r"q viene", "que viene"),
        (r"(?<!mas )temprano", "primera hora"),
        (r"pasado(?= (?:a las|por la|sobre las)|$)(?<!ana pasado)(?<!semana pasado)", "pasado manana"),
        (r"(?:a )?final(?:es)? de (?:la )?semana(?! (?:que|proxima|siguiente))", "final de esta semana"),
        (r"(?<=manana o )pasado(?! manana)", "pasado manana"),
        (r"(?:15|quince) dias", "dos semanas"),
        (r"(?:en|dentro de) (?:8|ocho) dias", "en una semana"),
        (r"(?:en|dentro de) un mes", "en cuatro semanas"),
    ),
    "it": (
        (r"domattina", "domani mattina"),
        (r"pom(?:e|er)?\b\.?", "pomeriggio"),
        (r"sett(?=\.? (?:prossima|scorsa|dopo))\.?", "settimana"),
        (r"(?<!piu tardi )(?<!prima )(?<!piu presto )in giornata", "oggi"),
        (r"(?:da )?oggi a otto|oggi tra una settimana", "tra 7 giorni"),
        (r"domani a otto", "tra 8 giorni"),
        (r"all'una(?! e\b)", "13:00"),
        (rf"primo (?=(?:{_MONTHS_IT})\b)", "1 "),
        (r"(?:questa |sta)mattina", "oggi mattina"),
        (r"questo pomeriggio", "oggi pomeriggio"),
        (r"questa sera", "oggi sera"),
        (r"12:00 e mezz[oa]", "12:30"),
        (r"(?:alla |a )?fine della settimana(?! (?:prossima|dopo|successiva))", "fine questa settimana"),
        (r"(?:15|quindici) giorni", "due settimane"),
        (r"(lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica) a otto", r"\1 tra una settimana"),
        (r"(?:tra|fra) un mese", "tra quattro settimane"),
    ),
    "pt": (
        (r"(?<=amanha ou )depois(?! de)", "depois de amanha"),
        (r"(?:de )?hoje a (?:uma semana|(?:8|oito)(?: dias)?)", "daqui a 7 dias"),
        (r"n?esta manha", "hoje de manha"),
        (r"12:00 e meia", "12:30"),
        (r"(?:n[oa]|em|ao) (?:fim|final) do dia", "ao fim da tarde"),
        (r"(seg|ter|qua|qui|sex)[ -]feira", r"\1"),
        (r"(?:n[oa] |em |ao )?(?:fim|final) da semana(?! (?:que|proxima|seguinte))", "fim desta semana"),
        (r"(?:15|quinze) dias", "duas semanas"),
        (r"(segunda|terca|quarta|quinta|sexta|sabado|domingo)((?:-feira)?) a (?:uma semana|oito dias)", _IN_A_WEEK_PT),
        (r"(?:daqui a|em|dentro de) um mes", "em quatro semanas"),
        (r"q vem", "que vem"),
        (r"segunda ?a[ -]feira", "segunda-feira"),
        (rf"2 ?a{_FEIRA}", "segunda-feira"),
        (rf"3 ?a{_FEIRA}", "terca-feira"),
        (rf"4 ?a{_FEIRA}", "quarta-feira"),
        (rf"5 ?a{_FEIRA}", "quinta-feira"),
        (rf"6 ?a{_FEIRA}", "sexta-feira"),
    ),
    "nl": (
        (r"wk(?! ?\d)", "week"),
        (r"pas (?=na|vanaf|in|over|volgende)", ""),
        (r"voor (?=kerst|oud en nieuw|nieuwjaar)", "eerder dan "),
        (r"morgen ?vroeg", "morgen ochtend"),
        (r"van(?:ochtend|morgen)", "vandaag ochtend"),
        (r"vandaag over (?:een week|(?:8|acht) dagen)", "over 7 dagen"),
        (r"(na|voor|rond|tegen) (drie|vier|zes|zeven|acht|negen|tien|elf|twaalf)(?:en|ven)", r"\1 \2"),
        (r"(na|voor|rond|tegen) vij(?:v|f)en", r"\1 vijf"),
        (r"(?:op het )?einde? van de week", "eind van deze week"),
        (r"over (?:14|veertien) dagen", "over twee weken"),
        (r"(?<!morgen )over (?:8|acht) dagen", "over een week"),
        (r"morgen over (?:een week|(?:8|acht) dagen)", "over 8 dagen"),
        (r"over (?:een|1) maand", "over vier weken"),
    ),
}
"""Other words for what the grammars know."""

_HOLIDAYS: Final = (
    (
        r"christmas eve|heiligabend|heilig(?:er|en) abend|(?:reveillon|veille) de noel|nochebuena|vigilia di natale"
        r"|vespera de natal|kerstavond",
        "24/12",
    ),
    (r"boxing day|(?:zweite[rn]?|2\.) weihnachtstag|santo stefano|tweede kerstdag", "26/12"),
    (
        r"christmas(?: day)?|xmas|weihnachten|noel|navidad|(?<!post[ -])(?<!pre[ -])(?<!pos[ -])natale?"
        r"|(?:eerste )?kerst(?:dag|mis)?",
        "25/12",
    ),
    (
        r"new year'?s eve|silvester|saint-sylvestre|nochevieja|fim de ano"
        r"|oud(?: en nieuw|ejaar|jaar|ejaarsavond|jaarsavond)",
        "31/12",
    ),
    (
        r"(?<!in the )new year(?:'?s day)?|neujahr|nouvel an|jour de l'an|(?<!en el )ano nuevo|capodanno"
        r"|(?<!no )(?<!na )(?<!em )ano novo|nieuwjaar",
        "1/1",
    ),
)
"""Days that have the same date everywhere, in whichever language they are named."""

_HALVES: Final = (
    (re.compile(r"\b(\d{1,2}(?:[:.]\d{2})?) ?([ap])\.? ?m\b(?! \w+tag\b| mittwoch\b| \d{1,2}\.)\.?"), r"\1\2m"),
    (re.compile(r"\b(\d{1,2}(?::\d{2})?) ?-?ish\b"), r"at \1"),
    (re.compile(r"\b(at|um|gegen|vers|a las|alle|as|om|rond) (0?[7-9]|1\d)(00|15|30|45)\b"), r"\1 \2:\3"),
    (re.compile(r"\b([89]|1\d|2[0-3]) horas\b"), r"\1:00"),
    (re.compile(r"\b(\d{1,2})\.(\d{2}) ?(am|pm)\b"), r"\1:\2\3"),
    (re.compile(r"\b(alle|dalle|ore|a las|as|das) (\d{1,2}) (?:e|y) (15|20|30|40|45)\b"), r"\1 \2:\3"),
    (re.compile(r"\b(\d{1,2}) ?(?:h|heures?) ?(\d{2})\b"), r"\1:\2"),
    (re.compile(r"\b(\d{1,2})u(\d{2})\b"), r"\1:\2"),
    (re.compile(r"\b(na|voor|tegen|rond|om|vanaf|tot) (\d{1,2})'?-?en\b"), r"\1 \2 uur"),
    (re.compile(r"\b(\d{1,2}) ?u\b\.?(?! \d)"), r"\1 uur"),
    (re.compile(r"\b(\d{1,2})\.(00|15|30|45)\b(?![./\d])"), r"\1:\2"),
)
"""Hours and minutes as they are written here and there: "4.30pm", "16 h 30", "20u30", "20.30"."""
_NOON: Final = 720
_MORNING_AFTER_DAY: Final = {"de": "vormittag", "nl": "ochtend"}


def in_figures(text: str, language: str) -> str:
    """Write a plain text without accents so that the grammar of a language reads its hours and days."""
    if HAS_FIGURES.search(text):
        for halves, figures in _HALVES:
            text = halves.sub(figures, text)
    if _any_saying(language).search(text):
        for saying, words in _sayings(language):
            text = saying.sub(words, text)
    for clock, minutes in _clock(language):
        text = clock.sub(partial(_at, minutes=minutes, language=language), text)
    return _hours_spelt(language).sub(lambda found: f"{found[1]}{_hour(found[2], language)}", text)


@lru_cache(maxsize=16)
def _sayings(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    said = [(re.compile(rf"\b(?:{pattern})\b"), words) for pattern, words in (*_SAYINGS[language], *_HOLIDAYS)]
    if language in _MORNING_AFTER_DAY:  # "Freitag Morgen" is no tomorrow
        days = "|".join(weekdays_of(language, is_short=False))
        said.append((re.compile(rf"\b({days})s? morgen\b"), rf"\1 {_MORNING_AFTER_DAY[language]}"))
    return tuple(said)


@lru_cache(maxsize=16)
def _any_saying(language: str) -> re.Pattern[str]:
    """Match where one of them stands: most texts have none, and this is soon seen."""
    return re.compile("|".join(saying.pattern for saying, _ in _sayings(language)))


@lru_cache(maxsize=16)
def _clock(language: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    number = rf"(\d{{1,2}}|{'|'.join(_NUMBERS[language].split())})"
    patterns = ((pattern.replace(_NUMBER, number), minutes) for pattern, minutes in _CLOCK[language])
    return tuple((re.compile(rf"\b{pattern}\b"), minutes) for pattern, minutes in patterns)


@lru_cache(maxsize=16)
def _hours_spelt(language: str) -> re.Pattern[str]:
    """Match an hour in a word where one is said: "after four", "um zehn", "quatre heures"; not "at one doctor's"."""
    grammar, numbers = GRAMMARS[language], "|".join(_NUMBERS[language].split()[1:])
    units = rf"{grammar.day_unit}|{grammar.week_unit}|months?|monate?n?|mois|mes(?:es|i)?|maand(?:en)?"
    led = rf"(\b(?:{grammar.after}|{grammar.before}) |\b(?=(?:{numbers}) (?:uhr|uur|heures?|h)\b))"
    return re.compile(rf"{led}({numbers})\b(?! (?:{units})\b)")


def _hour(word: str, language: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[language].split().index(word) + 1


def _at(found: re.Match[str], *, minutes: int, language: str) -> str:
    total = _hour(found[1], language) * 60 + minutes
    total += _NOON if 0 <= total < 60 else 0  # "half een" is half past twelve at noon
    return f"{total // 60}:{total % 60:02}"
