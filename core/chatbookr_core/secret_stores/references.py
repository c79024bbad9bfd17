"""Replaces references among settings, `secret:STORE:PATH#FIELD`, by what the store holds there."""

import re
from collections.abc import Mapping
from importlib.metadata import entry_points
from typing import Final

from chatbookr_core.errors import InvalidSettings
from chatbookr_sdk import SecretStore, TemporaryFailure

GROUP: Final = "chatbookr.secrets"
REFERENCE: Final = re.compile(r"secret:(?P<store>[a-z][a-z0-9-]*):(?P<path>[^#]+)(?:#(?P<field>.+))?")


def dereferenced(environment: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Return the variables, with the secrets in place of the references of those that begin with `prefix`.

    A store is opened by variables that are no references to itself. Raises InvalidSettings that names the variable
    and never a value.
    """
    found = dict(environment)
    for name, value in environment.items():
        if name.startswith(prefix) and value.startswith("secret:"):
            found[name] = _read(name, value, environment)
    return found


def _read(name: str, value: str, environment: Mapping[str, str]) -> str:
    match = REFERENCE.fullmatch(value)
    if match is None:
        raise InvalidSettings(f"{name} must be a reference like secret:STORE:PATH#FIELD.")
    points = entry_points(group=GROUP, name=match["store"])
    if not points:
        raise InvalidSettings(f"{name}: no installed distribution offers the secret store {match['store']!r}.")
    store: SecretStore = next(iter(points)).load()
    try:
        return store.read(match["path"], match["field"] or "", environment).reveal()
    except LookupError:
        raise InvalidSettings(f"{name}: the secret store {match['store']!r} has nothing there.") from None
    except ValueError as problem:
        raise InvalidSettings(f"{name}: the secret store {match['store']!r} cannot be set up: {problem}.") from None
    except TemporaryFailure:
        raise InvalidSettings(f"{name}: the secret store {match['store']!r} does not answer.") from None
