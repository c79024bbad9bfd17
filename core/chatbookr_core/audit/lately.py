"""What was written down lately: the same denial is written once a minute in each process, however often it is made."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

QUIET: Final = timedelta(minutes=1)
MOST_ASKERS = 4096


class Lately:
    """What was written down within a minute: a page that shows a role less is asked for again and again."""

    def __init__(self) -> None:
        self._noted: OrderedDict[tuple[object, ...], datetime] = OrderedDict()

    def claim(self, key: tuple[object, ...], now: datetime) -> bool:
        """Take something for written down as of now; False where it was lately, and is not to be written again."""
        before = self._noted.get(key)
        if before is not None and before <= now < before + QUIET:
            return False
        self._noted[key] = now
        self._noted.move_to_end(key)
        if len(self._noted) > MOST_ASKERS:
            self._noted.popitem(last=False)
        return True
