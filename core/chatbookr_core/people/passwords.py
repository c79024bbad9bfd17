"""Hashes and verifies passwords with Argon2id: two at a time, never on the event loop, and after everybody's work."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

T = TypeVar("T")
# OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
THREADS = 2  # bounds the memory (2 x 19 MiB) and the cores that log-ins can take


NICENESS = 10  # of the threads that hash: on a busy machine the event loop, and all who are working, go first


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, "argon2", initializer=_stand_back)


def _stand_back() -> None:
    """Let a thread of the pool have what time others leave; on Linux a thread has a niceness of its own (sched(7))."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)


async def off_the_loop(work: Callable[..., T], *given: Any) -> T:
    """Do what takes a core's time on one of the threads that passwords are hashed on: others wait there, not here."""
    return await asyncio.get_running_loop().run_in_executor(_threads(), work, *given)


def nobodys_hash() -> str:
    """Return what is verified in place of an account that does not exist, so that both take the same time.

    Of 256 random bits nobody wrote down; its costs must be the hasher's own.
    """
    return "$argon2id$v=19$m=19456,t=2,p=1$LuS/vjggadN8ALQy0Tfu2w$HP4/Nquqz/ep9AUDq+MIHOPcvXgkAmGDtkGh8A8kUzc"


def hash_password_now(password: str) -> str:
    """Hash on the calling thread: for commands, never for requests."""
    return _hasher.hash(password)


async def hash_password(password: str) -> str:
    """Hash a password; about 30 ms of a core, on a thread of its own."""
    return await off_the_loop(_hasher.hash, password)


async def is_password(password_hash: str | None, password: str) -> bool:
    """Tell whether `password` is the one; without a hash the answer is no, after the same time."""
    return await off_the_loop(_verify, password_hash, password)


def _verify(password_hash: str | None, password: str) -> bool:
    try:
        return _hasher.verify(password_hash or nobodys_hash(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False
