"""STOP and START in seven languages: a word, or a word and what it is about; anything longer is a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from chatbookr_core.consents.rules import Purpose
from chatbookr_core.dialogue.words import plain

STOP: Final = frozenset(
    {"stop", "unsubscribe", "opt out", "optout", "opt-out", "stop messages", "stop texting me", "stop messaging me"}
    | {"stopp", "abmelden", "abbestellen", "austragen", "keine nachrichten mehr"}
    | {"arrêt", "arret", "arrêter", "arreter", "désabonner", "desabonner", "se désabonner"}
    | {"me désabonner", "me desabonner", "plus de messages"}
    | {"parar", "alto", "baja", "darme de baja", "cancelar suscripción", "cancelar suscripcion"}
    | {"dar de baja", "no más mensajes", "no mas mensajes"}
    | {"ferma", "fermare", "basta messaggi", "disiscrivi", "disiscrivimi", "annulla iscrizione", "cancellami"}
    | {"pare", "sair", "cancelar inscrição", "cancelar inscricao", "cancelar subscrição", "cancelar subscricao"}
    | {"chega de mensagens", "não quero mais mensagens", "nao quero mais mensagens"}
    | {"stoppen", "afmelden", "uitschrijven", "geen berichten meer", "stop met berichten"}
)
START: Final = frozenset(
    {"start", "unstop", "subscribe", "opt in", "optin", "opt-in", "resume"}
    | {"starten", "wieder anmelden"}
    | {"démarrer", "demarrer", "reprendre", "se réabonner", "se reabonner", "me réabonner", "me reabonner"}
    | {"iniciar", "empezar", "reanudar", "alta", "darme de alta"}
    | {"avvia", "inizia", "riprendi", "iscrivimi"}
    | {"começar", "comecar", "iniciar", "retomar"}
    | {"hervatten", "starten", "aanmelden"}
)
EVERYTHING: Final = frozenset(
    {"all", "everything", "all messages", "alle", "alles", "alle nachrichten", "tout", "tous", "tous les messages"}
    | {"todo", "todos", "todos los mensajes", "tutto", "tutti", "tutti i messaggi", "tudo", "todas as mensagens"}
    | {"messages", "nachrichten", "mensajes", "messaggi", "mensagens", "alle berichten", "berichten"}
)
PURPOSES: Final[Mapping[str, Purpose]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *("reminders", "reminder", "erinnerungen", "erinnerung", "rappels", "rappel"),
                *("recordatorios", "recordatorio", "promemoria", "lembretes", "lembrete", "herinneringen"),
                *("herinnering", "les rappels", "los recordatorios", "i promemoria", "os lembretes"),
            ),
            Purpose.REMINDERS,
        ),
        **dict.fromkeys(
            (
                *("marketing", "offers", "news", "newsletter", "werbung", "angebote", "publicité", "publicite"),
                *("offres", "publicidad", "ofertas", "pubblicità", "pubblicita", "offerte", "publicidade"),
                *("reclame", "aanbiedingen", "nieuws", "nieuwsbrief", "neuigkeiten", "nouvelles", "actualités"),
                *("actualites", "noticias", "novità", "novita", "notícias", "novidades", "boletín", "boletin"),
            ),
            Purpose.MARKETING,
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Opting:
    """What a word asks for: no more, or again; `purpose` of None is not said, `is_everything` is said so."""

    is_stop: bool
    purpose: Purpose | None = None
    is_everything: bool = False


def _all_words() -> Mapping[str, Opting]:
    found: dict[str, Opting] = {}
    for verbs, is_stop in ((STOP, True), (START, False)):
        for verb in map(plain, verbs):
            found[verb] = Opting(is_stop)
            found |= {f"{verb} {plain(one)}": Opting(is_stop, is_everything=True) for one in EVERYTHING}
            found |= {f"{verb} {plain(one)}": Opting(is_stop, purpose) for one, purpose in PURPOSES.items()}
    return MappingProxyType(found)


_WORDS: Final = _all_words()


def find_opting(text: str) -> Opting | None:
    """Read a plain text as STOP or START; None for everything else, sentences with such a word above all."""
    return _WORDS.get(text)
