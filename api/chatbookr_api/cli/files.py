"""Opens the files a command is told of; one that cannot be read or made is said in a line."""

import os
from pathlib import Path
from typing import BinaryIO

from chatbookr_core.errors import InvalidSettings


def text_of(path: str) -> str:
    """Return a file's text (UTF-8). Raises InvalidSettings."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as problem:
        raise InvalidSettings(f"{path} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise InvalidSettings(f"{path} cannot be read: it is no text (UTF-8).") from None


def new_file(path: Path) -> BinaryIO:
    """Make a file that its owner alone can read, where there is none yet. Raises InvalidSettings."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as problem:
        raise InvalidSettings(f"The file {path} cannot be made: {problem.strerror}.") from None
    return os.fdopen(descriptor, "wb")
