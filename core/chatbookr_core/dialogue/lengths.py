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
_END: Final = (
    r"(?= *(?:$|[,.;!?]|please|bitte|svp|s'il|por favor|per favore|graag|alstu|with|mit|avec|con|com|met|bij))"
)
"""What stands after "ein langer", which is a name otherwise ("der Lange"), or a time ("de lange wachttijd")."""
_LONG: Final = re.compile(
    rf"\b(?:(?:long(?:er|est)?|extended|double|lange[nrs]?|langere[nrs]?|langste[nr]?|doppel|dubbele) {_ONE}"
    rf"|{_ONE} (?:(?:plus )?long(?:ue)?|(?:mas )?larg[ao]|(?:piu )?lung[ao]|(?:mais )?long[ao])"
    rf"|(?:the|a) long(?:er|est)? one|(?:une?|le|la) (?:plus )?long(?:ue)? {_ONE})\b"
    r"|\b(?:(?:ein(?:en?)?|den|die|der) (?:langere[nr]?|lange[nr]?|langste[nr]?)|(?:une?|la|le) (?:plus )?long(?:ue)?"
    r"|(?:la|el|un[ao]) (?:mas )?larg[ao]|(?:la|il|un[ao]?) (?:piu )?lung[ao]|(?:a|o|uma?) (?:mais )?long[ao]"
    rf"|(?:een|de) lange(?:re)?)\b{_END}"
)
_SHORT: Final = re.compile(
    rf"\b(?:(?:short(?:er|est)?|quick|kurze[nrs]?|kurzere[nrs]?|korte(?:re)?) {_ONE}"
    rf"|{_ONE} (?:(?:plus )?courte?|(?:mas )?cort[ao]|(?:piu )?breve|(?:mais )?curt[ao])"
    rf"|(?:the|a) short(?:er|est)? one|(?:une?|le|la) (?:plus )?courte? {_ONE})\b"
    r"|\b(?:(?:ein(?:en?)?|den|die|der) (?:kurzere[nr]?|kurze[nr]?|kurzeste[nr]?)|(?:une?|la|le) (?:plus )?courte?"
    r"|(?:la|el|un[ao]) (?:mas )?cort[ao]|(?:la|il|una?) (?:piu )?breve|(?:a|o|uma?) (?:mais )?curt[ao]"
    rf"|(?:een|de) korte(?:re)?)\b{_END}"
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
