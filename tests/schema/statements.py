"""Everything a block sends to the database, as the database's own client logs it: nothing goes past it unseen."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

CLIENT = logging.getLogger("tortoise.db_client")


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        first = record.args[0] if isinstance(record.args, tuple) and record.args else record.getMessage()
        self.found.append(str(first))


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements that are run within the block."""
    collector, level = _Collector(), CLIENT.level
    CLIENT.addHandler(collector)
    CLIENT.setLevel(logging.DEBUG)
    try:
        yield collector.found
    finally:
        CLIENT.setLevel(level)
        CLIENT.removeHandler(collector)
