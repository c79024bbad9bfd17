"""Reads when somebody is away: "next week I'm on holiday" says of a week what "not next week" says."""

import re
from typing import Final

AWAY: Final = "never"
"""What is written for "I am away": until a day is with it, and from a day on ends before it."""
BACK: Final = "returning"
"""What is written for "I am back": that day suits, and any later one."""
_NOT_HERE: Final = (
    r"(?:i|we)(?:'m|'re|m| am| are|'ll be| will be) (?:(?:still|not|really|already|also) )*(?:away|abroad|unavailable"
    r"|busy|travell?ing|on (?:holidays?|vacation|a trip)|out of (?:town|the country)"
    r"|(?<=not )(?:here|around|available|in town|there))"
    r"|(?<!right )(?<!straight )(?<!far )away|on (?:holidays?|vacation)|out of town|abroad"
    r"|(?:i|we) (?:won't be|am not|are not) (?:here|around|there|available)"
    r"|(?:i|we)(?: have|'ve)(?: got)? no time|(?:i|we) don't have (?:any )?time",
    r"(?:(?:bin|sind) (?:ich|wir) |(?:ich|wir) (?:bin|sind) )?(?:(?:noch|leider|aber|schon|dann|gar|da) )*"
    r"(?:nicht (?:da|hier|verfugbar|im lande?|in der stadt)|weg(?=\s*(?:$|[,.;!?]|und\b|bis\b|vom?n?\b|nachste|diese))"
    r"|verreist|i[mn] urlaub|abwesend|auf reisen|unterwegs|verhindert|ausser haus)"
    r"|(?:habe? ich |ich habe? )?(?:(?:leider|aber|da) )*keine zeit",
    r"(?:(?:je|on|nous) (?:ne )?(?:suis|serai|est|sera|sommes|serons) )?(?:(?:encore|toujours|deja|malheureusement) )*"
    r"(?:(?<=suis )pas la|(?<=serai )pas la|(?<=est )pas la|absente?s?|indisponible|en (?:vacances|conges?|deplacement"
    r"|voyage)|pas dispo(?:nible)?)|je (?:n'ai )?pas (?:le |de )?temps",
    r"(?:(?:yo )?(?:no (?:voy a )?(?:estar[ea]?|estoy|estamos)|(?:estoy|estare|estamos|voy a estar) (?:fuera|ausente"
    r"|de (?:vacaciones|viaje)|ocupad[oa]))|de vacaciones|no tengo (?:tiempo|hueco))(?: aqui| disponible)?",
    r"non ci (?:sono|saro|siamo)|(?:non )?(?:sono|saro|siamo) (?:via|fuori|assente|in (?:vacanza|ferie|viaggio)"
    r"|impegnat[oa]|occupat[oa]|(?<=non sono )disponibile)|in (?:vacanza|ferie)|non ho tempo",
    r"nao (?:vou estar|estou|estarei|estamos|tenho tempo)(?: ca| aqui| disponivel)?"
    r"|(?:estou|estarei|vou estar|estamos) (?:fora|ausente|de ferias|em viagem|ocupad[oa])|de ferias",
    r"(?:(?:ben|zijn) (?:ik|we|wij) |(?:ik|we|wij) (?:ben|zijn) )?(?:(?:er|nog|helaas|dan|al|ook) )*(?:niet (?:thuis"
    r"|aanwezig|beschikbaar|er|hier)|(?<=er )niet(?=\s*(?:$|[,.;!?]))|(?:op|met) (?:vakantie|reis)|afwezig"
    r"|weg(?=\s*(?:$|[,.;!?]|en\b|tot\b|van\b|vanaf\b|volgende|deze))|in het buitenland|verhinderd)"
    r"|(?:heb (?:ik|we) |(?:ik|we) heb(?:ben)? )?(?:(?:helaas|dan) )*geen tijd",
)
"""How the seven languages say so; of what stands around it, a comma or a word such as "so" ends what is meant."""
_AWAY_IN: Final = re.compile(rf"(?<!\w)(?:{'|'.join(_NOT_HERE)})(?!\w)")
_WORKING: Final = re.compile(
    r"(?<!\w)(?:(?:i (?:work|am at work)|i'm (?:at work|working))(?= (?:until|till|to) )"
    r"|(?:ich arbeite|ich bin arbeiten)(?= bis )"
    r"|je (?:travaille|bosse)(?= jusqu)|(?:yo )?trabajo(?= hasta )|lavoro(?= fino )|(?:eu )?trabalho(?= ate )"
    r"|ik werk(?= tot ))"
)
"""Until when somebody works they cannot come."""
_BACK_IN: Final = re.compile(
    r"(?<!\w)(?:(?:i|we)(?:'m|'re|m| am| are|'ll be| will be) (?:only )?back(?: home| in town)?(?: from \w+)?"
    r"|(?:(?:bin|sind) (?:ich|wir) |(?:ich|wir) (?:bin|sind) )?(?:erst )?(?:wieder (?:da|zuruck|hier)|zuruck)"
    r"|je (?:suis de retour|rentre|reviens)|de retour|(?:estoy|estare) de vuelta|vuelvo|regreso"
    r"|(?:sono|saro) di ritorno|torno|rientro|(?:estou|estarei) de volta|volto|regresso"
    r"|(?:(?:ben|zijn) (?:ik|we) |(?:ik|we) (?:ben|zijn) )?(?:pas )?(?:weer )?terug)(?!\w)"
)
_NOT_EARLY: Final = re.compile(
    r"(?<!\w)(?:not (?:too|so|very) early|nicht (?:zu|so|allzu) fruh|pas (?:trop|si) tot"
    r"|no (?:muy|tan|demasiado) temprano"
    r"|non troppo presto|nao (?:muito|tao) cedo|niet (?:te|zo) vroeg)(?!\w)"
)
"""What refuses the first hours of the day, whichever word for early would be read alone."""
_NO_MORE: Final = re.compile(r"(?<!\w)(?:non |pas |surtout )?plus (?=(?:cette|ce|aujourd'hui|demain|en|dans|au)(?!\w))")
"""In French "no longer" stands before the day, and nothing else says no."""
_ENDS: Final = re.compile(
    r"\s*(?:$|[,.;!?]|(?:and|so|but|because|as|und|aber|also|weil|et|mais|donc|car|y|pero|asi|porque|e|ma|quindi|perche"
    r"|mas|en|maar|dus|want|omdat|sorry|thanks|danke|merci|gracias|grazie|obrigad[oa]|bedankt)\b)"
)


def with_refusals(text: str) -> str:
    """Write in a plain text without accents that somebody is away as a day that would not suit is written.

    What ends a clause is said of the day before it, all else of the day that follows.
    """

    text = _NOT_EARLY.sub("not primera hora", text)

    def refused(found: re.Match[str]) -> str:
        is_of_before = found.start() > 0 and _ENDS.match(found.string, found.end()) is not None
        return "i can't" if is_of_before else AWAY

    def back(found: re.Match[str]) -> str:
        is_of_before = found.start() > 0 and _ENDS.match(found.string, found.end()) is not None
        return "or later" if is_of_before else BACK

    text = _BACK_IN.sub(back, text)
    return _AWAY_IN.sub(refused, _WORKING.sub(AWAY, _NO_MORE.sub("pas ", text)))
