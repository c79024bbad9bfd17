"""What one process knows of who is where: in memory alone, of a size that has an end, and gone by itself.

There is one for each deployment (each event loop), and signs of any of them reach all: those of this process at once,
those of others by NOTIFY on PostgreSQL. On SQLite, which tells no other process, presence is one process's own.
"""

import asyncio
import logging
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from weakref import WeakSet

from chatbookr_core.clock import Clock, SystemClock
from chatbookr_core.errors import LimitExceeded
from chatbookr_core.events import forgetting
from chatbookr_core.ids import new_id
from chatbookr_core.presence.signs import LASTS, NOTIFY_CHANNEL, Activity, Present, Sign, read_sign

MOST_ROOMS: Final = 2_000
"""Conversations that are remembered; beyond it the one that was quiet for longest is forgotten."""
MOST_SEATS: Final = 20
"""Devices at one conversation."""
MOST_SIGNS, SIGNS_WITHIN = 60, timedelta(seconds=30)
"""So many signs of one session, over all conversations, are believed; more are refused."""
MOST_SPENDERS: Final = 10_000
REPEATED: Final = timedelta(seconds=1)
"""Sooner the same sign of the same device changes nothing, and nobody is told."""
SHOWN_AGAIN: Final = timedelta(seconds=20)
"""How long a channel shows a patient at least that somebody types (WhatsApp: 25 seconds, or until a message)."""
Seat = tuple[UUID, UUID]
log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Sat:
    """How long somebody looks on and types; `told`: what was told of them last, and when."""

    viewing_until: datetime
    typing_until: datetime | None
    told: tuple[Activity, datetime]


class Watch:
    """Wakes whoever watches one conversation; also when what somebody may do has changed anywhere."""

    def __init__(self, seat: Seat | None) -> None:
        self.seat = seat
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()

    def wake(self) -> None:
        """Let the watcher look again; from any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._changed.set)

    forget = wake

    async def changed(self, seconds: float) -> None:
        """Wait for a change, at most for so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return
        self._changed.clear()


class Board:
    """Who is at which conversation, and who wants to know; usable from any thread."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.id = str(new_id())
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._rooms: OrderedDict[UUID, dict[Seat, _Sat]] = OrderedDict()
        self._watches: defaultdict[UUID, set[Watch]] = defaultdict(set)
        self._spent: OrderedDict[UUID, tuple[datetime, int]] = OrderedDict()
        self._shown: OrderedDict[UUID, datetime] = OrderedDict()
        with _lock:
            _boards.add(self)

    def spend(self, session_id: UUID) -> None:
        """Count a sign of a session. Raises LimitExceeded where there are too many."""
        now = self._clock.now()
        with self._lock:
            began, count = self._spent.pop(session_id, (now, 0))
            if now - began >= SIGNS_WITHIN:
                began, count = now, 0
            self._spent[session_id] = (began, count + 1)
            while len(self._spent) > MOST_SPENDERS:
                self._spent.popitem(last=False)
        if count >= MOST_SIGNS:
            left = (began + SIGNS_WITHIN - now).total_seconds()
            raise LimitExceeded("Too many signs; wait a little.", retry_after_seconds=max(1, round(left)))

    def may_show(self, conversation_id: UUID) -> bool:
        """Tell whether it is time to let a patient see that somebody types, and take it that they will."""
        now = self._clock.now()
        with self._lock:
            shown_at = self._shown.get(conversation_id)
            if shown_at is not None and now - shown_at < SHOWN_AGAIN:
                return False
            self._shown[conversation_id] = now
            self._shown.move_to_end(conversation_id)
            while len(self._shown) > MOST_ROOMS:
                self._shown.popitem(last=False)
        return True

    def put(self, sign: Sign) -> bool:
        """Note a sign, and wake who watches; False where the same was noted just now, so that nobody need be told."""
        now, seat = self._clock.now(), (sign.user_id, sign.session_id)
        with self._lock:
            room = self._room(sign.conversation_id, now)
            sat = room.get(seat)
            if sign.activity is Activity.LEFT:
                is_new = room.pop(seat, None) is not None
                if not room:
                    self._rooms.pop(sign.conversation_id, None)
            elif sat is not None and sat.told[0] is sign.activity and now - sat.told[1] < REPEATED:
                return False
            else:
                is_new = sat is not None or len(room) < MOST_SEATS
                if is_new:
                    room[seat] = _sat(sign.activity, now)
            watches = list(self._watches.get(sign.conversation_id, ()))
        for watch in watches:
            watch.wake()
        return is_new

    def _room(self, conversation_id: UUID, now: datetime) -> dict[Seat, _Sat]:
        """Return who is at a conversation, without those whose time is over; the last to be forgotten from now on."""
        seats = self._rooms.pop(conversation_id, {})
        room = {seat: sat for seat, sat in seats.items() if sat.viewing_until > now}
        self._rooms[conversation_id] = room
        while len(self._rooms) > MOST_ROOMS:
            self._rooms.popitem(last=False)
        return room

    def present(self, conversation_id: UUID, *, but: UUID | None = None) -> tuple[Present, ...]:
        """List who is at a conversation, each colleague once; `but` whoever asks."""
        now, found = self._clock.now(), dict[UUID, Present]()
        with self._lock:
            seats = list(self._rooms.get(conversation_id, {}).items())
        for (user_id, _), sat in seats:
            if sat.viewing_until > now and user_id != but:
                found[user_id] = _together(found.get(user_id), user_id, sat, now)
        return tuple(sorted(found.values(), key=lambda one: one.user_id))

    def seconds_to_change(self, people: Iterable[Present], most: float) -> float:
        """Say after how long what is known of some people is not so any more, if nothing is heard of them."""
        now = self._clock.now()
        return min([most, *(max(0.0, (one.until - now).total_seconds()) for one in people)])

    @contextmanager
    def watching(self, conversation_id: UUID, seat: Seat | None) -> Iterator[Watch]:
        """Watch a conversation until the block ends; `seat` is the watcher's own."""
        watch = Watch(seat)
        with self._lock:
            self._watches[conversation_id].add(watch)
        forgetting(watch)
        try:
            yield watch
        finally:
            with self._lock:
                self._watches[conversation_id].discard(watch)
                if not self._watches[conversation_id]:
                    del self._watches[conversation_id]

    def is_watched_from(self, conversation_id: UUID, seat: Seat) -> bool:
        """Tell whether a device watches a conversation through this process."""
        with self._lock:
            return any(watch.seat == seat for watch in self._watches.get(conversation_id, ()))

    def sits(self, conversation_id: UUID, seat: Seat) -> bool:
        """Tell whether a device is noted as being at a conversation."""
        with self._lock:
            return seat in self._rooms.get(conversation_id, {})


_lock = threading.Lock()
_boards: "WeakSet[Board]" = WeakSet()


def put_on_others(sign: Sign, board_id: str) -> None:
    """Note a sign on every board of this process but the one it comes from."""
    with _lock:
        boards = [board for board in _boards if board.id != board_id]
    for board in boards:
        board.put(sign)


def hear(payload: str) -> None:
    """Take in what another process, or this one, has told by NOTIFY."""
    try:
        board_id, sign = read_sign(payload)
    except ValueError:
        log.warning("a notification on %s is not ours", NOTIFY_CHANNEL)
        return
    put_on_others(sign, board_id)


def _sat(activity: Activity, now: datetime) -> _Sat:
    """Who is said to look on, and no more, does not type any longer; who types looks on as well."""
    typing = now + LASTS[activity] if activity is Activity.TYPING else None
    return _Sat(now + LASTS[Activity.VIEWING], typing, (activity, now))


def _together(other: Present | None, user_id: UUID, sat: _Sat, now: datetime) -> Present:
    is_typing = sat.typing_until is not None and sat.typing_until > now
    one = Present(user_id, is_typing, sat.typing_until if is_typing and sat.typing_until else sat.viewing_until)
    return one if other is None else max(other, one, key=lambda each: (each.is_typing, each.until))
