"""Answers what patients ask beside a booking: what it costs, when the clinic is open, where it is."""

from collections.abc import Callable
from typing import Final

from chatbookr_core.dialogue import wording
from chatbookr_core.dialogue.asking import again, ask, hand_over
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State, Step
from chatbookr_core.dialogue.words import bare, says, spoken

PRICE: Final = spoken(
    *("how much", "price", "prices", "what does it cost", "what do you charge", "cost", "costs", "fee", "fees"),
    *("was kostet", "was kosten", "wie viel kostet", "wieviel kostet", "wie teuer", "preis", "preise", "kosten"),
    *("combien ça coûte", "combien coûte", "combien ca coute", "c'est combien", "quel prix", "prix", "tarif", "tarifs"),
    *("cuánto cuesta", "cuánto vale", "cuánto cobran", "precio", "precios", "tarifas", "cuánto es"),
    *("quanto costa", "quanto viene", "prezzo", "prezzi", "tariffe", "quanto custa", "quanto é", "preço", "preços"),
    *("qual o valor", "hoeveel kost", "wat kost", "wat kosten", "prijs", "prijzen", "tarief", "tarieven"),
)
HOURS: Final = spoken(
    *("when are you open", "are you open", "opening hours", "opening times", "office hours", "what time do you open"),
    *("when do you open", "when do you close", "what time do you close", "öffnungszeiten", "oeffnungszeiten"),
    *("wann habt ihr offen", "wann haben sie offen", "wann ist offen", "wann haben sie geöffnet", "sprechzeiten"),
    *("wann habt ihr geöffnet", "haben sie offen", "habt ihr offen", "haben sie geöffnet", "habt ihr geöffnet"),
    *("wann habt ihr auf", "horaires d'ouverture", "heures d'ouverture", "vous êtes ouverts", "êtes-vous ouvert"),
    *("êtes-vous ouverts", "vous êtes ouvert", "vous ouvrez", "ouvert quand", "vous fermez", "horario", "horarios"),
    *("cuándo abren", "a qué hora abren", "a qué hora cierran", "están abiertos", "orari", "orario", "siete aperti"),
    *("quando aprite", "quando chiudete", "a che ora aprite", "a che ora chiudete", "horário", "horários"),
    *("estão abertos", "quando abrem", "a que horas abrem", "a que horas fecham", "openingstijden", "openingsuren"),
    *(
        "wanneer zijn jullie open",
        "zijn jullie open",
        "wanneer bent u open",
        "bent u open",
        "hoe laat gaan jullie open",
    ),
)
PLACE: Final = spoken(
    *("where are you", "where is it", "where is the practice", "where is the clinic", "your address", "the address"),
    *("address", "how do i get there", "where do i have to go", "location", "directions", "wo seid ihr", "wo sind sie"),
    *("wo ist das", "wo ist die praxis", "adresse", "wo finde ich", "anfahrt", "où êtes-vous", "vous êtes où"),
    *("où se trouve", "où c'est", "c'est où", "l'adresse", "votre adresse", "dónde están", "dónde está", "dirección"),
    *("cómo llego", "dove siete", "dove si trova", "dov'è", "indirizzo", "l'indirizzo", "onde fica", "onde ficam"),
    *(
        "onde estão",
        "morada",
        "endereço",
        "waar zitten jullie",
        "waar zijn jullie",
        "waar is het",
        "waar is de praktijk",
    ),
    *("waar moet ik zijn", "waar zit", "adres", "jullie adres"),
)
PHONE: Final = spoken(
    *("phone number", "your number", "telephone number", "can i call you", "telefonnummer", "kann ich anrufen"),
    *("ihre nummer", "numéro de téléphone", "votre numéro", "vous appeler", "número de teléfono", "su teléfono"),
    *(
        "numero di telefono",
        "il vostro numero",
        "número de telefone",
        "telefoonnummer",
        "jullie nummer",
        "kan ik bellen",
    ),
)

LENGTH: Final = spoken(
    *("how long does it take", "how long will it take", "how long is it", "how long is the appointment"),
    *("wie lange dauert", "wie lang dauert", "combien de temps", "ça dure combien", "dure combien", "cuánto dura"),
    *("cuánto tiempo", "quanto dura", "quanto tempo", "quanto demora", "hoe lang duurt", "hoelang duurt"),
)
UNKNOWN: Final = spoken(
    *("prescription refill", "repeat prescription", "test results", "gesetzlich versicherte", "gesetzlich versichert"),
    *("kassenpatient", "kassenpatienten", "privatpatient", "folgerezept", "blutwerte", "renouveler mon ordonnance"),
    *("résultats d'analyse", "mis resultados", "receta médica", "miei risultati", "ricetta medica", "receita médica"),
    *("meus resultados", "herhaalrecept", "uitslag van"),
    *("lady doctor", "female doctor", "woman doctor", "female dentist", "a female", "a woman", "a lady", "male doctor"),
    *("einer frau", "eine frau als", "weibliche ärztin", "une femme médecin", "une femme", "una mujer"),
    *("doctora mujer", "una donna", "uma mulher", "médica mulher", "vrouwelijke", "een vrouw", "mannelijke arts"),
    *("parking", "where can i park", "can i park", "is there a car park", "insurance", "insured", "do you accept"),
    *("do i need to bring", "what should i bring", "what do i need to bring", "need a referral", "wheelchair"),
    *("can i pay", "do you take cards", "parken", "parkplatz", "parkplätze", "krankenkasse", "versicherung"),
    *("was muss ich mitbringen", "soll ich etwas mitbringen", "überweisung", "barrierefrei", "mit karte zahlen"),
    *("parking", "se garer", "me garer", "stationnement", "mutuelle", "carte vitale", "remboursé", "remboursée"),
    *("que dois-je apporter", "faut-il apporter", "ordonnance", "tiers payant", "aparcar", "aparcamiento"),
    *("parking", "seguro médico", "aseguradora", "mutua", "qué tengo que llevar", "qué debo llevar", "parcheggio"),
    *("parcheggiare", "assicurazione", "cosa devo portare", "impegnativa", "estacionar", "estacionamento"),
    *("seguro de saúde", "convénio", "convênio", "o que devo levar", "o que preciso levar", "parkeren"),
    *("parkeerplaats", "verzekering", "verzekeraar", "vergoed", "wat moet ik meenemen", "verwijzing", "rolstoel"),
)
"""What patients ask that the clinic has entered nowhere."""


def asked(text: str, state: State, scene: Scene) -> Turn | None:
    """Answer a question of fact and repeat what is open; what the clinic has not said is for a person to answer."""
    fact = told(text, state, scene)
    if fact is None:
        return None
    if not fact:
        return hand_over(state, scene, "asked_for_person")
    return again(state, scene, lead=fact) if state.step is Step.IDLE else ask(state, scene, lead=fact)


def told(text: str, state: State, scene: Scene) -> str | None:
    """Say what a plain text asks for; nothing where the clinic has not said it, None where it asks for no fact."""
    said = bare(text)
    return next((answer(state, scene) for phrases, answer in _ANSWERS if says(said, phrases)), None)


def _prices(state: State, scene: Scene) -> str:
    """List what things cost: the one that is being booked, or all."""
    chosen = scene.find_service(state.service_id)
    services = scene.view.services if chosen is None else (chosen,)
    return "\n".join(f"{one.short_title}: {wording.service_facts(scene, one)}" for one in services if one.price)


def _lengths(state: State, scene: Scene) -> str:
    """List how long things take: the one that is being booked, or all."""
    chosen = scene.find_service(state.service_id)
    services = scene.view.services if chosen is None else (chosen,)
    return "\n".join(f"{one.short_title}: {wording.service_facts(scene, one)}" for one in services)


def _unknown(state: State, scene: Scene) -> str:
    """Say who knows; what is under way goes on."""
    say = scene.voice.gettext
    told = say("I do not know that, but the practice does: write “{words}”.", words=say("Talk to a person"))
    return f"{told} {_phone(state, scene)}".strip()


def _hours(state: State, scene: Scene) -> str:
    opening = scene.opening_text
    return scene.voice.gettext("Opening hours: {opening}", opening=opening) if opening else ""


def _places(state: State, scene: Scene) -> str:
    """List the places: that of the appointment that is being booked, or all."""
    chosen = scene.find_location(state.chosen.location_id if state.chosen else state.location_id)
    places = scene.view.locations if chosen is None else (chosen,)
    return "\n".join(", ".join(part for part in (one.name, one.address) if part) for one in places)


def _phone(state: State, scene: Scene) -> str:
    phone = scene.view.phone
    return scene.voice.gettext("You can call the practice: {phone}.", phone=phone) if phone else ""


_ANSWERS: tuple[tuple[frozenset[str], Callable[[State, Scene], str]], ...] = (
    (PRICE, _prices),
    (HOURS, _hours),
    (PLACE, _places),
    (PHONE, _phone),
    (LENGTH, _lengths),
    (UNKNOWN, _unknown),
)
