"""How a process that serves or works says what happens: a line each on standard error, as text or as JSON."""

import json
import logging
from datetime import UTC, datetime
from typing import Final

TEXT: Final = "%(asctime)s %(levelname)s %(name)s %(message)s"
OWN_HANDLERS: Final = ("uvicorn", "uvicorn.error")
OF_REQUESTS: Final = "uvicorn.access"
"""Each request with its whole address: the secret of an agenda feed, the code of a log-in, a link to a file."""
QUIET: Final = {
    "httpx": logging.WARNING,  # it logs whole addresses, and some of them hold proofs
    "strawberry": logging.ERROR,  # it warns of each socket that a foreign page asks for, as often as that likes
    "pika": logging.CRITICAL,  # it tells of each failed try in frames; workers say in a line that the broker is away
}
SOCKET_ASKED: Final = '"WebSocket %s"'
"""What uvicorn writes of each socket, though it is told to write of no request: from where, and its address with the
query, in which some clients send their token."""


class JsonLines(logging.Formatter):
    """One JSON object a line: `time` (RFC 3339, UTC), `level`, `logger`, `message`, `process`, perhaps `exception`."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def log_lines(form: str) -> None:
    """Have everything that is logged in this process written in one form; call it after uvicorn has set itself up."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(TEXT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
    for name in OWN_HANDLERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("uvicorn.error").addFilter(_has_no_address)
    of_requests = logging.getLogger(OF_REQUESTS)  # uvicorn writes to it where it has any handler, its parents' too
    of_requests.handlers.clear()
    of_requests.propagate = False


def _has_no_address(record: logging.LogRecord) -> bool:
    return SOCKET_ASKED not in str(record.msg)
