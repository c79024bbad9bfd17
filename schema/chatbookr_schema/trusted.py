"""Trusted documents: what the makers of a client have put into a manifest at its release, and clients name by its id.

Read as graphql-codegen's client preset (persisted-documents.json), relay-compiler (`persistConfig.file`) and Apollo's
manifest generator write them. Nobody can add to them over the network.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from chatbookr_core.errors import InvalidSettings

PREFIX: Final = "sha256:"
PERSISTED_QUERY_NOT_FOUND: Final = "PERSISTED_QUERY_NOT_FOUND"
TRUSTED_DOCUMENT_REQUIRED: Final = "TRUSTED_DOCUMENT_REQUIRED"
LOOK_AGAIN_SECONDS = 2.0
log = logging.getLogger(__name__)
Stamp = tuple[tuple[str, int, int], ...]


class TrustedDocuments:
    """The documents of all manifests, by `sha256:` of their text and by the manifest's own ids.

    An unknown id has the files looked at again (at most every 2 s), so a new release needs no restart.
    """

    def __init__(self, paths: Sequence[Path] = ()) -> None:
        """Raises InvalidSettings for a path that is not there, or a file that is no manifest."""
        self._paths = tuple(paths)
        self._stamp = _stamp_of(self._paths)
        self._texts = _texts_in(self._paths)
        self._looked_at: float | None = None

    def __len__(self) -> int:
        """Count the documents, however many ids each has."""
        return len(set(self._texts.values()))

    async def find_text(self, document_id: str) -> str | None:
        """Return a document's text; None for an id that no manifest has."""
        text = self._texts.get(document_id)
        if text is None and self._paths:
            await self._look_again()
            text = self._texts.get(document_id)
        return text

    async def _look_again(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._looked_at is not None and now - self._looked_at < LOOK_AGAIN_SECONDS:
            return
        self._looked_at = now
        try:
            stamp = await asyncio.to_thread(_stamp_of, self._paths)
            if stamp != self._stamp:
                self._texts = await asyncio.to_thread(_texts_in, self._paths)
                self._stamp = stamp
        except (InvalidSettings, OSError) as problem:  # half written: what was known stays known
            log.warning("the trusted documents cannot be read again: %s", type(problem).__name__)


def document_id_of(text: str) -> str:
    """Return the id every client can work out for itself."""
    return PREFIX + hashlib.sha256(text.encode()).hexdigest()


def _files_of(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.json"))
        elif path.is_file():
            yield path
        else:
            raise InvalidSettings(f"CHATBOOKR_TRUSTED_DOCUMENTS: {path} is not there.")


def _stamp_of(paths: Iterable[Path]) -> Stamp:
    seen = ((str(file), file.stat()) for file in _files_of(paths))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in seen)


def _texts_in(paths: Iterable[Path]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for file in _files_of(paths):
        try:
            manifest = json.loads(file.read_bytes())
        except (ValueError, RecursionError):
            raise InvalidSettings(f"CHATBOOKR_TRUSTED_DOCUMENTS: {file} is not JSON.") from None
        for own_id, text in _documents_in(manifest, file):
            for document_id in (own_id, document_id_of(text)):
                if texts.setdefault(document_id, text) != text:
                    raise InvalidSettings(f"CHATBOOKR_TRUSTED_DOCUMENTS: {file} has another {document_id}.")
    return texts


def _documents_in(manifest: Any, file: Path) -> Iterator[tuple[str, str]]:
    """Read `{id: text}` (graphql-codegen, relay-compiler) or `{operations: [{id, body}]}` (Apollo)."""
    operations = manifest.get("operations") if isinstance(manifest, dict) else None
    if isinstance(operations, list):
        manifest = {one.get("id"): one.get("body") for one in operations if isinstance(one, dict)}
    if not isinstance(manifest, dict):
        raise InvalidSettings(f"CHATBOOKR_TRUSTED_DOCUMENTS: {file} is no manifest: an object of texts by id.")
    for own_id, text in manifest.items():
        if not isinstance(own_id, str) or not isinstance(text, str):
            raise InvalidSettings(f"CHATBOOKR_TRUSTED_DOCUMENTS: {file} is no manifest: an object of texts by id.")
        yield own_id, text
