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
        ),
        "de": (
            *("brustschmerz", "brustschmerzen", "schmerzen in der brust", "herzinfarkt", "herzanfall"),
            *("keine luft", "atemnot", "schlaganfall", "bewusstlos", "ohnmächtig", "ohnmaechtig", "starke blutung"),
            *("blutet stark", "starke blutungen", "überdosis", "ueberdosis", "suizid", "selbstmord"),
            *("mich umbringen", "nicht mehr leben", "notfall", "krampfanfall", "vergiftung", "vergiftet"),
            *("allergischer schock", "anaphylaktisch", "erstickt", "spuckt blut"),
        ),
        "fr": (
            *("douleur à la poitrine", "douleurs à la poitrine", "douleur thoracique", "douleurs thoraciques"),
            *("mal à la poitrine", "crise cardiaque", "infarctus", "ne peux plus respirer", "peux pas respirer"),
            *("n'arrive pas à respirer", "n'arrive plus à respirer", "difficultés à respirer", "du mal à respirer"),
            *("étouffe", "avc", "inconscient", "inconsciente", "évanoui", "évanouie", "hémorragie"),
            *("saigne beaucoup", "surdose", "overdose", "suicide", "suicider", "me tuer", "envie de mourir"),
            *("veux mourir", "urgence", "urgence vitale", "choc allergique", "anaphylactique", "convulsions"),
            *("empoisonné", "empoisonnée", "intoxication"),
        ),
        "es": (
            *("dolor en el pecho", "dolor de pecho", "dolor torácico", "ataque al corazón", "infarto"),
            *("no puedo respirar", "no puede respirar", "dificultad para respirar", "me cuesta respirar"),
            *("me ahogo", "falta de aire", "ictus", "derrame cerebral", "inconsciente", "desmayado", "desmayada"),
            *("sangra mucho", "hemorragia", "sobredosis", "suicidio", "suicidarme", "matarme", "quiero morir"),
            *("no quiero vivir", "emergencia", "urgencia", "choque anafiláctico", "shock anafiláctico"),
            *("convulsiones", "envenenado", "envenenada", "intoxicación"),
        ),
        "it": (
            *("dolore al petto", "dolori al petto", "dolore toracico", "attacco di cuore", "infarto"),
            *("non riesco a respirare", "non respiro", "non respira", "difficoltà a respirare", "fatica a respirare"),
            *("mi manca il respiro", "ictus", "privo di sensi", "priva di sensi", "svenuto", "svenuta"),
            *("emorragia", "sanguina molto", "overdose", "suicidio", "suicidarmi", "uccidermi", "voglio morire"),
            *("emergenza", "shock anafilattico", "convulsioni", "avvelenato", "avvelenata", "avvelenamento"),
        ),
        "pt": (
            *("dor no peito", "dores no peito", "dor torácica", "ataque cardíaco", "enfarte", "infarto"),
            *("não consigo respirar", "não consegue respirar", "dificuldade em respirar", "falta de ar"),
            *("dificuldade para respirar", "avc", "derrame", "inconsciente", "desmaiou", "hemorragia"),
            *("sangra muito", "a sangrar muito", "overdose", "suicídio", "suicidar-me", "me matar", "matar-me"),
            *("quero morrer", "emergência", "urgência", "choque anafilático", "convulsões", "convulsão"),
            *("envenenado", "envenenada", "envenenamento", "intoxicação"),
        ),
        "nl": (
            *("pijn op de borst", "pijn in de borst", "borstpijn", "hartaanval", "hartinfarct", "niet ademen"),
            *("geen adem", "kan niet ademhalen", "moeite met ademen", "moeite met ademhalen", "benauwd"),
            *("kortademig", "beroerte", "bewusteloos", "flauwgevallen", "hevige bloeding", "bloedt hevig"),
            *("bloedt erg", "overdosis", "zelfmoord", "suïcide", "mezelf doden", "wil dood", "niet meer leven"),
            *("noodgeval", "spoedgeval", "spoedeisend", "anafylactische shock", "anafylaxie", "stuipen"),
            *("epileptische aanval", "vergiftiging", "vergiftigd"),
        ),
    }
)
_ALL: Final = tuple({bare(plain(phrase)) for phrases in RED_FLAGS.values() for phrase in phrases})


def is_red_flag(text: str) -> bool:
    """Tell whether a plain text holds a red flag, in whichever language, accents left out or not."""
    return says(bare(text), _ALL)
