"""The conformance suite of key services.

class TestVault(KeyConformance):
    service = transit

    def settings(self) -> Mapping[str, str]: ...          # of a running server, with a key that may be used
    def close_server(self) -> None: ...                   # from now on nobody answers
    def rotate(self) -> None: ...                         # a new version, where the service has versions
"""

import os
import re
from collections.abc import Mapping
from typing import ClassVar

import pytest

from chatbookr_sdk.context import Secret
from chatbookr_sdk.errors import PermanentFailure, TemporaryFailure
from chatbookr_sdk.keys import KeyProvider, KeyService
from chatbookr_sdk.testing.suite import run

_KEY_ID = re.compile(r"[a-z][a-z0-9-]*:[!-~]{1,79}")
CONTEXT = b"\x00\x00\x00\x05clinic:one"


class KeyConformance:
    """What a key service must keep. A check that does not apply is waived by name with a reason."""

    name: ClassVar[str]
    """The entry point's name."""
    service: ClassVar[KeyService]
    waive: ClassVar[Mapping[str, str]] = {}

    def settings(self) -> Mapping[str, str]:
        """Return the settings of a service that can be used."""
        raise NotImplementedError

    def close_server(self) -> None:
        """Let nobody answer from now on."""
        raise NotImplementedError

    def rotate(self) -> None:
        """Make a new version of the key."""
        raise NotImplementedError

    @pytest.fixture(autouse=True)
    def _skip_waived(self, request: pytest.FixtureRequest) -> None:
        for name, reason in self.waive.items():
            assert callable(getattr(self, name, None)), f"{name} is waived and no such check exists"
            assert reason.strip(), f"{name} is waived without a reason"
        if waived := self.waive.get(request.function.__name__):
            pytest.skip(f"waived: {waived}")

    def opened(self, **changed: str) -> KeyProvider:
        """Open the service with its settings, some of them changed."""
        given, secret = (
            {**self.settings(), **changed},
            {one.name for one in self.service.settings if one.kind == "secret"},
        )
        plain = {one.name: one.default or "" for one in self.service.settings if one.kind != "secret"}
        plain |= {name: value for name, value in given.items() if name not in secret}
        return self.service.open(plain, {name: Secret(given[name]) for name in secret & given.keys()})

    def test_what_is_wrapped_comes_back(self) -> None:
        provider, key = self.opened(), os.urandom(32)
        wrapped = run(provider.wrap(key, context=CONTEXT))

        assert run(provider.unwrap(wrapped, key_id=provider.key_id, context=CONTEXT)) == key
        assert key not in wrapped
        assert len(wrapped) <= 1000

    def test_another_process_unwraps_it(self) -> None:
        one, other, key = self.opened(), self.opened(), os.urandom(32)
        wrapped = run(one.wrap(key, context=CONTEXT))

        assert one.key_id == other.key_id
        assert run(other.unwrap(wrapped, key_id=one.key_id, context=CONTEXT)) == key

    def test_the_same_key_is_wrapped_differently_each_time(self) -> None:
        provider, key = self.opened(), os.urandom(32)

        assert run(provider.wrap(key, context=CONTEXT)) != run(provider.wrap(key, context=CONTEXT))

    def test_another_context_does_not_open_it(self) -> None:
        provider = self.opened()
        wrapped = run(provider.wrap(os.urandom(32), context=CONTEXT))

        for context in (b"", CONTEXT + b"x", CONTEXT[:-1]):
            with pytest.raises(PermanentFailure):
                run(provider.unwrap(wrapped, key_id=provider.key_id, context=context))

    def test_one_changed_byte_anywhere_is_noticed(self) -> None:
        provider = self.opened()
        wrapped = run(provider.wrap(os.urandom(32), context=CONTEXT))

        for at in range(0, len(wrapped), max(1, len(wrapped) // 24)):
            changed = wrapped[:at] + bytes([wrapped[at] ^ 1]) + wrapped[at + 1 :]
            with pytest.raises(PermanentFailure):
                run(provider.unwrap(changed, key_id=provider.key_id, context=CONTEXT))
        with pytest.raises(PermanentFailure):
            run(provider.unwrap(b"", key_id=provider.key_id, context=CONTEXT))

    def test_it_names_its_key(self) -> None:
        provider = self.opened()

        assert provider.key_id.startswith(f"{self.name}:")
        assert _KEY_ID.fullmatch(provider.key_id)
        assert len(provider.key_id) <= 80

    def test_what_was_wrapped_now_is_current_and_another_keys_is_not(self) -> None:
        provider = self.opened()
        wrapped = run(provider.wrap(os.urandom(32), context=CONTEXT))

        assert run(provider.is_current(wrapped, key_id=provider.key_id))
        assert not run(provider.is_current(wrapped, key_id=f"{self.name}:another"))

    def test_an_older_version_still_opens_and_is_not_current(self) -> None:
        provider, key = self.opened(), os.urandom(32)
        wrapped = run(provider.wrap(key, context=CONTEXT))

        self.rotate()

        assert not run(provider.is_current(wrapped, key_id=provider.key_id))
        assert run(provider.unwrap(wrapped, key_id=provider.key_id, context=CONTEXT)) == key
        assert run(provider.is_current(run(provider.wrap(key, context=CONTEXT)), key_id=provider.key_id))

    def test_a_service_that_is_down_fails_for_now(self) -> None:
        provider = self.opened()
        wrapped = run(provider.wrap(os.urandom(32), context=CONTEXT))

        self.close_server()

        with pytest.raises(TemporaryFailure):
            run(provider.unwrap(wrapped, key_id=provider.key_id, context=CONTEXT))
        with pytest.raises(TemporaryFailure):
            run(provider.wrap(os.urandom(32), context=CONTEXT))

    def test_opening_asks_nothing(self) -> None:
        self.close_server()

        assert self.opened().key_id

    def test_nothing_secret_is_shown(self) -> None:
        secret = {one.name for one in self.service.settings if one.kind == "secret"}
        values = [value for name, value in self.settings().items() if name in secret]
        provider = self.opened()
        wrapped = run(provider.wrap(os.urandom(32), context=CONTEXT))
        with pytest.raises(PermanentFailure) as refused:
            run(provider.unwrap(wrapped, key_id=provider.key_id, context=b"other"))

        for value in values:
            assert value not in repr(provider)
            assert value not in f"{refused.value!r} {refused.value.__cause__!r} {refused.value.__context__!r}"
