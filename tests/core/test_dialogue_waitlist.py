"""Who wants a place on the waitlist that cannot be had any more is not left without a word."""

from dataclasses import replace

from tests.core.dialogue_practice import CHECK_UP, view_with

from chatbookr_core.dialogue import HandOver, OptionSigner, State, Step, WaitlistJoined, advance

SIGNER = OptionSigner(bytes(32), "a conversation")


def test_who_gets_no_place_reads_that_a_person_answers() -> None:
    view = replace(view_with(), has_waitlist=True)
    pending = State(
        dialogue="1", serial=4, step=Step.PENDING, greeted_at=view.now, touched_at=view.now, service_id=CHECK_UP.id
    )

    turn = advance(pending, WaitlistJoined(None), view, sign=SIGNER)

    assert turn.effects == (HandOver("waitlist"),)
    assert [one.body for one in turn.say] == ["A colleague will answer you here (open Mon-Fri 08-17)."]
