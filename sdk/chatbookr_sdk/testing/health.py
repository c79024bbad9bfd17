"""What a messaging channel must keep of its optional powers: codes, health, accounts, typing, quotes; of its suite."""

from dataclasses import replace
from typing import cast

import pytest

from chatbookr_sdk import (
    AuthExpired,
    Capability,
    ChannelHealth,
    ExchangesCode,
    InvalidCredentials,
    MessagingChannel,
    OutboundMessage,
    Recipient,
    ReportsHealth,
    ShowsTyping,
    Text,
)
from chatbookr_sdk.testing.fakes import leaks, sealed
from chatbookr_sdk.testing.suite import PluginConformance, run

CODE = "canary-code-3f9d"
QUOTED = "message-of-before"


class HealthConformance(PluginConformance):
    """Scenarios in `answers`: with REPORT_HEALTH health; with EXCHANGE_CODE exchange and exchange_refused.

    With SHOW_TYPING typing.
    """

    def test_accounts_are_named_where_that_is_declared(self) -> None:
        """What is declared is there, and what is there is declared."""
        assert hasattr(self.subject, "accounts") == (Capability.NAME_ACCOUNTS in self.manifest.capabilities)

    def test_health_is_reported_where_that_is_declared(self) -> None:
        """Dead credentials are AuthExpired, so that the host stops the queue without anything being sent."""
        if Capability.REPORT_HEALTH not in self.manifest.capabilities:
            assert not hasattr(self.subject, "health")
            return
        channel = cast(ReportsHealth, self.subject)
        health = run(channel.health(self.context(http=self.provider("health"))))
        assert isinstance(health, ChannelHealth)
        assert health.expires_at is None or health.expires_at.utcoffset() is not None
        with pytest.raises(AuthExpired):
            run(channel.health(self.context(http=self.provider("unauthorized"))))

    def test_typing_is_shown_where_that_is_declared(self) -> None:
        """It is one question to the provider; dead credentials are AuthExpired."""
        if Capability.SHOW_TYPING not in self.manifest.capabilities:
            assert not hasattr(self.subject, "show_typing")
            return
        channel, http = cast(ShowsTyping, self.subject), self.provider("typing")
        run(channel.show_typing(self.context(http=http), "message-1"))
        assert len(http.requests) == 1
        with pytest.raises(AuthExpired):
            run(channel.show_typing(self.context(http=self.provider("unauthorized")), "message-1"))

    def test_a_quoted_message_is_named_where_that_is_declared(self) -> None:
        """The provider is told which message is answered, and nothing of one where none is."""
        if Capability.QUOTE not in self.manifest.capabilities:
            return
        channel, http = cast(MessagingChannel, self.subject), self.provider("send")
        plain = OutboundMessage("idempotency-key-1", Recipient("4915112345678", "4915112345678"), Text("Hello"))
        for message in (plain, replace(plain, reply_to_external_id=QUOTED)):
            run(channel.send(self.context(http=http), message))
        half = len(http.requests) // 2
        assert not any(QUOTED in repr(request) for request in http.requests[:half])
        assert any(QUOTED in repr(request) for request in http.requests[half:])

    def test_a_code_is_exchanged_where_that_is_declared(self) -> None:
        """What comes back lasts, and the code is in neither it nor a refusal."""
        if Capability.EXCHANGE_CODE not in self.manifest.capabilities:
            assert not hasattr(self.subject, "exchange")
            return
        channel = cast(ExchangesCode, self.subject)
        entered = sealed({"code": CODE})
        kept = run(channel.exchange(self.context(http=self.provider("exchange")), entered))
        assert kept
        assert "code" not in kept
        with pytest.raises(InvalidCredentials) as refusal:
            run(channel.exchange(self.context(http=self.provider("exchange_refused")), entered))
        assert refusal.value.advice
        assert not leaks([CODE], kept, refusal.value)
