"""Who wants it as it was the last time is not asked what that was, nor with whom."""

from dataclasses import replace
from uuid import UUID

import pytest
from tests.core.dialogue_practice import CHECK_UP, JANSEN, PHYSIO, VOS, Practice, view_with

from chatbookr_core.dialogue import PatientView, ServiceView, Step

SAID = (
    *(("en", "same as last time"), ("en", "the same as last time please, on Thursday"), ("en", "again")),
    *(("de", "wie beim letzten Mal"), ("fr", "comme la dernière fois"), ("es", "como la ultima vez")),
    *(("it", "come l'ultima volta"), ("pt", "como da última vez"), ("nl", "zelfde als vorige keer")),
)


def back(last_service_id: UUID | None, *, with_whom: UUID | None = VOS.id, language: str = "en") -> Practice:
    patient = PatientView("Anna Vos", with_whom, last_service_id=last_service_id)
    practice = Practice(replace(view_with(language=language), patient=patient))
    practice.says("hello")
    return practice


@pytest.mark.parametrize(("language", "text"), SAID)
def test_the_service_and_the_practitioner_are_known(language: str, text: str) -> None:
    practice = back(CHECK_UP.id, language=language)

    practice.says(text)

    assert practice.state.service_id == CHECK_UP.id
    assert practice.state.practitioner_id == VOS.id
    assert practice.state.step in (Step.TIMES, Step.DAY_TIMES)


def test_another_service_that_is_named_goes_before_the_last_one() -> None:
    practice = back(CHECK_UP.id)

    practice.says("physiotherapy, same as last time")

    assert practice.state.service_id == PHYSIO.id


def test_a_service_that_is_gone_is_asked_for() -> None:
    practice = back(UUID(int=999))

    practice.says("same as last time")

    assert practice.state.step is Step.SERVICE


def test_somebody_who_does_not_give_it_any_more_is_asked_for() -> None:
    practice = back(CHECK_UP.id)
    another = ServiceView(CHECK_UP.id, "Check-up", 30, None, (JANSEN.id, UUID(int=13)), CHECK_UP.location_ids)
    third = replace(JANSEN, id=UUID(int=13), short_name="Dr Bos")
    practitioners = (*practice.view.practitioners, third)
    practice.view = replace(practice.view, services=(another, PHYSIO), practitioners=practitioners)

    practice.says("same as last time")

    assert practice.state.service_id == CHECK_UP.id
    assert practice.state.step is Step.PRACTITIONER


def test_with_whom_may_be_said_so_too() -> None:
    practice = back(None)
    practice.taps("Book appointment")
    practice.taps("Check-up")

    practice.says("same as last time")

    assert practice.state.practitioner_id == VOS.id
    assert practice.state.step is Step.TIMES
