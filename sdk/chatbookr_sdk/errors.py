"""What a plugin may raise, and what the host will do about it.

Anything else that leaves a plugin counts as a crash: it is counted, and the breaker of that connection opens.
Messages are for operators' logs: they must never hold credentials or patients' words.
"""


class PluginError(Exception):
    """Every consequence a plugin can ask for; `code` is the provider's own error code, if there is one."""

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code


class TemporaryFailure(PluginError):
    """Nothing was done and it may work later: the host retries, not before `retry_after_seconds`."""

    def __init__(self, message: str, *, code: str | None = None, retry_after_seconds: float | None = None) -> None:
        super().__init__(message, code=code)
        self.retry_after_seconds = retry_after_seconds


class AccountBlocked(TemporaryFailure):
    """The provider takes nothing from this account for a while, as a punishment: nothing was done.

    The host sends nothing more through it before `retry_after_seconds` are over, and tells staff.
    """


class AccountBusy(TemporaryFailure):
    """Too much came from this account at once: nothing was done, and its other messages had better wait as well.

    The host sends nothing more through it before `retry_after_seconds` are over.
    """


class QuotaExceeded(TemporaryFailure):
    """The provider takes no more for now, from this account or from the whole deployment.

    The host waits longer than after other failures, and longer each time.
    """


class OutcomeUnknown(TemporaryFailure):
    """The request was sent and no answer came: it may have been carried out.

    The host correlates before it tries again (a status that carries the idempotency key, or a look-up by id).
    """


class PermanentFailure(PluginError):
    """It will never work: the host marks the thing failed with `reason` and does not retry."""

    def __init__(self, reason: str, message: str = "", *, code: str | None = None) -> None:
        super().__init__(message or reason, code=code)
        self.reason = reason


class FullSyncRequired(PermanentFailure):
    """The token for what changed since is too old: the host forgets it and reads everything anew."""

    def __init__(self, message: str = "", *, code: str | None = None) -> None:
        super().__init__("full_sync_required", message, code=code)


class AuthExpired(PluginError):
    """The credentials are dead: the connection becomes `needs_reconnect` and its queue pauses."""


class InvalidCredentials(PluginError):
    """What the clinic entered does not open the account. `field` names the faulty entry.

    `reason` is a code of the plugin's own, `advice` one fixed sentence for whoever connects: what to do about it.
    """

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        code: str | None = None,
        reason: str = "refused",
        advice: str = "",
    ) -> None:
        super().__init__(message, code=code)
        self.field = field
        self.reason = reason
        self.advice = advice


class InvalidWebhook(PluginError):
    """The delivery is not authentic, or not what the provider sends: answered 401 (or 400), kept nowhere."""

    def __init__(self, message: str, *, authentic: bool = False) -> None:
        super().__init__(message)
        self.authentic = authentic
        """True where the signature holds and the content is no provider's payload (400, not 401)."""
