"""Words that always mean the same, whichever language is spoken: compared whole unless said otherwise."""

import re
import unicodedata

MENU = frozenset(
    {"menu", "main menu", "start over", "menü", "menue", "hauptmenü", "hauptmenue", "von vorne", "neu starten"}
)
GREETINGS = frozenset(
    {"hi", "hello", "hey", "hallo", "good morning", "good afternoon", "good evening", "good day", "hello there"}
    | {"guten morgen", "guten tag", "guten abend", "grüß gott", "gruess gott", "servus", "moin", "start"}
)
BACK = frozenset({"back", "zurück", "zurueck"})
HUMAN = frozenset(
    {"human", "person", "agent", "staff", "reception", "receptionist", "colleague", "operator"}
    | {"mensch", "mitarbeiter", "mitarbeiterin", "empfang", "rezeption", "kollege", "kollegin", "personal"}
)
HUMAN_PHRASES = (
    "talk to a person",
    "talk to a human",
    "talk to someone",
    "speak to a person",
    "speak to a human",
    "speak to someone",
    "speak with someone",
    "talk with someone",
    "real person",
    "mit jemandem sprechen",
    "mit jemand sprechen",
    "mit einem menschen",
    "mit einer person",
    "mit einem mitarbeiter",
    "mit einer mitarbeiterin",
    "mit dem team",
    "mit team sprechen",
    "mit der praxis sprechen",
)
COMPLAINTS = ("complaint", "complain", "beschwerde", "beschweren")
URGENT = (
    *("chest pain", "heart attack", "cannot breathe", "can't breathe", "cant breathe", "can not breathe"),
    *("difficulty breathing", "trouble breathing", "shortness of breath", "stroke", "unconscious", "not breathing"),
    *("severe bleeding", "bleeding heavily", "heavy bleeding", "overdose", "suicide", "suicidal", "kill myself"),
    *("want to die", "emergency", "anaphylaxis", "seizure", "poisoned", "poisoning"),
    *("brustschmerz", "brustschmerzen", "schmerzen in der brust", "herzinfarkt", "herzanfall", "keine luft", "atemnot"),
    *("schlaganfall", "bewusstlos", "ohnmächtig", "starke blutung", "blutet stark", "überdosis", "suizid"),
    *("selbstmord", "mich umbringen", "nicht mehr leben", "notfall", "krampfanfall", "vergiftung", "vergiftet"),
    *("allergischer schock", "anaphylaktisch"),
)
"""Red flags (M12): wherever they stand in a text, a person is called and the emergency number is named."""

YES = frozenset(
    {"yes", "yes please", "y", "yep", "yeah", "ok", "okay", "confirm", "confirmed", "sure", "correct"}
    | {"ja", "ja bitte", "jep", "in ordnung", "einverstanden", "bestätigen", "bestaetigen", "passt", "gerne"}
)
NO = frozenset({"no", "n", "nope", "no thanks", "no thank you", "nein", "nein danke", "nö", "doch nicht"})
CANCEL = frozenset(
    {"cancel", "cancel booking", "cancel appointment", "cancel my appointment", "abort", "storno", "stornieren"}
    | {"absagen", "termin absagen", "abbrechen", "abbruch", "termin stornieren", "meinen termin absagen"}
)
MOVE = frozenset(
    {"reschedule", "move", "move appointment", "change appointment", "reschedule appointment", "change my appointment"}
    | {"reschedule my appointment", "move my appointment", "verschieben", "termin verschieben", "verlegen"}
    | {"termin verlegen", "umbuchen", "termin ändern", "meinen termin verschieben"}
)
BOOK = frozenset(
    {"book", "book appointment", "book an appointment", "appointment", "new appointment", "make an appointment"}
    | {"i want to book an appointment", "i would like to book an appointment", "i need an appointment"}
    | {"buchen", "termin", "termin buchen", "neuer termin", "termin vereinbaren", "einen termin buchen"}
    | {"ich brauche einen termin", "ich möchte einen termin", "ich möchte einen termin buchen"}
)
MINE = frozenset({"my appointments", "appointments", "my bookings", "meine termine", "termine", "my appointment"})
THANKS = frozenset(
    {"thanks", "thank you", "thank you very much", "thanks a lot", "many thanks", "thx", "ty", "cheers", "great"}
    | {"perfect", "fine", "super", "bye", "goodbye", "see you", "great thanks", "ok thanks", "ok thank you"}
    | {"danke", "vielen dank", "danke schön", "dankeschön", "danke sehr", "besten dank", "herzlichen dank", "prima"}
    | {"perfekt", "tschüss", "auf wiedersehen", "ok danke", "bis dann", "klasse", "toll", "alles klar"}
)
LANGUAGE_NAMES = {
    "english": "en",
    "englisch": "en",
    "in english": "en",
    "deutsch": "de",
    "german": "de",
    "auf deutsch": "de",
}

SILENT_KINDS = frozenset({"sticker", "reaction", "system", "revoke", "edit", "interactive.call_permission_reply"})
"""Kinds of content that ask for nothing."""

_EDGES = " \t\r\n.,;:!…\"'“”„‚‘’()"


def plain(text: str) -> str:
    """Fold case, width, spaces and the punctuation around: what words are compared in."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("ß", "ss")
    return " ".join(folded.split()).strip(_EDGES)


def says(text: str, phrases: tuple[str, ...]) -> bool:
    """Tell whether one of the phrases stands in a plain text as whole words."""
    return any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) for phrase in phrases)


def is_only_signs(text: str) -> bool:
    """Tell whether a text is made of emoji and the like: a nod, not a question."""
    signs = [sign for sign in text if not sign.isspace()]
    return bool(signs) and all(unicodedata.category(sign) in _SIGN_CATEGORIES for sign in signs)


_SIGN_CATEGORIES = frozenset({"So", "Sk", "Mn", "Me", "Cf", "Cn", "Co"})
