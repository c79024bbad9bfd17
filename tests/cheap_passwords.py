"""Lets the tests' passwords be hashed at little cost: Argon2id would take 30 ms of a core each time.

What hashing costs, and that an unknown account takes as long as a known one, is shown by tests that ask for
`costly_passwords`; servers started as processes of their own hash as the product does.
"""

import pytest
from argon2 import PasswordHasher

from chatbookr_core.people import passwords

REAL = passwords._hasher, passwords.nobodys_hash
_little = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_nobodys = _little.hash("of nobody")


def cost_little() -> None:
    """Hash, from here on, with the least Argon2 takes."""
    passwords._hasher, passwords.nobodys_hash = _little, lambda: _nobodys


def cost_what_they_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash as the product does for as long as a test lasts."""
    monkeypatch.setattr(passwords, "_hasher", REAL[0])
    monkeypatch.setattr(passwords, "nobodys_hash", REAL[1])
