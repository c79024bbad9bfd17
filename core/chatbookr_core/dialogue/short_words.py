"""What is said in very few words, in whichever language: "a person please", "it's for me"."""

import re
from typing import Final

from chatbookr_core.dialogue.words import HUMAN, ME, YES, bare, spoken, without_courtesy

_AHEAD: Final = re.compile(
    r"(?:(?:please|pls|bitte|s'il (?:vous|te) plait|svp|por favor|per favore|per piacere|graag|alstublieft|alsjeblieft"
    r"|ok(?:ay)?|no|nein|non|nao|nee|hello|hi|hallo|bonjour|hola|ciao|ola)[,. ]+)+"
)
_WANTING: Final = re.compile(
    r"(?:i(?:'d| would)? (?:want|need|like|prefer)(?: to have)?|(?:can|could|may) i (?:have|get)|give me|get me"
    r"|ich (?:mochte|moechte|will|brauche|hatte gern|haette gern)|je (?:veux|voudrais|souhaite)|j'aimerais"
    r"|(?:yo )?(?:quiero|quisiera|necesito)|(?:voglio|vorrei)|(?:eu )?(?:quero|queria|preciso de)"
    r"|ik (?:wil|zou|heb)(?: graag| liever)?) "
)
_ARTICLE: Final = re.compile(
    r"(?:(?:an?|the|some|ein(?:e[nmr]?)?|den|un[ao]?|une|il|lo|la|el|um|uma|o|een|de) )?"
    r"(?:(?:real|live|echte[nr]?|echt) )?"
)
_SOMEBODY: Final = frozenset(
    {"someone", "somebody", "jemand", "jemanden", "quelqu'un", "alguien", "qualcuno", "alguem", "iemand"}
)
"""Who is meant where that is asked for politely."""
_FOR_ME: Final = re.compile(
    r"(?:(?:yes|ja|oui|si|sim)[,. ]+|(?:no|nein|non|nao|nee)[,.]+ ?)?"
    r"(?:(?:it|that|this)(?:'s| is) |its |(?:just|only|nur|juste|seulement|solo|so|soltanto|alleen) |es ist |das ist "
    r"|(?:the|my) appointment is |der termin ist |ist |c'est |le rendez-vous est |es |la cita es |e |l'appuntamento e "
    r"|a consulta e |het is |dat is |de afspraak is )*"
    r"(?:for (?:me|myself)|f(?:u|ue)r mich(?: selbst| selber| allein)?|pour moi(?:[- ]meme)?|para mi(?: mism[oa])?"
    r"|per me(?: stess[oa])?|para mim(?: mesm[oa]| propri[oa])?|voor mij(?:zelf)?|voor mezelf|voor me)"
)

_GO_AHEAD: Final = YES | spoken(
    *("do it", "do that", "go ahead", "please do", "i do", "thats fine", "that's fine", "let's do that", "agreed"),
    *("mach das", "machen sie das", "machen sie", "tun sie das", "das passt", "so machen wir es", "bitte buchen"),
    *("buchen", "vas-y", "allez-y", "c'est bon", "c'est parfait", "ça marche", "bien sûr", "adelante", "está bien"),
    *("hágalo", "claro", "procedi", "proceda", "faccia pure", "fallo", "certamente", "va benissimo", "pode marcar"),
    *("pode reservar", "claro que sim", "com certeza", "doe maar", "doe dat maar", "dat is goed", "boek maar", "zeker"),
    *("i'll take it", "i take it", "nehme ich", "ich nehme ihn", "je prends", "je le prends", "lo prendo", "la prendo"),
    *("lo tomo", "me lo quedo", "fico com esse", "fico com essa", "neem ik", "die neem ik"),
)
_REMINDERS: Final = re.compile(
    r"\b(?:remind\w*|erinner\w*|rappel\w*|recordatori\w*|recuerd\w*|promemoria|ricord\w*|lembr\w*|herinner\w*)\b"
)
_WITHOUT: Final = re.compile(r"\b(?:without|no|not|ohne|keine?|sans|pas|sin|senza|sem|nao|zonder|geen)\b|n't\b")
_WITH: Final = re.compile(r"(?:with|mit|avec|con|com|met|and|und|et|y|e|en|please|remind me)\b")
_ALONE: Final = ("without", "ohne", "sans", "sin", "senza", "sem", "zonder")
_PAUSE: Final = re.compile(r"[,.!; ]+")
_FEW_WORDS: Final = 7


def says_yes(text: str, *, besides: frozenset[str] = frozenset()) -> bool:
    """Tell whether a plain text says yes, in one word or several: "ok, do it".

    `besides`: what says so too beside a question that is open, such as "cancel" to whether it shall be cancelled.
    """
    said = without_courtesy(text)
    if said in _GO_AHEAD or said in besides:
        return True
    found = _PAUSE.split(said)
    return any(
        " ".join(found[:end]) in _GO_AHEAD and says_yes(" ".join(found[end:]), besides=besides)
        for end in range(1, min(len(found), _FEW_WORDS))
    )


def reminders_in(text: str) -> bool | None:
    """Tell whether few plain words agree, and want reminders or none beside that; None where they do not say both."""
    said = bare(text)
    found = _REMINDERS.search(said)
    if found is None or "?" in text or len(said.split()) > _FEW_WORDS:
        return None
    agreed = _PAUSE.split(said[: found.start()].strip())
    is_refused = _WITHOUT.search(said[: found.start()]) is not None
    begins = any(says_yes(" ".join(agreed[:end])) for end in range(1, len(agreed) + 1))
    return not is_refused if begins or _WITH.match(said) or (is_refused and said.startswith(_ALONE)) else None


def wants_person(text: str) -> bool:
    """Tell whether a plain text asks for a person, and for nothing else."""
    said = _AHEAD.sub("", bare(without_courtesy(text)), count=1) if text not in HUMAN else text
    if said in _SOMEBODY and said != bare(text):
        return True
    said = _WANTING.sub("", said, count=1)
    return said in HUMAN or _ARTICLE.sub("", said, count=1) in HUMAN


def is_for_me(text: str) -> bool:
    """Tell whether a plain text says that who writes is who comes, and nothing else."""
    said = without_courtesy(text)
    return said in ME or _FOR_ME.fullmatch(bare(said)) is not None
