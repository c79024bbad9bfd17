"""Reads what a sentence is about: an appointment that is to be made, moved or cancelled, or shown.

Fixed words of seven languages, told apart by a verb and the appointment it is about; the same text always means the
same.
"""

import re
from enum import StrEnum
from typing import Final

from chatbookr_core.dialogue.words import bare

_CHARS: Final = 200  # of a text that is looked at: a longer one is about more than that


class About(StrEnum):
    """What somebody wants of an appointment."""

    CANCEL = "cancel"
    MOVE = "move"
    MISS = "miss"
    """They cannot come: whether it is to be moved or cancelled is still to be said."""
    SHOW = "show"
    MAKE = "make"


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


_NOUNS: Final = (
    *("ap+oin?t?ments?", "bookings?", "visit", "termine?n?", "rendez-?vous", "rdv", "citas?", "appuntament[oi]"),
    *("prenotazion[ei]", "visita", "consultas?", "marcac(?:ao|oes)", "afspra(?:ak|ken)"),
)
_APPOINTMENT: Final = _words(*_NOUNS)
_MINE: Final = _words(
    r"(?:my|our|(?:mein|unser)(?:e[nmr]?)?|mon|mes|nos|mis?|mio|miei|minhas?|mijn)"
    rf"(?: [\w-]+){{0,2}} (?:{'|'.join(_NOUNS)})"
)
_CANCEL: Final = _words(
    r"(?:disdir|annullar|cancellar|cancelar|anular|desmarca-|cancela-)l[oa]",
    *("cancel(?:l?ing|led)?", "call off", "absagen", "abzusagen", "absage", "sage? .+ ab", "storniere?n?"),
    *("annuler", "annulez?", "decommander", "anul(?:ar|o|e|a)", "cancel(?:ar|o|e|a)", "disdire", "disdico"),
    *(
        "annullare",
        "annull[oai]",
        "cancell[oai]",
        "disdi(?:ci|ca)",
        "cancellare",
        "desmarc(?:ar|o|e|a|que)",
        "afzeggen",
        "af te zeggen",
        "zeg .+ af",
        "annuleren",
    ),
)
_MOVE: Final = _words(
    r"(?:spostar|cambiar|mover|remarca-|muda-)l[oa]",
    *("reschedul(?:e|ing)", "postpone", "move", "change", "rebook", "verschieben", "zu verschieben", "verlegen"),
    *("umbuchen", "andern", "verschiebe", "deplacer", "reporter", "decaler", "changer", "cambi(?:ar|o|e)", "mover"),
    *(
        "aplazar",
        "posponer",
        "spost(?:are|o|i)",
        "rimandare",
        "remarcar",
        "mudar",
        "adiar",
        "reagendar",
        "verzetten",
    ),
    *("verplaatsen", "verschuiven", "te verzetten", "wijzigen", "modifier", "modificar", "modificare", "alterar"),
)
_BETWEEN: Final = r"(?:\w+ ){0,3}"
_MISS: Final = _words(
    *(
        rf"(?:can't|cant|cannot|can not|won't) {_BETWEEN}(?:make (?:it|my|our|the|this|that)|come|attend)",
        "not able to (?:come|make it)",
    ),
    *("unable to (?:come|make it)", rf"(?:kann|konnen) {_BETWEEN}nicht kommen", "schaffe es (?:leider )?nicht"),
    *(
        "nicht kommen kann",
        rf"p(?:eux|eut|ouvons|ourrai|ourra|ourrons) {_BETWEEN}pas {_BETWEEN}venir",
        rf"no (?:puedo|podemos|puede) {_BETWEEN}(?:ir|venir|asistir)",
    ),
    *(
        rf"non (?:posso|possiamo|puo) {_BETWEEN}venire",
        "non riesco a venire",
        rf"nao (?:posso|podemos|pode|consigo|conseguimos|vou poder|vamos poder) {_BETWEEN}(?:ir|vir)",
    ),
    *(rf"(?:kan|kunnen) {_BETWEEN}niet komen", "kan er niet bij zijn", "verhinder[dt]"),
)
_MAKE: Final = _words(
    *("book", "bok", "make", "schedule", "arrange", "need", "want", "wanna", "wnt", "like", "get", "have"),
    *("brauche?n?", "mochte?n?", "hatte", "will", "wollen", "buchen", "vereinbaren", "ausmachen", "bekomme?n?"),
    *("prendre", "voudrais", "aimerais", "souhaite(?:rais)?", "veux", "besoin", "reserver", "obtenir"),
    *("quiero", "quisiera", "querria", "necesito", "pedir", "reservar", "gustaria", "vorrei", "prenotare", "bisogno"),
    *("fissare", "prendere", "voglio", "marcar", "queria", "quero", "preciso", "agendar", "gostaria", "gostava"),
    *("wil", "willen", "graag", "maken", "inplannen", "nodig", "boeken"),
)

_BOOK: Final = _words(
    *(
        "(?<!not )(?<!n't )book",
        "buchen",
        "reserver",
        "reservar",
        "prenotare",
        "marcar",
        "agendar",
        "boeken",
        "inplannen",
    ),
)
"""What makes an appointment though it does not name one: "vorrei prenotare venerdì"."""
_COMING: Final = _words(
    r"(?:can|could|may|might) (?:i|we) (?:\w+ ){0,3}(?:come|pop|be seen)",
    r"(?:fit|squeeze) (?:me|us|him|her|them) in",
    *("vorbeikommen", "vorbeischauen", "langskomen", "langs komen"),
    r"(?:kann|konnte|darf|durfte|konnen|konnten) (?:ich|wir) .{0,60}(?:kommen|vorbeikommen|vorbeischauen)",
    r"(?:puis-je|je peux|je pourrais|pourrais-je|peut-on|on peut|on pourrait) .{0,60}(?:venir|passer)",
    r"(?:puedo|podria|podemos|podriamos) .{0,60}(?:ir|venir|pasar)",
    r"(?:posso|potrei|possiamo|potremmo|poderia|podia|podemos) .{0,60}(?:venire|passare|ir|vir|passar)",
    r"(?:kan|kunnen|mag|mogen) (?:ik|we|wij) .{0,60}(?:komen|langskomen|terecht)",
)
_RATHER: Final = _words(
    *(
        "instead",
        "rather",
        "stattdessen",
        "lieber",
        "plutot",
        "a la place",
        "en su lugar",
        "mejor",
        "invece",
        "piuttosto",
    ),
    *("meglio", "em vez", "em vez disso", "antes", "melhor", "liever", "in plaats daarvan"),
)
_ANOTHER: Final = _words(
    *("another one", "one more", "another appointment", "a second one", "noch ein(?:e[nr]?)?", "encore une?"),
    *("un(?:e)? autre", "otra mas", "otra cita", "una mas", "un altro", "ancora uno", "mais uma", "outra consulta"),
    *("nog een", "nog eentje", "nog een afspraak"),
)
_FREE: Final = _words(
    *("free", r"availab\w+", "slots?", "openings?", "(?:something|anything|any time) on", "freie?[ns]?", "verfugbar"),
    *("libres?", r"disponi\w+", "de la place", "creneaux?", "huecos?", "liber[oaie]", "livres?", "vagas?"),
    *("vrije?", "beschikbare?", "plek(?:je)?"),
)


def asks_to_come(text: str) -> bool:
    """Tell whether a plain text asks whether there is a time, or names an appointment: a day alone may be anything."""
    said = bare(text[:_CHARS])
    return would_come(text) or any(words.search(said) for words in (_FREE, _APPOINTMENT, _BOOK))


def wants_another(text: str) -> bool:
    """Tell whether a plain text asks for one more: "and another one for physio"."""
    return _ANOTHER.search(bare(text[:_CHARS])) is not None


def would_come(text: str) -> bool:
    """Tell whether a plain text asks to come, by a verb: "can I come in the morning?"."""
    said = bare(text[:_CHARS])
    return _COMING.search(said) is not None and _MISS.search(said) is None


def wants_instead(text: str) -> bool:
    """Tell whether a part of a text says that something shall be booked, or moved: "and rebook me for Thursday"."""
    said = bare(text[:_CHARS])
    return any(words.search(said) for words in (_BOOK, _MOVE, _COMING, _RATHER)) and not _MISS.search(said)


def cancels(text: str) -> bool:
    """Tell whether a plain text says that something shall not be."""
    return _CANCEL.search(bare(text[:_CHARS])) is not None


def moves(text: str) -> bool:
    """Tell whether a plain text says that something shall be at another time."""
    return _MOVE.search(bare(text[:_CHARS])) is not None


def about(text: str, *, is_spoken_of: bool = False) -> About | None:
    """Tell what a plain text (`words.plain`) wants of an appointment, or None.

    `is_spoken_of`: one was shown just now, so it need not be named to be cancelled or moved.
    """
    said = bare(text[: _CHARS + 1])
    if len(said) > _CHARS:
        return None
    if _MISS.search(said):
        return About.MISS
    is_named = _APPOINTMENT.search(said) is not None
    if not is_named and not is_spoken_of:
        return About.MAKE if _BOOK.search(said) and not (_CANCEL.search(said) or _MOVE.search(said)) else None
    if _CANCEL.search(said):
        return About.CANCEL
    if _MOVE.search(said):
        return About.MOVE
    if _MINE.search(said):
        return About.SHOW
    return About.MAKE if is_named and _MAKE.search(said) else None
