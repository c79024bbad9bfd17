"""What is said of an appointment beside what and when: with whom, where, and how long it shall be."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Final
from uuid import UUID

from chatbookr_core.dialogue import words
from chatbookr_core.dialogue.lengths import length_in
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.view import LocationView, PractitionerView, ServiceView

_TITLES: Final = (
    r"(?:drs?|dra|drin|prof|prof dr|dr med|docs?|doctora?|doktor|dokter|docteure?|dottor(?:e|essa)?|dott|doutora?"
    r"|herrn?|frau|mrs?|ms|miss|mme|mlle|monsieur|madame|mevrouw|meneer|mevr|mw|dhr|senora?|sra?|signora?|sig|sig ra)"
)
_WITH: Final = r"(?:with|see|by|mit|bei|beim|zu|zur|zum|met|bij|avec|chez|con|com|dal|dalla|pela|pelo|(?:for|visit) dr)"
_ARTICLE: Final = r"(?:(?:the|le|la|el|il|lo|o|a|de|het|der|dem|den|die|your|ihrer?|jullie|votre|vostr[ao]) )?"
_NOT: Final = r"\b(?:not?|nicht|pas|non|nao|niet|but|except|ausser|sauf|menos|excepto|tranne|exceto|behalve)"
_NOT_WITH: Final = re.compile(rf"(?:{_NOT}(?: {_WITH})?|\bohne) {_ARTICLE}$")
_NOT_AT: Final = re.compile(rf"{_NOT} $")
_ANYBODY: Final = re.compile(
    r"\b(?:with (?:anyone|anybody|whoever)|any (?:doctor|dentist|therapist|practitioner)|whoever is free"
    r"|(?:bei|mit) (?:irgend ?(?:wem|jemandem)|wem auch immer)|egal (?:bei|mit) wem|wer (?:gerade )?frei ist"
    r"|(?:avec|chez) n'importe (?:qui|lequel|quel (?:medecin|docteur))|avec qui que ce soit"
    r"|con (?:cualquiera|quien sea|cualquier (?:medico|doctor))|con (?:chiunque|qualsiasi medico)"
    r"|com (?:qualquer (?:um|medico)|quem estiver livre)|(?:met|bij) (?:wie dan ook|iedereen|maakt niet uit wie)"
    r"|maakt niet uit (?:bij|met) wie)\b"
)
_AT: Final = (
    r"(?:at|in|to|im|bei|zu|zur|zum|bij|te|op|naar|a|au|aux|en|al|all[ae]|nel|nella|no|na|em|ao|dans|sur|de|d[ao])"
)
_PRACTICE: Final = (
    r"(?:practice|location|branch|office|clinic|surgery|site|praxis|standort|filiale|cabinet|site|consulta|sede|studio"
    r"|clinica|consultorio|ambulatorio|praktijk|vestiging|locatie|clinique|kliniek|klinik)"
)
_FEWEST_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Details:
    """With whom, where and how long somebody would like it, as far as they said; `is_long`: the longest, or not."""

    practitioner_id: UUID | None = None
    location_id: UUID | None = None
    minutes: int | None = None
    is_long: bool | None = None
    is_with_anybody: bool = False

    def and_then(self, later: "Details") -> "Details":
        """Add what was said afterwards, which holds where both say something."""
        said = {one.name: value for one in fields(later) if (value := getattr(later, one.name)) not in (None, False)}
        if later.minutes is not None or later.is_long is not None:
            said |= {"minutes": later.minutes, "is_long": later.is_long}
        if later.practitioner_id is not None:
            said["is_with_anybody"] = False
        return replace(self, **said)


NONE: Final = Details()


def details_in(text: str, scene: Scene) -> Details:
    """Read them out of a plain text; what may be two people or places is neither."""
    said = words.bare(text).replace(".", "")
    person = _one(one.id for one in scene.view.practitioners if _is_practitioner_named(said, one))
    places = scene.view.locations
    place = _one(one.id for one in places if _is_place_named(said, one, places)) if len(places) > 1 else None
    minutes, is_long = length_in(said)
    is_with_anybody = person is None and _ANYBODY.search(said) is not None
    return Details(person, place, minutes, is_long, is_with_anybody)


def minutes_of(service: ServiceView, details: Details) -> int | None:
    """Say how long a service shall take by what was said of it; None where it does not take so long, or nothing was."""
    lengths = [one.minutes for one in service.durations]
    if details.minutes is not None:
        return details.minutes if details.minutes in lengths else None
    if details.is_long is None:
        return None
    return lengths[-1] if details.is_long else lengths[0]


def _one(found: Iterable[UUID]) -> UUID | None:
    ids = list(found)
    return ids[0] if len(ids) == 1 else None


def _is_practitioner_named(text: str, practitioner: PractitionerView) -> bool:
    """Tell whether somebody is wanted by their name: the whole of it, or a part of it after a title or "with"."""
    pattern = _practitioner(practitioner.short_name)
    return any(not _NOT_WITH.search(text[: found.start()]) for found in pattern.finditer(text))


@lru_cache(maxsize=256)
def _practitioner(short_name: str) -> re.Pattern[str]:
    whole = words.bare(words.plain(short_name)).replace(".", "")
    parts = [one for one in whole.split() if len(one) >= _FEWEST_LETTERS and not re.fullmatch(_TITLES, one)]
    lead = rf"(?:{_WITH} {_ARTICLE}(?:{_TITLES} )*|{_TITLES} (?:{_TITLES} )*)"
    named = "|".join(re.escape(one) for one in parts)
    led = rf"|{lead}(?:{named})" if named else ""
    alone = re.escape(whole) if " " in whole else rf"{lead}{re.escape(whole)}"  # "will" and "may" are other words too
    return re.compile(rf"(?<!\w)(?:{alone}{led})(?:'?s)?(?!\w)")


def _is_place_named(text: str, place: LocationView, places: Sequence[LocationView]) -> bool:
    others = frozenset(word for one in places if one.id != place.id for word in _words_of(one.name))
    pattern = _place(place.name, place.address, others)
    return any(not _NOT_AT.search(text[: found.start()]) for found in pattern.finditer(text))


@lru_cache(maxsize=256)
def _place(name: str, address: str, others: frozenset[str]) -> re.Pattern[str]:
    """Match a place by a word of its name that no other has, or by its street, after "at" or beside "practice"."""
    street = words.bare(words.plain(re.sub(r"\d.*", "", address)))
    own = [one for one in _words_of(name) if one not in others]
    named = "|".join(re.escape(one) for one in (*own, street) if len(one) >= _FEWEST_LETTERS)
    whole = re.escape(words.bare(words.plain(name)).replace(".", ""))
    at = rf"{_AT} {_ARTICLE}(?:{_PRACTICE} )?(?:in |de |d[ao] )?"
    beside = rf"(?:{named}) {_PRACTICE}|{_PRACTICE} (?:{named})|{at}(?:{named})(?! of )" if named else whole
    is_long = " " in whole
    return re.compile(rf"(?<!\w)(?:{whole + '|' if is_long else ''}{beside}|{at}{whole}(?! of ))(?!\w)")


def _words_of(name: str) -> list[str]:
    said = words.bare(words.plain(name))
    return [one for one in re.findall(r"\w+", said) if not re.fullmatch(_PRACTICE, one)]
