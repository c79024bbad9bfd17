"""What is said of a booking at its beginning is not asked again: with whom, where, how long and for whom."""

from dataclasses import replace
from uuid import UUID

import pytest
from tests.core.dialogue_practice import (
    CENTRE,
    CHECK_UP,
    JANSEN,
    PHYSIO,
    SOUTH,
    VOS,
    Practice,
    slot_at,
    view_with,
)

from chatbookr_core.dialogue import DurationView, PatientView, RelativeView, State, Step, View, Who
from chatbookr_core.dialogue.details import Details

DAYS = (13, 14, 15, 16)
FREE = tuple(
    slot_at(f"2026-10-{day} {at}", practitioner=who)
    for day in DAYS
    for at in ("09:30", "14:00")
    for who in (VOS, JANSEN)
)
MIA = RelativeView(UUID(int=90), "Mia Vos")
LONGER = replace(CHECK_UP, other_durations=(DurationView(60, "EUR 95"),))


def two_places(view: View) -> View:
    services = tuple(replace(one, location_ids=(CENTRE.id, SOUTH.id)) for one in view.services)
    return replace(view, locations=(CENTRE, SOUTH), services=services)


def begun(view: View | None = None) -> Practice:
    """Greet before anything is said, so that the notice is behind us."""
    practice = Practice(view or view_with(), free=FREE)
    practice.says("hello")
    return practice


WITH_WHOM = (
    *(("en", "book a check-up with Dr Jansen"), ("en", "check-up with jansen please"), ("en", "Dr. Jansen, check-up")),
    *(("de", "einen Check-up bei Dr. Jansen bitte"), ("de", "Check-up bei Frau Jansen")),
    *(("fr", "un check-up avec le docteur Jansen"), ("fr", "check-up chez Jansen")),
    *(("es", "un check-up con la doctora Jansen"), ("es", "check-up con Jansen")),
    *(("it", "un check-up con la dottoressa Jansen"), ("it", "check-up con Jansen")),
    *(("pt", "um check-up com a dra. Jansen"), ("pt", "check-up com Jansen")),
    *(("nl", "een check-up bij dokter Jansen"), ("nl", "check-up bij mevrouw Jansen")),
)
WITH_ANYBODY = (
    *(("en", "a check-up with anyone"), ("de", "Check-up, egal bei wem"), ("fr", "un check-up avec n'importe qui")),
    *(("es", "un check-up con cualquiera"), ("it", "un check-up con chiunque"), ("pt", "check-up com qualquer um")),
    *(("nl", "een check-up, maakt niet uit bij wie"),),
)
WHERE = (
    *(("en", "a check-up at the South practice"), ("en", "check-up in South"), ("en", "check-up at Zuidplein")),
    *(("de", "Check-up in der Praxis South"), ("fr", "un check-up au cabinet South"), ("es", "check-up en South")),
    *(("it", "un check-up nella sede South"), ("pt", "check-up na clinica South"), ("nl", "check-up in South")),
)
HOW_LONG = (
    *(("en", "a check-up of 60 minutes"), ("en", "an hour-long check-up, the long one"), ("en", "check-up, an hour")),
    *(("de", "Check-up, 60 Minuten"), ("de", "einen langen Termin, Check-up"), ("de", "Check-up, eine Stunde")),
    *(("fr", "un check-up de 60 minutes"), ("fr", "check-up, un rdv long"), ("fr", "un check-up d'une heure")),
    *(("es", "un check-up de 60 minutos"), ("es", "check-up, una cita larga"), ("es", "check-up de una hora")),
    *(("it", "un check-up di 60 minuti"), ("it", "check-up, una visita lunga"), ("it", "check-up di un'ora")),
    *(("pt", "um check-up de 60 minutos"), ("pt", "check-up, consulta longa"), ("pt", "check-up de uma hora")),
    *(("nl", "een check-up van 60 minuten"), ("nl", "check-up, een lange afspraak"), ("nl", "check-up van een uur")),
)


@pytest.mark.parametrize(("language", "text"), WITH_WHOM)
def test_who_is_named_beside_the_service_is_not_asked_for(language: str, text: str) -> None:
    practice = begun(view_with(language=language))

    practice.says(text)

    assert practice.state.step is Step.TIMES
    assert (practice.state.service_id, practice.state.practitioner_id) == (CHECK_UP.id, JANSEN.id)
    assert {one.practitioner_id for one in practice.state.offered} == {JANSEN.id}


@pytest.mark.parametrize(("language", "text"), WITH_ANYBODY)
def test_who_minds_nobody_is_not_asked_either(language: str, text: str) -> None:
    practice = begun(view_with(language=language))

    practice.says(text)

    assert practice.state.step is Step.TIMES
    assert practice.state.practitioner_id is None


@pytest.mark.parametrize(("language", "text"), WHERE)
def test_a_place_that_is_named_is_not_asked_for(language: str, text: str) -> None:
    practice = begun(two_places(view_with(language=language)))

    practice.says(text)

    assert practice.state.step is Step.PRACTITIONER
    assert practice.state.location_id == SOUTH.id


@pytest.mark.parametrize(("language", "text"), HOW_LONG)
def test_a_length_that_is_said_is_not_asked_for(language: str, text: str) -> None:
    practice = begun(view_with(language=language, services=(LONGER, PHYSIO)))

    practice.says(text)

    assert practice.state.step is Step.PRACTITIONER
    assert practice.state.minutes == 60


def test_everything_at_once_leads_straight_to_the_times() -> None:
    view = two_places(view_with(services=(LONGER, PHYSIO)))
    known = replace(view, books_for_others=True, patient=PatientView("Anna Vos", VOS.id, relatives=(MIA,)))
    practice = begun(known)

    answers = practice.says(
        "A check-up of 60 minutes with Dr Jansen at the Centre practice for Mia, Thursday afternoon"
    )

    assert answers == ["Times on Thursday 15 October:"]
    assert practice.titles() == ["Thu 15 Oct 14:00", "Another day"]
    state = practice.state
    assert (state.practitioner_id, state.location_id, state.minutes) == (JANSEN.id, CENTRE.id, 60)
    assert (state.who, state.relative_id) == (Who.RELATIVE, MIA.id)


def test_what_is_said_before_the_notice_holds_after_it() -> None:
    practice = Practice(free=FREE)

    answers = practice.says("I would like a check-up with Dr Jansen on Thursday afternoon")

    assert "https://zuid.example/privacy" in answers[0]
    assert answers[1:] == ["Times on Thursday 15 October:"]
    assert practice.state.practitioner_id == JANSEN.id


def test_somebody_new_who_is_named_is_not_asked_for_their_name() -> None:
    practice = begun(replace(view_with(), books_for_others=True))

    practice.says("a check-up with Dr Jansen for my daughter Lena van Dijk")
    practice.taps_row(0)

    assert practice.state.step is Step.CONFIRM
    assert "For Lena van Dijk." in practice.said[-1].body


@pytest.mark.parametrize("text", ["Check-up für meine Tochter Kontrolle Montag", "check-up for my son on Thursday"])
def test_what_is_no_name_is_none(text: str) -> None:
    practice = begun(replace(view_with(), books_for_others=True))

    practice.says(text)

    assert practice.state.called is None
    assert practice.state.who is Who.OTHER


def test_who_does_not_give_what_is_named_is_not_taken_for_it() -> None:
    practice = begun()

    practice.says("physiotherapy with Dr Jansen")

    assert practice.state.service_id == PHYSIO.id
    assert practice.state.practitioner_id == VOS.id  # the only one who gives it
    assert practice.said[-1].body.startswith("Dr Jansen does not offer Physiotherapy.\n\nChoose a time")
    assert practice.says("menu") == ["Hello, how can I help you?"]


def test_that_somebody_does_not_give_it_is_said_once_before_what_is_asked() -> None:
    practice = begun(two_places(view_with()))

    asked = practice.says("physiotherapy with Dr Jansen")
    times = practice.taps("Centre")

    assert asked[0].startswith("Dr Jansen does not offer Physiotherapy.\n\nWhere would you like to come?")
    assert times == ["Choose a time for Physiotherapy:"]


@pytest.mark.parametrize("text", ["a check-up, but not with Dr Jansen", "check-up with anyone but Dr Jansen"])
def test_who_is_not_wanted_is_not_taken(text: str) -> None:
    practice = begun()

    practice.says(text)

    assert practice.state.practitioner_id != JANSEN.id


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "check-up, not at South"), ("de", "Check-up, aber nicht in South"), ("es", "check-up, no en South")],
)
def test_a_place_that_is_not_wanted_is_not_taken(language: str, text: str) -> None:
    practice = begun(two_places(view_with(language=language)))

    practice.says(text)

    assert practice.state.step is Step.LOCATION


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "check-up, de lange wachttijd is vervelend"),
        ("de", "Check-up bei der Lange GmbH"),
        ("en", "a check-up, it has been a long time"),
    ],
)
def test_what_says_nothing_of_a_length_leaves_it_open(language: str, text: str) -> None:
    practice = begun(view_with(language=language, services=(LONGER, PHYSIO)))

    practice.says(text)

    assert practice.state.step is Step.DURATION


def test_a_practitioners_name_that_is_another_word_too_needs_more_than_the_word() -> None:
    will = replace(JANSEN, short_name="Will")
    practice = begun(view_with(practitioners=(VOS, will)))

    practice.says("will you have a check-up on Thursday?")
    assert practice.state.step.value == "practitioner"
    practice.says("menu")
    practice.says("a check-up with Will on Thursday")

    assert practice.state.practitioner_id == will.id


FOR_ME = (
    *(
        ("en", "a check-up for me"),
        ("de", "Check-up für mich"),
        ("fr", "un check-up pour moi"),
        ("es", "check-up para mí"),
    ),
    *(("it", "un check-up per me"), ("pt", "check-up para mim"), ("nl", "een check-up voor mij")),
)
FOR_THEIRS = (
    *(("en", "check-up for my nephew"), ("de", "Check-up für meine Enkelin"), ("fr", "check-up pour ma sœur")),
    *(("es", "check-up para mi sobrino"), ("it", "check-up per mia nonna"), ("pt", "check-up para a minha neta")),
    *(("nl", "check-up voor mijn dochtertje"),),
)


@pytest.mark.parametrize(("language", "text"), FOR_ME)
def test_who_says_that_it_is_for_themselves_is_not_asked(language: str, text: str) -> None:
    known = PatientView("Anna Vos", VOS.id, relatives=(MIA,))
    practice = begun(replace(view_with(language=language), books_for_others=True, patient=known))

    practice.says(text)
    practice.taps_row(0)
    practice.taps_row(0)

    assert practice.state.step is Step.CONFIRM
    assert practice.state.who is Who.ME


@pytest.mark.parametrize(("language", "text"), FOR_THEIRS)
def test_more_people_are_somebody_else(language: str, text: str) -> None:
    practice = begun(replace(view_with(language=language), books_for_others=True))

    practice.says(text)

    assert practice.state.who is Who.OTHER


def test_for_me_and_somebody_is_for_who_writes_first() -> None:
    known = PatientView("Anna Vos", VOS.id, relatives=(MIA,))
    practice = begun(replace(view_with(), books_for_others=True, patient=known))

    practice.says("a check-up for me and my sister")

    assert practice.state.who is Who.ME
    assert len(practice.state.company) == 1


def test_in_italian_for_my_daughter_is_for_no_mia() -> None:
    view = replace(view_with(language="it"), books_for_others=True, patient=PatientView("Ada", relatives=(MIA,)))
    practice = begun(view)

    practice.says("un check-up per mia figlia")
    assert practice.state.who is Who.OTHER
    practice.says("menu")
    practice.says("un check-up per mia figlia Mia")

    assert (practice.state.who, practice.state.relative_id) == (Who.RELATIVE, MIA.id)


def test_whom_and_how_long_may_be_said_where_how_long_is_asked() -> None:
    practice = begun(view_with(services=(LONGER, PHYSIO)))
    practice.taps("Book appointment")
    practice.taps("Check-up")

    practice.says("with Dr Jansen please")
    assert practice.state.step.value == "duration"
    practice.says("half an hour")

    assert practice.state.step is Step.TIMES
    assert (practice.state.practitioner_id, practice.state.minutes) == (JANSEN.id, 30)


def test_somebody_who_is_at_one_place_alone_says_which() -> None:
    view = two_places(view_with())
    practice = begun(replace(view, practitioners=(VOS, replace(JANSEN, location_ids=(SOUTH.id,)))))

    practice.says("check-up with Dr Jansen")

    assert practice.state.location_id == SOUTH.id
    assert practice.state.step is not Step.LOCATION


def test_details_may_be_said_where_something_else_is_asked() -> None:
    practice = begun(two_places(view_with(services=(LONGER, PHYSIO))))
    practice.taps("Book appointment")
    practice.says("with Dr Jansen please, for an hour")
    assert practice.state.service_id == LONGER.id  # all that she gives
    assert practice.state.step.value == "location"

    practice.says("the South practice")

    assert practice.state.step is Step.TIMES
    assert (practice.state.practitioner_id, practice.state.minutes) == (JANSEN.id, 60)


def test_a_length_that_is_not_offered_is_asked_for() -> None:
    practice = begun(view_with(services=(LONGER, PHYSIO)))

    practice.says("a check-up of 45 minutes")

    assert practice.state.step is Step.DURATION
    practice.says("the long one")
    assert practice.state.minutes == 60


def test_details_come_back_with_the_state_and_older_states_have_none() -> None:
    state = State(details=Details(VOS.id, CENTRE.id, 60, None, is_with_anybody=False))

    assert State.from_json(state.to_json()) == state
    assert State.from_json(state.to_json().replace(',"details":', ',"other":')) == State()


def last_time(**known: object) -> Practice:
    patient = replace(PatientView("Anna Vos", JANSEN.id, last_service_id=CHECK_UP.id), **known)  # type: ignore[arg-type]  # real fields
    view = two_places(view_with(services=(LONGER, PHYSIO)))
    practice = Practice(view, free=tuple(replace(one, location_id=SOUTH.id) for one in FREE))
    practice.says("hello")
    practice.view = replace(practice.view, patient=patient)
    practice.waits(days=1)
    return practice


def test_a_tap_on_the_same_as_last_time_shows_times_of_the_same() -> None:
    practice = last_time(last_location_id=SOUTH.id, last_minutes=60)
    practice.says("hello")

    answers = practice.taps("Again with Dr Jansen")

    assert answers == ["Choose a time for Check-up:"]
    state = practice.state
    assert (state.service_id, state.practitioner_id) == (CHECK_UP.id, JANSEN.id)
    assert (state.location_id, state.minutes) == (SOUTH.id, 60)


def test_a_returning_patient_books_in_three_messages_after_the_menu() -> None:
    practice = last_time(last_location_id=SOUTH.id, last_minutes=60)
    practice.says("hello")
    before = len(practice.heard)

    practice.taps("Again with Dr Jansen")
    practice.taps_row(0)
    practice.taps("Confirm + reminder")
    practice.announces()

    assert len(practice.heard) - before == 3


def test_a_place_and_a_length_that_are_gone_are_asked_for() -> None:
    practice = last_time(last_location_id=UUID(int=99), last_minutes=45)
    practice.says("hello")

    practice.taps("Again with Dr Jansen")
    assert practice.state.step.value == "duration"
    practice.taps_row(0)
    assert practice.state.step is Step.LOCATION


def test_a_tap_on_an_old_menu_in_the_middle_of_something_else_begins_the_same_anew() -> None:
    practice = last_time(last_location_id=SOUTH.id, last_minutes=60)
    practice.says("hello")
    practice.taps("Book appointment")
    practice.taps("Physiotherapy")

    practice.taps("Again with Dr Jansen")

    assert practice.state.service_id == CHECK_UP.id
    assert practice.state.minutes == 60
