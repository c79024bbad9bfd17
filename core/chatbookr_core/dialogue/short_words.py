"""What is said in very few words, in whichever language: "a person please", "it's for me"."""

import re
from typing import Final

from chatbookr_core.dialogue.words import HUMAN, ME, bare, without_courtesy

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
