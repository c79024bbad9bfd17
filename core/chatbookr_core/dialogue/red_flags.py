"""The red-flag words of each language (M12): wherever one stands, a person is called and the emergency number is named.

A fixed list, and no model: the same text always has the same answer. A clinic may read it here and propose words; one
too many costs a call, one too few may cost more.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

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
            *("end my life", "hurt myself", "throwing up blood", "bleeding a lot", "won't stop bleeding"),
        ),
        "de": (
            *("brustschmerz", "brustschmerzen", "schmerzen in der brust", "herzinfarkt", "herzanfall"),
            *("keine luft", "atemnot", "schlaganfall", "bewusstlos", "ohnmächtig", "ohnmaechtig", "starke blutung"),
            *("blutet stark", "starke blutungen", "überdosis", "ueberdosis", "suizid", "selbstmord"),
            *("mich umbringen", "nicht mehr leben", "notfall", "krampfanfall", "vergiftung", "vergiftet"),
            *("allergischer schock", "anaphylaktisch", "erstickt", "spuckt blut"),
            *("schmerz in der brust", "brust tut weh", "druck auf der brust", "atmet nicht", "nicht atmen"),
            *("nicht mehr atmen", "bekomme kaum luft", "kaum luft", "schwer luft", "in ohnmacht", "nicht ansprechbar"),
            *("wacht nicht auf", "blutet sehr", "blutet extrem", "will sterben", "umbringen", "das leben nehmen"),
            *(
                "engegefühl in der brust",
                "enge in der brust",
                "druck in der brust",
                "stechen in der brust",
                "herzstechen",
            ),
            *("gesicht hängt", "lähmung", "gelähmt", "hals schwillt", "zunge schwillt", "lippen sind blau"),
            *("zu viele tabletten", "mir etwas antun", "mich verletzen", "will nicht mehr leben", "lebensgefahr"),
            *("krampft", "erbricht blut", "blut erbrochen"),
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
            *("trop de médicaments", "plus envie de vivre", "idées suicidaires"),
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
            *("vomita sangre", "vomitando sangre", "convulsionando", "quitarme la vida"),
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
            *("vomita sangue", "togliermi la vita", "farla finita"),
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
            *("vomita sangue", "a vomitar sangue", "tirar a minha vida"),
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
            *("buiten bewustzijn", "bloedt enorm", "braakt bloed", "spuugt bloed", "einde aan mijn leven"),
        ),
    }
)
_ALL: Final = tuple({bare(plain(phrase)) for phrases in RED_FLAGS.values() for phrase in phrases})


def is_red_flag(text: str) -> bool:
    """Tell whether a plain text holds a red flag, in whichever language, accents left out or not."""
    return says(bare(text), _ALL)
