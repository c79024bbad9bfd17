"""The red-flag words of each language (M12): wherever one stands, a person is called and the emergency number is named.

A fixed list, and no model: the same text always has the same answer. A clinic may read it here and propose words; one
too many costs a call, one too few may cost more.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from chatbookr_core.dialogue.slips import SlipIndex
from chatbookr_core.dialogue.words import bare, plain, says

RED_FLAGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "en": (
            *("chest pain", "heart attack", "cannot breathe", "can't breathe", "cant breathe", "can not breathe"),
            *("difficulty breathing", "trouble breathing", "shortness of breath", "stroke", "unconscious"),
            *("not breathing", "severe bleeding", "bleeding heavily", "heavy bleeding", "overdose", "suicide"),
            *("suicidal", "kill myself", "want to die", "emergency", "anaphylaxis", "anaphylactic", "seizure"),
            *("poisoned", "poisoning", "choking", "passed out", "coughing up blood", "vomiting blood"),
            *("chest pains", "chest hurts", "pain in my chest", "pains in my chest", "pain in the chest"),
            *("isn't breathing", "doesn't breathe", "stopped breathing", "struggling to breathe", "hard to breathe"),
            *("short of breath", "fainted", "collapsed", "not responding", "won't wake up", "seizures", "fitting"),
            *("tight chest", "chest is tight", "tightness in my chest", "pressure on my chest", "chest pressure"),
            *("can't feel my arm", "face is drooping", "slurred speech", "turning blue", "blue lips"),
            *("throat is swelling", "throat is closing", "took too many pills", "harm myself", "don't want to live"),
            *(
                "chest hurting",
                "chest is hurting",
                "end my life",
                "hurt myself",
                "throwing up blood",
                "bleeding a lot",
                "won't stop bleeding",
            ),
        ),
        "de": (
            *("brustschmerz", "brustschmerzen", "schmerzen in der brust", "herzinfarkt", "herzanfall"),
            *("keine luft", "atemnot", "schlaganfall", "bewusstlos", "ohnmächtig", "ohnmaechtig", "starke blutung"),
            *("blutet stark", "starke blutungen", "überdosis", "ueberdosis", "suizid", "selbstmord"),
            *("mich umbringen", "nicht mehr leben", "notfall", "krampfanfall", "vergiftung", "vergiftet"),
            *("allergischer schock", "anaphylaktisch", "erstickt", "spuckt blut"),
            *("schmerz in der brust", "brust tut weh", "druck auf der brust", "atmet nicht", "nicht atmen"),
            *("nicht mehr atmen", "bekomme kaum luft", "kaum luft", "schwer luft", "in ohnmacht", "nicht ansprechbar"),
            *(
                "wacht nicht auf",
                "blutet sehr",
                "blutet extrem",
                "will sterben",
                "nur noch sterben",
                "umbringen",
                "das leben nehmen",
            ),
            *(
                "engegefühl in der brust",
                "enge in der brust",
                "druck in der brust",
                "stechen in der brust",
                "herzstechen",
            ),
            *("gesicht hängt", "lähmung", "gelähmt", "hals schwillt", "zunge schwillt", "lippen sind blau"),
            *("zu viele tabletten", "mir etwas antun", "mich verletzen", "will nicht mehr leben", "lebensgefahr"),
            *("brust schmerzt", "krampft", "erbricht blut", "blut erbrochen"),
        ),
        "fr": (
            *("douleur à la poitrine", "douleurs à la poitrine", "douleur thoracique", "douleurs thoraciques"),
            *("mal à la poitrine", "crise cardiaque", "infarctus", "ne peux plus respirer", "peux pas respirer"),
            *("n'arrive pas à respirer", "n'arrive plus à respirer", "difficultés à respirer", "du mal à respirer"),
            *("étouffe", "avc", "inconscient", "inconsciente", "évanoui", "évanouie", "hémorragie"),
            *("saigne beaucoup", "surdose", "overdose", "suicide", "suicider", "me tuer", "envie de mourir"),
            *("veux mourir", "urgence", "urgence vitale", "choc allergique", "anaphylactique", "convulsions"),
            *("empoisonné", "empoisonnée", "intoxication", "ne respire plus", "ne respire pas", "respire mal"),
            *("douleur dans la poitrine", "douleurs dans la poitrine", "serre la poitrine", "arrête de respirer"),
            *("perdu connaissance", "ne se réveille pas", "ne répond plus", "saigne énormément", "convulse"),
            *(
                "oppression thoracique",
                "oppression dans la poitrine",
                "poitrine serrée",
                "poitrine me serre",
                "paralysé",
            ),
            *("paralysée", "bouche de travers", "gorge gonfle", "gorge qui gonfle", "lèvres bleues", "me faire du mal"),
            *(
                "poitrine fait mal",
                "poitrine me fait mal",
                "trop de médicaments",
                "plus envie de vivre",
                "idées suicidaires",
            ),
            *("crache du sang", "vomit du sang", "mettre fin à mes jours", "infarctus", "malaise cardiaque"),
        ),
        "es": (
            *("dolor en el pecho", "dolor de pecho", "dolor torácico", "ataque al corazón", "infarto"),
            *("no puedo respirar", "no puede respirar", "dificultad para respirar", "me cuesta respirar"),
            *("me ahogo", "falta de aire", "ictus", "derrame cerebral", "inconsciente", "desmayado", "desmayada"),
            *("sangra mucho", "hemorragia", "sobredosis", "suicidio", "suicidarme", "matarme", "quiero morir"),
            *("no quiero vivir", "emergencia", "urgencia", "choque anafiláctico", "shock anafiláctico"),
            *("convulsiones", "envenenado", "envenenada", "intoxicación", "no respira", "no respiro"),
            *("dolores en el pecho", "me duele el pecho", "le duele el pecho", "opresión en el pecho", "se ahoga"),
            *("no despierta", "no reacciona", "se ha desmayado", "se desmayó", "sangra muchísimo", "sangrando mucho"),
            *("me aprieta el pecho", "presión en el pecho", "paralizado", "paralizada", "cara torcida", "boca torcida"),
            *("se me cierra la garganta", "garganta hinchada", "labios azules", "labios morados", "hacerme daño"),
            *("demasiadas pastillas", "ganas de morir", "no respira bien", "paro cardíaco", "tosiendo sangre"),
            *("pecho me duele", "vomita sangre", "vomitando sangre", "convulsionando", "quitarme la vida"),
        ),
        "it": (
            *("dolore al petto", "dolori al petto", "dolore toracico", "attacco di cuore", "infarto"),
            *("non riesco a respirare", "non respiro", "non respira", "difficoltà a respirare", "fatica a respirare"),
            *("mi manca il respiro", "ictus", "privo di sensi", "priva di sensi", "svenuto", "svenuta"),
            *("emorragia", "sanguina molto", "overdose", "suicidio", "suicidarmi", "uccidermi", "voglio morire"),
            *("emergenza", "shock anafilattico", "convulsioni", "avvelenato", "avvelenata", "avvelenamento"),
            *("mi fa male il petto", "oppressione al petto", "non respira più", "non riesce a respirare", "soffoca"),
            *("non si sveglia", "non risponde più", "perso i sensi", "perde molto sangue", "perdo molto sangue"),
            *(
                "peso sul petto",
                "stretta al petto",
                "fitta al petto",
                "pressione al petto",
                "bocca storta",
                "paralizzato",
            ),
            *("paralizzata", "gola gonfia", "gola si chiude", "labbra blu", "farmi del male", "troppe pastiglie"),
            *("troppe pillole", "non voglio più vivere", "arresto cardiaco", "sputa sangue", "urgenza medica"),
            *("petto mi fa male", "vomita sangue", "togliermi la vita", "farla finita"),
        ),
        "pt": (
            *("dor no peito", "dores no peito", "dor torácica", "ataque cardíaco", "enfarte", "infarto"),
            *("não consigo respirar", "não consegue respirar", "dificuldade em respirar", "falta de ar"),
            *("dificuldade para respirar", "avc", "derrame", "inconsciente", "desmaiou", "hemorragia"),
            *("sangra muito", "a sangrar muito", "overdose", "suicídio", "suicidar-me", "me matar", "matar-me"),
            *("quero morrer", "emergência", "urgência", "choque anafilático", "convulsões", "convulsão"),
            *("envenenado", "envenenada", "envenenamento", "intoxicação", "não respira", "não respiro"),
            *("dói-me o peito", "dor forte no peito", "aperto no peito", "não está a respirar", "parou de respirar"),
            *("não acorda", "não reage", "perdeu os sentidos", "desmaiei", "perde muito sangue", "sangrando muito"),
            *("pressão no peito", "peito apertado", "boca torta", "cara torta", "paralisado", "paralisada"),
            *("garganta a fechar", "garganta inchada", "lábios roxos", "lábios azuis", "fazer mal a mim"),
            *("demasiados comprimidos", "não quero viver", "paragem cardíaca", "parada cardíaca", "me suicidar"),
            *(
                "peito dói-me",
                "dói-me muito o peito",
                "dor de peito",
                "vomita sangue",
                "a vomitar sangue",
                "tirar a minha vida",
            ),
        ),
        "nl": (
            *("pijn op de borst", "pijn in de borst", "borstpijn", "hartaanval", "hartinfarct", "niet ademen"),
            *("geen adem", "kan niet ademhalen", "moeite met ademen", "moeite met ademhalen", "benauwd"),
            *("kortademig", "beroerte", "bewusteloos", "flauwgevallen", "hevige bloeding", "bloedt hevig"),
            *("bloedt erg", "overdosis", "zelfmoord", "suïcide", "mezelf doden", "wil dood", "niet meer leven"),
            *("noodgeval", "spoedgeval", "spoedeisend", "anafylactische shock", "anafylaxie", "stuipen"),
            *("epileptische aanval", "vergiftiging", "vergiftigd", "ademt niet", "ademt niet meer", "krijg geen lucht"),
            *("geen lucht", "druk op de borst", "pijn aan mijn borst", "wordt niet wakker", "reageert niet"),
            *("beklemd gevoel op de borst", "benauwd gevoel op de borst", "steken in de borst", "scheve mond"),
            *("mond hangt scheef", "verlamd", "keel zwelt", "tong zwelt", "blauwe lippen", "mezelf iets aandoen"),
            *("te veel pillen", "wil niet meer leven", "hartstilstand", "hoest bloed", "stikt", "ik stik"),
            *(
                "borst doet pijn",
                "buiten bewustzijn",
                "bloedt enorm",
                "braakt bloed",
                "spuugt bloed",
                "einde aan mijn leven",
            ),
        ),
    }
)
_SMALL: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "en": frozenset(("a", "an", "at", "from", "in", "is", "of", "on", "the", "to")),
        "de": frozenset(
            ("am", "an", "auf", "das", "dem", "den", "der", "die", "im", "in", "ist", "mein", "meine", "meiner", "zu")
        ),
        "fr": frozenset(("a", "au", "dans", "de", "des", "du", "en", "la", "le", "les", "ma", "mes", "mon")),
        "es": frozenset(("a", "al", "de", "del", "el", "en", "la", "las", "le", "los", "me", "mi", "se", "un", "una")),
        "it": frozenset(("a", "al", "del", "di", "i", "il", "la", "le", "lo", "mi", "si", "un", "una")),
        "pt": frozenset(
            ("a", "as", "da", "de", "do", "em", "me", "meu", "minha", "na", "no", "o", "os", "se", "um", "uma")
        ),
        "nl": frozenset(("aan", "de", "een", "er", "het", "in", "me", "mijn", "op")),
    }
)
"""Words for which others may stand, or none: "pain in the chest" is "pain down on the left of my chest", too."""
_BETWEEN: Final = 2
"""Other words that may stand between two of a flag: "I can't really breathe"; one more where it has small ones."""
_LONG: Final = 9
"""Letters of a flag of one word that is seen in spite of a slip: near a shorter one stand others ("urgente")."""
_CLAUSE: Final = re.compile(r"[.,;:!?()]+(?: |$)| - ")
_CHARS: Final = 1000  # of a text in which words need not stand side by side

_Flag = tuple[tuple[str, ...], int]
"""The words of a flag that count, and how many others may stand between two of them."""


def _counting(phrase: str, small: frozenset[str]) -> _Flag:
    said = bare(plain(phrase)).split()
    counting = tuple(word for word in said if word not in small)
    return counting, _BETWEEN + (len(counting) < len(said))


def _is_loose(words: Sequence[str]) -> bool:
    return len(words) > 1 or any(len(word) >= _LONG for word in words)


_ALL: Final = tuple({bare(plain(phrase)) for phrases in RED_FLAGS.values() for phrase in phrases})
_LOOSE: Final[Mapping[str, tuple[_Flag, ...]]] = MappingProxyType(
    {
        language: tuple(flag for one in phrases if _is_loose((flag := _counting(one, _SMALL[language]))[0]))
        for language, phrases in RED_FLAGS.items()
    }
)
_MEANT: Final = SlipIndex(word for flags in _LOOSE.values() for words, _ in flags for word in words)


def is_red_flag(text: str) -> bool:
    """Tell whether a plain text holds a red flag, in whichever language, accents left out or not.

    It is seen with a slip in each word of it ("hart attack"), and with a few words between ("I can't really breathe").
    """
    said = bare(text)
    return says(said, _ALL) or any(_holds_one(clause.split()) for clause in _CLAUSE.split(said[:_CHARS]))


def _holds_one(clause: Sequence[str]) -> bool:
    """Tell whether a clause holds the words of a flag, one after the other."""
    meant = [_MEANT.meant_by(typed) for typed in clause]
    known: set[str] = set().union(*meant)
    for language, flags in _LOOSE.items() if known else ():
        said = [words for typed, words in zip(clause, meant, strict=True) if typed not in _SMALL[language]]
        if any(known.issuperset(flag[0]) and _is_held(flag, said) for flag in flags):
            return True
    return False


def _is_held(flag: _Flag, said: Sequence[set[str]]) -> bool:
    words, between = flag
    reached = [place for place, one in enumerate(said) if words[0] in one]
    for word in words[1:]:
        following = (place + after for place in reached for after in range(1, between + 2))
        reached = [place for place in following if place < len(said) and word in said[place]]
    return bool(reached)
