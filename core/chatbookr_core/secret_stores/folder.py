"""`secret:file:NAME`: a file, as Docker, Kubernetes and systemd lend secrets; a field is one of a JSON object.

Names are within CHATBOOKR_SECRETS_FILE_FOLDER (`/run/secrets`); an absolute path is taken as it is.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from chatbookr_sdk import Secret, Setting

FOLDER: Final = "/run/secrets"
MOST_BYTES: Final = 65_536


class Folder:
    """Files of secrets."""

    settings = (Setting("folder", "Where files are that are named without a path", default=FOLDER, required=False),)

    def read(self, path: str, field: str, environment: Mapping[str, str]) -> Secret:
        """Return a file's text, without the line end at its end. Raises LookupError, ValueError."""
        folder = Path(environment.get("CHATBOOKR_SECRETS_FILE_FOLDER", "") or FOLDER)
        file = Path(path) if path.startswith("/") else folder / path
        if not path.startswith("/") and not file.resolve().is_relative_to(folder.resolve()):
            raise ValueError("the name leads out of CHATBOOKR_SECRETS_FILE_FOLDER")
        try:
            with file.open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)
        except FileNotFoundError:
            raise LookupError(path) from None
        except OSError as problem:
            raise ValueError(f"the file cannot be read ({problem.strerror})") from None
        if len(content) > MOST_BYTES:
            raise ValueError("the file is too large for a secret")
        return Secret(one_field(content, field) if field else _text(content).rstrip("\r\n"))


def one_field(content: bytes, field: str) -> str:
    """Return one text of a JSON object. Raises LookupError, ValueError."""
    try:
        found = json.loads(content)
    except ValueError:
        raise ValueError("what is there is no JSON object, so it has no fields") from None
    if not isinstance(found, dict) or not isinstance(found.get(field), str):
        raise LookupError(field)
    return str(found[field])


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise ValueError("the file holds no text") from None


store = Folder()
