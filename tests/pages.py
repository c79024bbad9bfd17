"""The steps of a page of docs/, as they stand there: what to run, and what it shows."""

import os
import re
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NAMES = re.compile(r'(?<=")[A-Za-z][\w .:-]*')


def blocks(page: str, language: str) -> list[str]:
    """List a page's blocks of one language."""
    return [text for kind, text in BLOCK.findall(page) if kind == language]


def names_shown(page: str) -> set[str]:
    """Look for the names and values of the answers; a page leaves out what is between them, and cuts what is long."""
    return {text for answer in blocks(page, "json") for text in NAMES.findall(answer)}


def followed(script: str, folder: Path, settings: Mapping[str, str], *, seconds: float) -> str:
    """Run a shell's steps, none of which may fail, and return everything they printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CHATBOOKR_")}
    words = folder / "printed.log"
    with words.open("wb") as printed:  # no pipe: what a page leaves running in the background would hold it open
        shell = subprocess.Popen(
            ["bash", "-c", f"set -eo pipefail\n{script}"],
            cwd=folder,
            env={**environment, **settings},
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = shell.wait(seconds)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(shell.pid, signal.SIGKILL)
    said = words.read_text(errors="replace")
    assert code == 0, said
    return said
