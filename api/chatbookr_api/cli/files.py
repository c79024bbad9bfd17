"""Reads the files a command is told of; one that cannot be read is said in a line."""

from pathlib import Path

from chatbookr_core.errors import InvalidSettings


def text_of(path: str) -> str:
    """Return a file's text (UTF-8). Raises InvalidSettings."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as problem:
        raise InvalidSettings(f"{path} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise InvalidSettings(f"{path} cannot be read: it is no text (UTF-8).") from None
