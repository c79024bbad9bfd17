"""Lets the first of a run's workers make a file, and the others wait for it and take it as it is."""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(
    request: pytest.FixtureRequest, folders: pytest.TempPathFactory, name: str, make: Callable[[Path], None]
) -> Path:
    """Name a file that one of this run's processes made, in a folder of all of them."""
    path = folder_of_all(request, folders) / name
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            draft = path.with_suffix(".draft")
            make(draft)
            draft.rename(path)
    return path


def folder_of_all(request: pytest.FixtureRequest, folders: pytest.TempPathFactory) -> Path:
    """Name the folder that all of this run's processes share."""
    folder = folders.getbasetemp()
    return folder.parent if hasattr(request.config, "workerinput") else folder
