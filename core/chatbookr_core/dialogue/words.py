"""Words that always mean the same, whichever of the seven languages is spoken: compared whole unless said otherwise."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_EDGES = " \t\r\n.,;:!…\"'“”„‚‘’«»¿¡()"


def plain(text: str) -> str:
    """Fold case, width, spaces and the punctuation around: what words are compared in."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("ß", "ss")
    return " ".join(folded.split()).strip(_EDGES)


def bare(text: str) -> str:
    """Leave the accents out, as many do who type on a phone."""
    letters = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(sign for sign in letters if unicodedata.category(sign) != "Mn"))


def spoken(*words: str) -> frozenset[str]:
    """Make a set of words as they are compared, with their accents and without."""
    folded = {plain(word) for word in words}
    return frozenset(folded | {bare(word) for word in folded})


MENU: Final = spoken(
    *("menu", "main menu", "start over", "menü", "menue", "hauptmenü", "hauptmenue", "von vorne", "neu starten"),
    *("menu principal", "recommencer", "menú", "menú principal", "empezar de nuevo", "menù", "ricominciare"),
    *("menu principale", "ricomincia", "recomeçar", "hoofdmenu", "opnieuw", "opnieuw beginnen"),
)
GREETINGS: Final = spoken(
    *("hi", "hello", "hey", "hallo", "good morning", "good afternoon", "good evening", "good day", "hello there"),
    *("guten morgen", "guten tag", "guten abend", "grüß gott", "gruess gott", "servus", "moin", "start"),
    *("bonjour", "bonsoir", "salut", "coucou", "hola", "buenos días", "buenas tardes", "buenas noches", "buenas"),
    *("ciao", "salve", "buongiorno", "buon giorno", "buonasera", "buona sera", "olá", "oi", "bom dia", "boa tarde"),
    *("are you there", "anyone there", "is anyone there", "ist da jemand", "sind sie noch da", "il y a quelqu'un"),
    *("hay alguien", "c'è qualcuno", "está aí alguém", "is daar iemand", "ben je er nog", "bent u er nog"),
    *("boa noite", "hoi", "goedemorgen", "goedemiddag", "goedenavond", "goedendag", "goeiemorgen", "dag"),
)
BACK: Final = spoken("back", "zurück", "zurueck", "retour", "atrás", "volver", "indietro", "voltar", "terug")
HUMAN: Final = spoken(
    *("human", "person", "agent", "staff", "reception", "receptionist", "colleague", "operator"),
    *("mensch", "menschen", "mitarbeiter", "mitarbeiterin", "empfang", "rezeption", "kollege", "kollegin", "personal"),
    *("humain", "personne", "un humain", "conseiller", "secrétariat", "secrétaire", "accueil", "réception"),
    *("humano", "persona", "agente", "recepción", "recepcionista", "operador", "operadora", "secretaría"),
    *("umano", "operatore", "operatrice", "segreteria", "segretaria", "reception", "receção", "pessoa"),
    *("atendente", "rececionista", "mens", "medewerker", "receptie", "balie", "collega"),
)
HUMAN_PHRASES: Final = (
    *("talk to a person", "talk to a human", "talk to someone", "speak to a person", "speak to a human"),
    *("talk to somebody", "speak to somebody", "human please", "a human being", "with a human", "to the receptionist"),
    *("mit jemandem reden", "mit einem mensch", "mit einem echten menschen", "echten menschen"),
    *("parler à un humain", "parler a un humain", "parler avec quelqu'un", "un vrai humain", "à un être humain"),
    *("hablar con un ser humano", "hablar con recepción", "con una persona de verdad", "parlare con un umano"),
    *("parlare con una persona vera", "parlare con la segreteria", "falar com um humano", "falar com uma pessoa real"),
    *("falar com a receção", "falar com um atendente", "met een mens", "met een echt mens", "iemand aan de lijn"),
    *("speak to someone", "speak with someone", "talk with someone", "real person"),
    *("mit jemandem sprechen", "mit jemand sprechen", "mit einem menschen", "mit einer person"),
    *("mit einem mitarbeiter", "mit einer mitarbeiterin", "mit dem team", "mit team sprechen"),
    "mit der praxis sprechen",
    *("parler à quelqu'un", "parler a quelqu'un", "parler à une personne", "parler a une personne", "vraie personne"),
    *("parler au cabinet", "hablar con alguien", "hablar con una persona", "persona real", "hablar con un humano"),
    *("parlare con qualcuno", "parlare con una persona", "persona vera", "parlare con un operatore"),
    *("falar com alguém", "falar com alguem", "falar com uma pessoa", "pessoa real"),
    *("speak to the doctor", "talk to the doctor", "speak to a doctor", "talk to a doctor", "call me back", "call me"),
    *("mit dem arzt", "mit der ärztin", "mit einem arzt", "rufen sie mich an", "zurückrufen", "parler au médecin"),
    *(
        "parler au docteur",
        "me rappeler",
        "hablar con el médico",
        "hablar con el doctor",
        "llámenme",
        "me pueden llamar",
    ),
    *("parlare con il medico", "parlare con il dottore", "richiamarmi", "falar com o médico", "falar com a médica"),
    *("liguem-me", "podem ligar-me", "met de arts", "met de dokter", "terugbellen", "bel mij", "bel me"),
    *("met iemand praten", "met iemand spreken", "iemand spreken", "met een medewerker", "echt persoon"),
)
COMPLAINTS: Final = (
    *("complaint", "complain", "beschwerde", "beschweren", "plainte", "réclamation", "reclamation"),
    *("queja", "quejarme", "reclamación", "reclamacion", "reclamo", "lamentela", "lamentarmi", "queixa"),
    *("reclamação", "reclamacao", "klacht", "klagen"),
    *("fuck", "fuck off", "fucking", "bullshit", "shit", "you are useless", "useless bot", "stupid bot", "idiots"),
    *("scheiße", "scheisse", "scheiss", "verarschen", "unverschämt", "saftladen", "putain", "merde", "êtes nuls"),
    *("êtes nul", "connard", "mierda", "joder", "gilipollas", "idiotas", "merda", "cazzo", "vaffanculo", "vergogna"),
    *("porra", "caralho", "kut", "klote", "waardeloos", "belachelijk"),
)
YES: Final = spoken(
    *("yeh", "yup", "yea", "aye", "okey", "oki", "good", "oké", "oke", "okee", "oké dan", "ja hoor", "goed", "top"),
    *("jo", "jup", "jawohl", "ouais", "ok d'accord", "dale", "vale vale", "ok va bene", "tá", "tá bom", "ok pode ser"),
    *("ja dat is goed", "helemaal goed", "prima hoor", "i will be there", "i'll be there", "yes i will be there"),
    *("yes i'll be there", "ja ich komme", "ich werde da sein", "oui je serai là", "je serai là", "allí estaré"),
    *("ahí estaré", "sí allí estaré", "ci sarò", "sì ci sarò", "estarei lá", "sim estarei lá", "ik zal er zijn"),
    *("ja ik kom", "ja ik zal er zijn"),
    *("yes", "yes please", "y", "yep", "yeah", "ok", "okay", "confirm", "confirmed", "sure", "correct"),
    *("ja", "ja bitte", "jep", "in ordnung", "einverstanden", "bestätigen", "bestaetigen", "passt", "gerne"),
    *("oui", "oui merci", "d'accord", "je confirme", "confirmer", "sí", "si", "sí por favor", "vale", "de acuerdo"),
    *("confirmar", "confirmo", "sì", "sì grazie", "va bene", "d'accordo", "confermo", "confermare", "certo"),
    *("sim", "sim por favor", "está bem", "de acordo", "ja graag", "graag", "akkoord", "bevestigen"),
    *(
        "yes thanks",
        "yes thank you",
        "sounds good",
        "that works",
        "works for me",
        "perfect",
        "great",
        "book it",
        "fine",
    ),
    *("ja danke", "ja gerne", "ja passt", "passt so", "passt mir", "perfekt", "super", "prima", "klar", "parfait"),
    *("ça me va", "oui svp", "oui s'il vous plaît", "sí gracias", "perfecto", "me va bien", "perfetto", "sim obrigado"),
    *("sim obrigada", "perfeito", "pode ser", "ja bedankt", "is goed", "prima graag", "ja prima", "klopt", "stimmt"),
)
NO: Final = spoken(
    *("no", "n", "nope", "no thanks", "no thank you", "nein", "nein danke", "nö", "doch nicht"),
    *("non", "non merci", "no gracias", "no grazie", "não", "não obrigado", "não obrigada", "nee", "nee bedankt"),
    "nee dank u",
)
CANCEL: Final = spoken(
    *("cancel", "cancel booking", "cancel appointment", "cancel my appointment", "abort", "storno", "stornieren"),
    *("absagen", "termin absagen", "abbrechen", "abbruch", "termin stornieren", "meinen termin absagen"),
    *("annuler", "annulation", "annuler le rendez-vous", "annuler mon rendez-vous", "annuler le rdv"),
    *("anular", "cancelar", "anular cita", "anular la cita", "anular mi cita", "cancelar cita", "cancelar mi cita"),
    *("disdire", "disdetta", "annullare", "annulla", "disdire l'appuntamento", "disdire il mio appuntamento"),
    *("annullare l'appuntamento", "cancellare", "desmarcar", "cancelar consulta", "cancelar a consulta"),
    *("cancelar a minha consulta", "desmarcar a consulta", "afzeggen", "annuleren", "afspraak afzeggen"),
    *("mijn afspraak afzeggen", "afspraak annuleren"),
)
MOVE: Final = spoken(
    *("reschedule", "move", "move appointment", "change appointment", "reschedule appointment"),
    *("change my appointment", "reschedule my appointment", "move my appointment"),
    *("verschieben", "termin verschieben", "verlegen", "termin verlegen", "umbuchen", "termin ändern"),
    *("meinen termin verschieben", "déplacer", "reporter", "déplacer le rendez-vous", "déplacer mon rendez-vous"),
    *("changer mon rendez-vous", "cambiar", "cambiar cita", "cambiar la cita", "cambiar mi cita", "mover mi cita"),
    *("spostare", "spostare l'appuntamento", "spostare il mio appuntamento", "remarcar", "remarcar consulta"),
    *("remarcar a consulta", "remarcar a minha consulta", "mudar consulta", "verzetten", "afspraak verzetten"),
    *("mijn afspraak verzetten", "verplaatsen", "afspraak verplaatsen"),
)
BOOK: Final = spoken(
    *("book", "book appointment", "book an appointment", "appointment", "new appointment", "make an appointment"),
    *("i want to book an appointment", "i would like to book an appointment", "i need an appointment"),
    *("buchen", "termin", "termin buchen", "neuer termin", "termin vereinbaren", "einen termin buchen"),
    *("ich brauche einen termin", "ich möchte einen termin", "ich möchte einen termin buchen"),
    *("rendez-vous", "rdv", "prendre rendez-vous", "prendre un rendez-vous", "je voudrais un rendez-vous"),
    *("je voudrais prendre rendez-vous", "cita", "pedir cita", "reservar", "reservar cita", "quiero una cita"),
    *("necesito una cita", "appuntamento", "prenotare", "prenotare una visita", "vorrei un appuntamento"),
    *("vorrei prenotare una visita", "consulta", "marcar", "marcar consulta", "quero marcar uma consulta"),
    *("queria marcar uma consulta", "afspraak", "afspraak maken", "een afspraak maken", "ik wil een afspraak maken"),
    *("ik wil graag een afspraak maken", "an appointment", "einen termin", "un rendez-vous", "un rdv", "una cita"),
    *("un appuntamento", "una visita", "uma consulta", "een afspraak", "i need appointment", "appt", "need an appt"),
)
AGAIN: Final = spoken(
    *("again", "same again", "same as last time", "wieder", "wie beim letzten mal", "wie letztes mal"),
    *("comme la dernière fois", "como la última vez", "come l'ultima volta", "como da última vez"),
    *("zoals de vorige keer", "zelfde als vorige keer"),
)
AS_LAST_TIME: Final = spoken(
    *("same as last time", "same as before", "like last time", "as last time", "same again", "the usual"),
    *("wie beim letzten mal", "wie letztes mal", "wie immer", "wie das letzte mal", "gleiche wie beim letzten mal"),
    *("comme la dernière fois", "comme la derniere fois", "comme d'habitude", "pareil que la dernière fois"),
    *("como la última vez", "como siempre", "lo mismo que la última vez", "come l'ultima volta", "come al solito"),
    *("come sempre", "como da última vez", "como sempre", "o mesmo da última vez", "igual à última vez"),
    *("zoals de vorige keer", "zelfde als vorige keer", "zelfde als de vorige keer", "zoals vorige keer"),
    *("zoals altijd", "net als de vorige keer", "zelfde als laatst"),
)
"""What says so within a sentence."""
NOT: Final = spoken("not", "don't", "nicht", "kein", "keinen", "pas", "no", "non", "não", "niet", "geen")
KEEP: Final = spoken(
    *("keep it", "keep my appointment", "keep the appointment", "undo", "don't cancel", "do not cancel", "dont cancel"),
    *("by mistake", "my mistake", "by accident", "changed my mind", "i will come", "i'll come", "i can come after all"),
    *("doch nicht", "nicht absagen", "nicht stornieren", "aus versehen", "versehentlich", "ich komme doch"),
    *("doch kommen", "rückgängig", "termin behalten", "anders überlegt", "je viens finalement", "finalement je viens"),
    *(
        "n'annulez pas",
        "ne pas annuler",
        "n'annule pas",
        "par erreur",
        "me suis trompé",
        "me suis trompée",
        "le garder",
    ),
    *("changé d'avis", "no la cancele", "no la canceles", "no cancelar", "no anular", "no la anule", "por error"),
    *("me equivoqué", "me he equivocado", "quiero mantener", "mantenerla", "he cambiado de idea", "sí voy a ir"),
    *("non disdire", "non annullare", "non cancellare", "per errore", "mi sono sbagliato", "mi sono sbagliata"),
    *("ho cambiato idea", "la tengo", "vengo lo stesso", "não cancele", "não cancelar", "não desmarque"),
    *("não desmarcar", "por engano", "enganei-me", "me enganei", "mudei de ideia", "quero manter", "afinal vou"),
    *("niet afzeggen", "niet annuleren", "toch niet", "vergissing", "vergiste me", "per ongeluk", "ik kom toch"),
    *("toch komen", "toch laten staan", "bedacht me", "ongedaan maken"),
)
"""What takes a cancellation back, or keeps an appointment that was to be cancelled."""
NEVER_MIND: Final = spoken(
    *("never mind", "nevermind", "forget it", "leave it", "not now", "maybe later", "another time maybe"),
    *("vergiss es", "vergessen sie es", "egal lassen wir das", "lassen wir das", "lass mal", "lieber nicht"),
    *("schon gut", "laissez tomber", "laisse tomber", "tant pis", "oubliez", "pas maintenant", "déjalo", "déjelo"),
    *("olvídalo", "olvídelo", "ahora no", "lascia perdere", "lasci perdere", "lasciamo stare", "non importa"),
    *(
        "deixa estar",
        "deixe estar",
        "deixa para lá",
        "esquece",
        "esqueça",
        "agora não",
        "laat maar",
        "laat maar zitten",
    ),
    *("vergeet het", "nu niet", "hoeft niet meer", "toch maar niet", "toch niet", "liever niet", "lieber doch nicht"),
    *("doch nicht", "finalement non", "plutôt pas", "mejor no", "meglio di no", "afinal não", "melhor não"),
    *("actually no", "on second thoughts", "i changed my mind", "no longer needed"),
)
"""What leaves a booking that is half made."""
INSTEAD: Final = spoken(
    *("instead", "stattdessen", "à la place", "plutôt", "en su lugar", "en cambio", "mejor", "invece", "em vez disso"),
    *("antes", "melhor", "in plaats daarvan", "liever", "lieber", "meglio"),
)
MINE: Final = spoken(
    *("my appointments", "appointments", "my bookings", "meine termine", "termine", "my appointment"),
    *("mes rendez-vous", "mon rendez-vous", "mis citas", "mi cita", "i miei appuntamenti", "il mio appuntamento"),
    *("as minhas consultas", "minhas consultas", "a minha consulta", "mijn afspraken", "mijn afspraak"),
)
WAITLIST: Final = spoken(
    *("waitlist", "waiting list", "warteliste", "liste d'attente", "lista de espera", "lista d'attesa", "wachtlijst"),
)
ANY_TIME: Final = spoken(
    *("any time", "anytime", "any", "whenever", "always", "jederzeit", "egal", "egal wann", "immer", "n'importe quand"),
    *("peu importe", "toujours", "cuando sea", "cualquier momento", "a cualquier hora", "da igual", "siempre"),
    *("in qualsiasi momento", "quando capita", "sempre", "qualquer hora", "a qualquer hora", "tanto faz"),
    *("altijd", "maakt niet uit", "op elk moment", "wanneer dan ook"),
)
SOONEST: Final = spoken(
    *("as soon as possible", "asap", "the earliest", "earliest possible", "the soonest", "first available"),
    *("so bald wie möglich", "so schnell wie möglich", "möglichst bald", "nächstmöglich", "nächstmöglichen"),
    *("am schnellsten", "frühestmöglich", "schnellstmöglich", "dès que possible", "le plus tôt possible"),
    *("au plus vite", "lo antes posible", "cuanto antes", "il prima possibile", "prima possibile", "appena possibile"),
    *("o mais cedo possível", "o mais rápido possível", "o quanto antes", "quanto antes", "zo snel mogelijk"),
    *("zo spoedig mogelijk", "eerst mogelijke", "zsm", "z.s.m", "earliest appointment", "next available"),
    *("soonest possible", "as early as possible", "urgently", "so früh wie möglich", "möglichst früh", "dringend"),
    *("nächster freier termin", "nächsten freien termin", "le plus vite possible", "le plus rapidement possible"),
    *("premier créneau", "lo más pronto posible", "lo más rápido posible", "lo antes que pueda", "al più presto"),
    *("il più presto possibile", "o mais depressa possível", "o mais breve possível", "eerste mogelijkheid"),
    *("zo vroeg mogelijk", "eerst mogelijk"),
)
"""What says that the first time would suit: looked for in a text as whole words."""
ANYBODY: Final = spoken(
    *("anyone", "anybody", "no preference", "doesn't matter", "does not matter", "i don't mind", "whoever", "any"),
    *(
        "egal",
        "egal wer",
        "ist mir egal",
        "wer frei ist",
        "n'importe qui",
        "peu importe",
        "sans préférence",
        "da igual",
    ),
    *("cualquiera", "me da igual", "chiunque", "indifferente", "è uguale", "tanto faz", "qualquer um", "indiferente"),
    *("maakt niet uit", "maakt me niet uit", "geen voorkeur", "wie dan ook"),
)
EARLIER: Final = spoken(
    *("earlier", "sooner", "früher", "frueher", "eher", "plus tôt", "avant", "antes", "más temprano"),
    *("più presto", "mais cedo", "eerder", "vroeger"),
)
LATER: Final = spoken(
    *("later", "später", "spaeter", "plus tard", "más tarde", "más adelante", "più tardi", "più avanti", "mais tarde"),
)
"""These two are looked for in a few words, where times are offered."""
ME: Final = spoken(
    *("me", "myself", "for myself", "it's me", "ich", "mich", "für mich selbst", "ich selbst", "moi", "pour moi-même"),
    *("yo", "mí", "para mí mismo", "para mí misma", "io", "me stesso", "per me stesso", "per me stessa", "eu", "mim"),
    *("para mim mesmo", "ik", "mij", "voor mezelf", "mezelf", "ikzelf"),
)
OTHER_DAY: Final = spoken(
    *("another day", "other day", "a different day", "anderer tag", "anderen tag", "ein andermal", "autre jour"),
    *("otro día", "altro giorno", "un altro giorno", "outro dia", "andere dag"),
)
OTHER_TIME: Final = spoken(
    *("another time", "other time", "other times", "a different time", "different time", "andere zeit", "anderen zeit"),
    *(
        "andere uhrzeit",
        "anderer termin",
        "anderen termin",
        "autre horaire",
        "autre heure",
        "otra hora",
        "otro horario",
    ),
    *("altro orario", "altra ora", "outra hora", "outro horário", "andere tijd", "ander tijdstip"),
)
"""These two are looked for in a text as whole words, where times are offered."""
LANGUAGE: Final = spoken(
    *("language", "languages", "other language", "sprache", "sprachen", "andere sprache", "langue", "langues"),
    *("autre langue", "idioma", "idiomas", "otro idioma", "lingua", "lingue", "altra lingua", "outro idioma"),
    *("taal", "talen", "andere taal"),
)
THANKS: Final = spoken(
    *("thanks", "thank you", "thank you very much", "thanks a lot", "many thanks", "thx", "ty", "cheers", "great"),
    *("perfect", "fine", "super", "bye", "goodbye", "see you", "great thanks", "ok thanks", "ok thank you"),
    *("danke", "vielen dank", "danke schön", "dankeschön", "danke sehr", "besten dank", "herzlichen dank", "prima"),
    *("perfekt", "tschüss", "auf wiedersehen", "ok danke", "bis dann", "klasse", "toll", "alles klar"),
    *("merci", "merci beaucoup", "ok merci", "parfait", "au revoir", "à bientôt", "gracias", "muchas gracias"),
    *("ok gracias", "perfecto", "adiós", "hasta luego", "grazie", "grazie mille", "ok grazie", "perfetto"),
    *("arrivederci", "a presto", "obrigado", "obrigada", "muito obrigado", "muito obrigada", "ok obrigado"),
    *("perfeito", "adeus", "até logo", "bedankt", "dank je", "dank u", "dank je wel", "dank u wel", "hartelijk dank"),
    *("ok bedankt", "perfect", "tot ziens", "tot dan"),
)

SILENT_KINDS: Final = frozenset(
    {"sticker", "reaction", "system", "revoke", "edit", "interactive.call_permission_reply"}
)
"""Kinds of content that ask for nothing."""


def says(text: str, phrases: Iterable[str]) -> bool:
    """Tell whether one of the phrases stands in a plain text as whole words."""
    return _any_of(tuple(phrases)).search(text) is not None


def without(text: str, phrases: Iterable[str]) -> str:
    """Leave the phrases that stand in a plain text as whole words out of it."""
    return " ".join(_any_of(tuple(phrases)).sub(" ", text).split())


@lru_cache(maxsize=256)  # the fixed lists, and the titles of services
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def without_signs(text: str) -> str:
    """Leave emoji out of a text that has words too: "yes 👍"."""
    left = "".join(sign for sign in text if unicodedata.category(sign) not in ("So", "Sk") and sign not in _JOINING)
    return left if left.strip() else text


def without_courtesy(text: str) -> str:
    """Leave out of a few plain words what is said for politeness alone: "yes please dear"."""
    return _COURTESY.sub("", text).strip(_EDGES) or text


def is_approving(text: str) -> bool:
    """Tell whether a text is emoji alone and begins with one that says yes."""
    return is_only_signs(text) and text.strip().startswith(_APPROVING)


def is_only_signs(text: str) -> bool:
    """Tell whether a text is made of emoji and the like: a nod, not a question."""
    signs = [sign for sign in text if not sign.isspace()]
    return bool(signs) and all(unicodedata.category(sign) in _SIGN_CATEGORIES for sign in signs)


_JOINING = "\N{VARIATION SELECTOR-16}\N{ZERO WIDTH JOINER}"
_COURTESY = re.compile(
    r"[,. ]+(?:please|pls|plz|dear|thanks|thank you|kindly|bitte|danke|vielen dank|merci|svp|s'il (?:vous|te) pla[iî]t"
    r"|por favor|gracias|grazie|per favore|per piacere|obrigad[oa]|graag|alstublieft|alsjeblieft|dank u|dank je"
    r"|sir|madam|that would be (?:lovely|great)|das w[aä]re (?:nett|toll))\b"
)
_APPROVING = ("\N{THUMBS UP SIGN}", "\N{OK HAND SIGN}", "\N{WHITE HEAVY CHECK MARK}", "\N{SQUARED OK}")
_SIGN_CATEGORIES = frozenset({"So", "Sk", "Mn", "Me", "Cf", "Cn", "Co"})
