"""Reads how long somebody would like an appointment to be: "60 minutes", "half an hour", "a long one"."""

import re
from typing import Final

_MINUTES: Final = re.compile(r"\b(\d{2,3})[ -]?(?:minutes?|mins?|minuten|minutos?|minut[oi]|'(?!\w))(?!\w)")
_HOURS: Final = (
    (
        re.compile(
            r"\b(?:(?:an|one|1) hour and a half|(?:one and a half|1[.,]5) hours|anderthalb stunden|eineinhalb stunden"
            r"|d?(?:une|1) heure et demie|(?:una |1 )?hora y media|un'ora e mezza|(?:uma |1 )?hora e meia"
            r"|anderhalf uur)\b"
        ),
        90,
    ),
    (
        re.compile(
            r"\b(?:half an hour|half[- ]hour|(?:eine )?halbe?n? stunde|(?:une )?demi[- ]heure|media hora|mezz'?ora"
            r"|meia hora|(?:een )?half ?uur(?!tje ?over))\b"
        ),
        30,
    ),
    (
        re.compile(
            r"\b(?:three quarters of an hour|(?:eine )?dreiviertelstunde|trois quarts d'heure|tres cuartos de hora"
            r"|tre quarti d'ora|tres quartos de hora|drie ?kwartier)\b"
        ),
        45,
    ),
    (
        re.compile(
            r"(?<!\bin )\b(?:(?:an|one|1) hour|one-hour|(?:eine|einer|1) stunde|einstundige[nrs]?)\b"
            r"|\b(?:pendant |d'|de )(?:une|1) heure\b|\b(?:de|por) (?:una|1) hora\b|\b(?:di |da )?un'ora\b"
            r"|\b(?:de|durante) (?:uma|1) hora\b|\b(?:van|voor) (?:een|1) uur\b"
        ),
        60,
    ),
    (re.compile(r"\b(?:two|2) hours\b|\b(?:zwei|2) stunden\b|\bdeux heures de\b|\bdue ore\b|\bduas horas\b"), 120),
)
_ONE: Final = (
    r"(?:one|appointment|session|visit|consultation|booking|termin|sitzung|behandlung|rendez-?vous|rdv|seance"
    r"|cita|sesion|visita|appuntamento|seduta|consulta|sessao|marcacao|afspraak|behandeling|sessie|consult)"
)
_LONG: Final = re.compile(
    rf"\b(?:(?:long(?:er|est)?|extended|double|lange[nrs]?|langere[nrs]?|langste[nr]?|doppel|dubbele) {_ONE}"
    rf"|{_ONE} (?:long(?:ue)?|plus long(?:ue)?|larg[ao]|mas larg[ao]|lung[ao]|piu lung[ao]|long[ao]|mais long[ao])"
    r"|the long(?:er|est)? one|a long one|(?:ein(?:en?)?|den|die|der) (?:langere[nr]?|lange[nr]?|langste[nr]?)"
    rf"|un(?:e)? long(?:ue)?|(?:une?|le|la) (?:plus )?long(?:ue)? {_ONE}|(?:la|el|una) mas larg[ao]|un[ao] larg[ao]"
    r"|(?:la|il) piu lung[ao]|un[ao]? lung[ao]|(?:a|o) mais long[ao]|uma? long[ao]|(?:een|de) lange(?:re)?)\b"
    r"(?! (?:time|zeit|temps|tiempo|tempo|tijd))"
)
_SHORT: Final = re.compile(
    rf"\b(?:(?:short(?:er|est)?|quick|kurze[nrs]?|kurzere[nrs]?|korte(?:re)?) {_ONE}"
    rf"|{_ONE} (?:court(?:e)?|plus court(?:e)?|cort[ao]|mas cort[ao]|brev[ei]|piu brev[ei]|curt[ao]|mais curt[ao])"
    r"|(?:a|the) short(?:er|est)? one|(?:ein(?:en?)?|den|die|der) (?:kurzere[nr]?|kurze[nr]?|kurzeste[nr]?)"
    r"|une? court(?:e)?|(?:la|el) mas cort[ao]|un[ao] cort[ao]|(?:la|il) piu breve|una? breve|(?:a|o) mais curt[ao]"
    r"|uma? curt[ao]|(?:een|de) korte(?:re)?)\b"
    r"(?! (?:time|question|zeit|frage|notice|temps|tiempo|tempo|pregunta|domanda|pergunta|vraag|tijd))"
)


def length_in(text: str) -> tuple[int | None, bool | None]:
    """Read minutes, or whether it shall be long or short, out of a plain text without accents; None: not said."""
    if found := _MINUTES.search(text):
        return int(found[1]), None
    for pattern, minutes in _HOURS:
        if pattern.search(text):
            return minutes, None
    if _LONG.search(text):
        return None, True
    return None, False if _SHORT.search(text) else None
