"""The words that say when, in seven languages, but for the names of days and months."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

HAS_FIGURES: Final = re.compile(r"\d")
"""Without any, a text holds neither a date nor an hour in figures: most texts are no wish, and this is soon seen."""
UP_TO: Final = re.compile(
    r"\s*(?:[-–—]|to|till?|until|thru|through|bis(?: zum)?|jusqu'au|aux?|al?|hasta(?: el)?|fino al?|ao|ate|t/m"
    r"|tot(?: en met)?)\s*"
)
"""What stands between two days that are meant with all between them; it is no other language's word for "or"."""
ARTICLE: Final = r"(?:(?:the|on|dem|den|der|am|le|la|el|il|lo|a|o|de|het|op) |l')?"
BETWEEN: Final = re.compile(rf"\b(?:between|zwischen|entre|tra|fra|tussen) {ARTICLE}$")
AND: Final = re.compile(rf"\s*(?:and|und|et|y|e|en) {ARTICLE}")
EITHER: Final = re.compile(
    r"\s*(?:[,/&]\s*)?(?:(?:or|nor|oder|noch|ou|ni|o|u|oppure|ne|nem|of|and|und|et|y|e|en) )?(?:also |auch |even )?"
    rf"{ARTICLE}(?:dia )?"
)
"""What stands between days each of which would suit; it may be nothing where they are not beside one another."""
LATER: Final = re.compile(
    r" (?:(?:or|oder|ou|o|of|and|und|et|y|e|en) (?:later|after(?:wards)?|spater|danach|apres|plus tard|mas tarde"
    r"|despues|piu tardi|dopo|mais tarde|depois|later|daarna)|onwards?)\b(?! poss)"
)
"""What stands after a day that would suit as well as any later one."""
RATHER: Final = re.compile(r",? (?:but|sondern|lieber|mais|plutot|sino|ma|mas|maar|rather|instead)\b")
"""What stands between a day that would not suit and one that would."""
BUT: Final = re.compile(
    r"\b(?:not|but|except|never|neither|weder|ni|ne|nem"
    r"|(?:can't|cannot|cant)(?: come| do| make it)?|nicht|nie|ausser|keine?n?|pas|jamais|sauf"
    r"|menos|excepto|salvo|nunca|tranne|eccetto|mai|exceto|niet|nooit|behalve|geen|(?:no|non|nao)(?: (?:puedo|posso"
    r"|me va(?: bien)?|mi va(?: bene)?|quiero|voglio|quero|vengo))?)"
    r"(?: (?:on|any|am|an|le|les|el|los|il|di|de|na|nas|no|em|a|as|op|mehr|meer|piu|mais"
    r"|from|vom|von|du|del|da|dal|van))? $"
)
"""What stands before a day that would not suit."""
NOT_THEN: Final = re.compile(
    r"s? (?:(?:unfortunately|malheureusement|lamentablemente|purtroppo|infelizmente|helaas|leider|sadly) )?"
    r"(?:(?:(?:kann|geht|passt|schaffe?|klappt)(?: ich| es| mir| bei mir)*(?: doch| leider)* (?:nicht|nie)"
    r"|wird (?:das |es )?(?:leider )?nichts(?: mehr)?|is (?:full|no good|not possible)"
    r"|(?:doesn't|don't|does not|do not|won't) (?:work|suit)"
    r"|i (?:can't|cannot|cant)|(?:is|are) (?:bad|not good|no good|out)"
    r"|je (?:ne |n')?(?:peux|suis) (?:malheureusement )?pas"
    r"|(?:ca )?(?:ne )?(?:va|convient|marche|m'arrange) pas"
    r"|(?:c'est )?(?:pas possible|mort|imposs?ib(?:le|ile)|impossivel)"
    r"|komt (?:me )?(?:helaas )?niet uit|(?:non mi|nao me) (?:va|viene|da)|no (?:puedo|me va|me viene)"
    r"|non (?:posso|va|riesco)|nao (?:posso|da|consigo)"
    r"|(?:kan|lukt|gaat|past)(?: ik| het| me)*(?: toch| helaas)* niet)\b"
    r"|(?:lieber |eher |leider |liever |mejor |meglio |melhor |plutot |rather |helaas |ya |ja )?"
    r"(?:no|non|nao|niet|nicht|not|nie|nunca|mai|jamais|nooit|never)(?: (?:mehr|meer|piu|mas|mais|plus|any ?more))?"
    r"(?=\s*(?:$|[,.;!]|please|por favor|per favore|bitte|svp|s'il|graag|leider|helaas|sorry|thank|danke|merci|gracias"
    r"|grazie|obrigad|bedankt)))"
)
"""What stands after one."""
WORKS: Final = re.compile(
    r"s?,? (?:(?:would |does |do )?(?:work|suit)s?|(?:is|are|would be) (?:fine|ok(?:ay)?|good|great|possible|perfect)"
    r"|(?:geht|passt|ginge|ist (?:gut|ok|okay|prima|super|moglich)|ware (?:gut|super|prima)|kann ich|gern)"
    r"|(?:ca (?:me )?|me |oui )?(?:va|convient|marche|irait|oui)|c'est (?:bon|ok|possible|parfait)|je peux"
    r"|si|(?:me )?(?:va|viene) bien|puedo|esta bien|perfecto|(?:mi )?va bene|posso|(?:e )?ok|pode ser|esta bem"
    r"|da(?: jeito)?|consigo|sim|(?:kan|lukt|gaat|past|schikt)(?: (?:ik|het|me))?(?: wel)?|is (?:goed|prima|mogelijk)"
    r"|wel|graag)\b"
)
"""What stands after a day that would suit, where the one before it would not: "not Monday, Thursday works"."""
WEEKEND: Final = re.compile(
    r"\b(?:week-?ends?|wochenenden?|finde|fds"
    r"|(?:fin de|fine|fim[ -]de|final de) se(?:mana|ttimana))\b"
)
LAST_DAYS: Final = (
    r"\b(?:since |on )?(?:\w+day )?last (?:[a-z]+day|week(?:-?end)?|month|night)(?! (?:of|in) )(?: \w+day)?\b"
    r"|\b(?:seit )?(?:letzte|vergangene)[nrs]? (?:woche(?:nende)?|monat|nacht|\w*tag|mittwoch|mo|di|mi|do|fr|sa|so)\b"
    r"(?! (?:im|vor) )"
    r"(?: (?:\w+tag|mittwoch)\b)?"
    r"|\b(?:depuis )?(?:\w+di de la )?(?:\w+di|semaine|week-?end|mois) (?:dernier|derniere|passee?)\b"
    r"|\b(?:desde )?(?:(?:el )?\w+ de )?(?:el |la )?(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo"
    r"|(?:fin de )?semana|mes) pasad[oa]\b"
    r"|\b(?:da )?(?:\w+ della )?(?:lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica|(?:fine )?settimana|mese)"
    r" (?:scors[oa]|passat[oa])\b"
    r"|\b(?:desde )?(?:[\w-]+ da )?(?:segunda|terca|quarta|quinta|sexta|sabado|domingo|(?:fim de )?semana|mes)"
    r"(?:-feira)? passad[oa]\b"
    r"|\b(?:sinds )?(?:vorige?|afgelopen) (?:week(?:end)?|maand|nacht|\w*dag|ma|di|wo|do|vr|za|zo)\b(?: \w+dag\b)?"
)
"""What names a day of a week that has passed, or the week."""
NEXT_MONTH: Final = re.compile(
    r"\b(?:next month|(?:nachste[nr]?|kommende[nr]?) monats?|mois prochain|(?:proximo|prossimo) mese?"
    r"|mes que (?:viene|vem)|mese prossimo|(?:volgende|komende) maand)\b"
)
_LATER: Final = r"(?:later|spater|plus tard|mas tarde|piu tardi|mais tarde)"
_EARLIER: Final = (
    r"(?:earlier|fruher|frueher|eher|plus tot|mas temprano|antes|prima|piu presto|mais cedo|eerder|vroeger)"
)
_DAY: Final = r"(?:day|tag|jour(?:nee)?(?:-la)?|dia|giorno|giornata|dag)"
_SAME: Final = r"(?:same|selben|gleichen|meme|mismo|stesso|mesmo|zelfde|dezelfde|diezelfde)"
_OF_IT: Final = (
    r"(?: (?:on|in|at|during|the|that|this|of|am|an|im|dem|diesem|dans|la|le|ce|cette|de|en|el|ese|este|durante|del|lo"
    r"|nella|nello|nel|stessa|quel|quello|no|em|nesse|neste|do|op|de|die|deze|in|'?s|desselben)"
    rf"| {_SAME})+"
)
LATER_IN_DAY: Final = re.compile(rf"\b(?:{_LATER}{_OF_IT} {_DAY}|{_SAME} {_DAY},? (?:\w+ )?{_LATER})\b")
EARLIER_IN_DAY: Final = re.compile(rf"\b(?:{_EARLIER}{_OF_IT} {_DAY}|{_SAME} {_DAY},? (?:\w+ )?{_EARLIER})\b")
"""What is said of other hours of the same day; "a later day" is another one."""
IN_MONTH: Final = r"(?:in|im|en|em|a|ad|au mois de)"


@dataclass(frozen=True, slots=True)
class Grammar:
    """What one language says of days and hours, as patterns over a plain text without accents.

    `days` are what is said of today, tomorrow and the day after; the pattern with the most words goes first. `numbers`
    are spelt out as far as somebody counts days or weeks. Right before a day stand `on` (that day or a later one),
    `past` (a later one), `ahead` (an earlier one) and `by` (that day or an earlier one); `day_number` is a day of the
    month without its name.
    """

    days: tuple[tuple[str, int], ...]
    parts: tuple[tuple[str, str], ...]
    after: str
    before: str
    between: str
    within: str
    day_unit: str
    week_unit: str
    next_week: str
    this_week: str
    numbers: tuple[str, ...]
    on: str
    past: str
    ahead: str
    by: str
    day_number: str


GRAMMARS: Final[Mapping[str, Grammar]] = {
    "en": Grammar(
        days=((r"day after tomorrow", 2), (r"tomorrow", 1), (r"today|tonight", 0)),
        parts=(("afternoon", r"afternoons?"), ("evening", r"evenings?|tonight"), ("morning", r"mornings?")),
        after=r"after|from|since|at|around|about|later than",
        before=r"before|until|till|by|earlier than",
        between=r"between (.+?) (?:and|to) ",
        within=r"in",
        day_unit=r"days?",
        week_unit=r"weeks?",
        next_week=r"next week",
        this_week=r"this week",
        numbers=("one|a", "two", "three", "four", "five", "six"),
        on=r"from|since|not before|(?:can't|cannot) (?:\w+ )?before|not earlier than|no earlier than|earliest"
        r"|starting(?: on| from)?|as of",
        past=r"after",
        ahead=r"before|(?:sooner|earlier) than",
        by=r"until|till|by|no later than",
        day_number=r"\b(?:the )?(\d{1,2})(?:st|nd|rd|th)\b",
    ),
    "de": Grammar(
        days=((r"ubermorgen|uebermorgen", 2), (r"(?<!am )(?<!\bder )(?<!guten )morgen", 1), (r"heute?", 0)),
        parts=(
            ("afternoon", r"nachmittags?"),
            ("evening", r"abends?"),
            ("morning", r"vormittags?|vor (?:dem )?mittag|morgens|(?:am|in der) (?:morgen|fruh)|(?:morgen )?fruh"),
        ),
        after=r"nach|ab|um|gegen|spater als",
        before=r"vor|bis|spatestens(?: um)?|(?:fruher|eher) als",
        between=r"zw(?:ischen|\.) ?(.+?) u(?:nd|\.)? ",
        within=r"in",
        day_unit=r"tag(?:en)?",
        week_unit=r"wochen?",
        next_week=r"(?:nachste|kommende)[rn]? woche",
        this_week=r"diese[rn]? woche",
        numbers=("eine[rmn]?|ein", "zwei", "drei", "vier", "funf|fuenf", "sechs"),
        on=r"ab|nicht vor|erst(?: am| ab)?|(?:aller)?fruhestens(?: am| ab)?",
        past=r"nach",
        ahead=r"vor|(?:fruher|eher) als",
        by=r"bis(?: zum)?|spatestens",
        day_number=r"(?:\b(?:am|vom|zum|den|dem|der|des) |(?<=\bbis )(?=\d{1,2}\.(?! ?\d)))(\d{1,2})"
        r"(?:\.(?!\d)|te[nr]?\b|$)",
    ),
    "fr": Grammar(
        days=((r"apres[- ]demain", 2), (r"demain", 1), (r"aujourd'?hui|ce soir", 0)),
        parts=(
            ("afternoon", r"apres[- ]midi"),
            ("evening", r"soir(?:ee)?"),
            ("morning", r"matins?|matinee"),
        ),
        after=r"apres|a partir de|des|a|vers|plus tard que?",
        before=r"avant|jusqu'a|au plus tard a|plus tot que?",
        between=r"entre (.+?) et ",
        within=r"dans",
        day_unit=r"jours?",
        week_unit=r"semaines?",
        next_week=r"semaine prochaine",
        this_week=r"cette semaine",
        numbers=("un|une", "deux", "trois", "quatre", "cinq", "six"),
        on=r"a partir d[eu]|pas avant|des|au plus tot",
        past=r"apres",
        ahead=r"avant",
        by=r"jusqu'au?|d'ici(?: a)?|au plus tard",
        day_number=r"\b(?:le|du|au|les(?= \d{1,2}(?:er)?,)) (\d{1,2})(?:er)?\b(?!\s*(?:h|:|heures?))",
    ),
    "es": Grammar(
        days=(
            (r"pasado manana", 2),
            (r"(?<!por la )(?<!de la )(?<!la )manana", 1),
            (r"hoy|esta (?:tarde|noche)", 0),
        ),
        parts=(
            ("afternoon", r"(?:por|de|en|a) la tarde|esta tarde|(?<!muy )(?<!mas )(?<!mais )tardes?"),
            ("evening", r"(?:por|de|en) la noche|esta noche|noche"),
            ("morning", r"(?:por|de|en) la manana|mananas"),
        ),
        after=r"despues de(?: las?)?|a partir de(?: las?)?|desde(?: las?)?|a las?|(?:sobre|hacia) las?"
        r"|mas tarde de(?: las?)?",
        before=r"antes del?(?: las?)?|hasta(?: las?)?|(?:como muy tarde|a mas tardar) a las?"
        r"|(?:mas temprano|antes) de las?",
        between=r"entre (?:las? )?(.+?) y (?:las? )?",
        within=r"en|dentro de",
        day_unit=r"dias?",
        week_unit=r"semanas?",
        next_week=r"(?:proxima semana|(?<!fin de )semana que viene|semana proxima)",
        this_week=r"esta semana",
        numbers=("un|una", "dos", "tres", "cuatro", "cinco", "seis"),
        on=r"a partir del?|desde|no antes del?|como pronto",
        past=r"despues del?",
        ahead=r"antes del?",
        by=r"hasta|como muy tarde|a mas tardar",
        day_number=r"\b(?:(?:el|del|al)(?: dia)?|(?:los )?dias) (\d{1,2})\b(?!\s*(?:h|:))",
    ),
    "it": Grammar(
        days=((r"dopodomani", 2), (r"domani", 1), (r"oggi|stasera", 0)),
        parts=(
            ("afternoon", r"pomeriggio"),
            ("evening", r"sera(?:ta)?|stasera"),
            ("morning", r"mattina|mattino|mattinata"),
        ),
        after=r"dopo(?: le| l')?|dalle|a partire dalle|alle|verso(?: le)?|ore|h|piu tardi delle",
        before=r"prima del(?:le|l')|prima di|entro le|fino alle|al piu tardi alle|piu presto delle",
        between=r"(?:tra|fra) (?:le )?(.+?) e (?:le )?",
        within=r"tra|fra",
        day_unit=r"giorn[oi]",
        week_unit=r"settiman[ae]",
        next_week=r"(?:prossima settimana|settimana prossima)",
        this_week=r"questa settimana",
        numbers=("un|una|uno", "due", "tre", "quattro", "cinque", "sei"),
        on=r"dal?(?:la)?|a partire dal?(?:la)?|non prima d(?:i|el(?:la)?)",
        past=r"dopo",
        ahead=r"prima d(?:i|el(?:la)?)",
        by=r"entro|fino al?|al piu tardi",
        day_number=r"\b(?:il|dal|al|del|(?:il )?giorno|(?:i |nei )?giorni) (\d{1,2})\b(?!\s*(?:h|:))",
    ),
    "pt": Grammar(
        days=((r"depois de amanha", 2), (r"amanha", 1), (r"hoje|esta (?:tarde|noite)", 0)),
        parts=(
            ("afternoon", r"(?:de|a|da|pela) tarde|esta tarde|(?<!mais )(?<!mas )tardes?"),
            ("evening", r"noite"),
            ("morning", r"(?:de|da|pela) manha|manhas?"),
        ),
        after=r"depois d[ae]s?|apos(?: as)?|a partir d[ae]s?|desde as|as|a|pelas|por volta d[ae]s?"
        r"|mais tarde (?:do )?que as?",
        before=r"antes d[aeo]s?|ate as?|o mais tardar as?|mais cedo (?:do )?que as?",
        between=r"entre (?:as? )?(.+?) e (?:as? )?",
        within=r"em|dentro de|daqui a",
        day_unit=r"dias?",
        week_unit=r"semanas?",
        next_week=r"(?:proxima semana|(?<!fim de )(?<!final de )semana que vem|p(?:a)?ra a? ?semana)",
        this_week=r"(?:n|d)?esta semana",
        numbers=("um|uma", "dois|duas", "tres", "quatro", "cinco", "seis"),
        on=r"a partir d[eao]|desde|nao antes d[eao]",
        past=r"depois d[eao]|apos",
        ahead=r"antes d[eao]",
        by=r"ate(?: a?o)?|o mais tardar|no maximo",
        day_number=r"\b(?:nos? )?dias? (\d{1,2})\b",
    ),
    "nl": Grammar(
        days=(
            (r"overmorgen", 2),
            (r"(?<!goede )(?<!guten )(?<!am )(?<!\bder )morgen", 1),
            (r"vandaag|vanavond|vanmiddag", 0),
        ),
        parts=(
            ("afternoon", r"(?<!voor de )(?:na)?middags?|vanmiddag"),
            ("evening", r"avonds?|vanavond"),
            ("morning", r"ochtends?|vanochtend|vanmorgen|morgens|voormiddag|voor de middag"),
        ),
        after=r"na|vanaf|om|rond|omstreeks|tegen|later dan",
        before=r"voor|tot|uiterlijk(?: om)?|eerder dan",
        between=r"tussen (.+?) en ",
        within=r"over|binnen",
        day_unit=r"dag(?:en)?",
        week_unit=r"we(?:ek|ken)",
        next_week=r"volgende week|komende week",
        this_week=r"deze week",
        numbers=("een", "twee", "drie", "vier", "vijf", "zes"),
        on=r"vanaf|niet voor|niet eerder dan|op zijn vroegst",
        past=r"na",
        ahead=r"eerder dan",
        by=r"tot(?: en met)?|t/m|uiterlijk",
        day_number=r"\b(?:de )?(\d{1,2})e\b",
    ),
}
