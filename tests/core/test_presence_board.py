"""Who is at a conversation, in one process's memory: for a moment, once each, and of a size that has an end."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from chatbookr_core.clock import TurnableClock
from chatbookr_core.errors import LimitExceeded
from chatbookr_core.presence.board import (
    MOST_ROOMS,
    MOST_SEATS,
    MOST_SIGNS,
    SIGNS_WITHIN,
    Board,
    hear,
    put_on_others,
)
from chatbookr_core.presence.signs import Activity, Sign, read_sign

CLINIC, ROOM, ADA, BEA = (uuid4() for _ in range(4))


@pytest.fixture
def board(clock: TurnableClock) -> Board:
    return Board(clock)


def sign(activity: str = "viewing", user: UUID = ADA, *, session: UUID | None = None, room: UUID = ROOM) -> Sign:
    return Sign(CLINIC, room, user, session or user, Activity(activity))


def seen(board: Board, but: UUID | None = None) -> dict[UUID, bool]:
    return {one.user_id: one.is_typing for one in board.present(ROOM, but=but)}


def test_typing_is_over_after_six_seconds_and_looking_on_after_thirty(board: Board, clock: TurnableClock) -> None:
    board.put(sign("typing"))
    told = [seen(board)]
    for seconds in (5.9, 0.1, 23.9, 0.1):
        clock.turn(timedelta(seconds=seconds))
        told.append(seen(board))

    assert told == [{ADA: True}, {ADA: True}, {ADA: False}, {ADA: False}, {}]


def test_what_is_said_again_lasts_longer(board: Board, clock: TurnableClock) -> None:
    for _ in range(4):
        board.put(sign("typing"))
        clock.turn(timedelta(seconds=4))

    assert seen(board) == {ADA: True}


def test_the_same_sign_at_once_is_told_to_nobody_and_another_is(board: Board, clock: TurnableClock) -> None:
    told = [board.put(sign()), board.put(sign()), board.put(sign("typing"))]
    clock.turn(timedelta(seconds=1))
    told.append(board.put(sign("typing")))

    assert told == [True, False, True, True]


def test_whoever_has_two_devices_is_there_once_until_both_have_left(board: Board) -> None:
    one, other = uuid4(), uuid4()
    board.put(sign("viewing", session=one))
    board.put(sign("typing", session=other))
    told = [seen(board)]
    for session in (other, one):
        board.put(sign("left", session=session))
        told.append(seen(board))

    assert told == [{ADA: True}, {ADA: False}, {}]
    assert board.put(sign("left")) is False


def test_whoever_asks_is_left_out(board: Board) -> None:
    board.put(sign(user=ADA))
    board.put(sign(user=BEA))

    assert seen(board, but=ADA) == {BEA: False}


def test_the_memory_has_an_end(board: Board) -> None:
    for _ in range(MOST_SEATS + 5):
        board.put(sign(user=uuid4()))
    for _ in range(MOST_ROOMS + 5):
        board.put(sign(room=uuid4()))

    assert len(board._rooms) == MOST_ROOMS
    assert seen(board) == {}  # the quiet ones are forgotten first
    crowd = Board()
    assert [crowd.put(sign(user=uuid4())) for _ in range(MOST_SEATS + 1)] == [*[True] * MOST_SEATS, False]


def test_too_many_signs_of_a_session_are_refused_for_a_while(board: Board, clock: TurnableClock) -> None:
    for _ in range(MOST_SIGNS):
        board.spend(ADA)
    board.spend(BEA)

    with pytest.raises(LimitExceeded) as refusal:
        board.spend(ADA)

    assert refusal.value.retry_after_seconds == SIGNS_WITHIN.total_seconds()
    clock.turn(SIGNS_WITHIN)
    board.spend(ADA)


def test_a_patient_is_shown_it_once_in_twenty_seconds(board: Board, clock: TurnableClock) -> None:
    told = [board.may_show(ROOM), board.may_show(ROOM)]
    clock.turn(timedelta(seconds=20))

    assert [*told, board.may_show(ROOM), board.may_show(uuid4())] == [True, False, True, True]


def test_a_sign_reaches_the_boards_of_others_and_comes_back_to_none(board: Board, clock: TurnableClock) -> None:
    other = Board(clock)

    hear(sign("typing").to_json(board.id))

    assert (seen(board), seen(other)) == ({}, {ADA: True})
    assert read_sign(sign().to_json(board.id)) == (board.id, sign())
    put_on_others(sign("left"), board.id)
    assert seen(other) == {}


@pytest.mark.parametrize("text", ["", "null", "[]", '["a","viewing","b","c","d","e"]', "[1,2,3,4,5,6]", "{"])
def test_what_is_no_sign_is_let_be(board: Board, text: str) -> None:
    hear(text)

    assert seen(board) == {}


async def test_a_watcher_is_woken_by_its_conversation_alone(board: Board) -> None:
    with board.watching(ROOM, None) as watch, board.watching(uuid4(), None) as elsewhere:
        board.put(sign())
        async with asyncio.timeout(20):
            await watch.changed(60)
        await elsewhere.changed(0.01)
        is_woken = elsewhere._changed.is_set()

    assert not is_woken
    assert dict(board._watches) == {}
