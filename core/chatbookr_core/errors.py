"""Everything that can go wrong on purpose, each with a stable code; edges alone turn them into HTTP or GraphQL.

`message` is safe to show to the caller: no secrets, no patient's words, no other clinic's data.
"""

from collections.abc import Mapping
from typing import ClassVar


class ChatbookrError(Exception):
    """The root. `code` is stable and documented in docs/reference/errors.md; `details` are plain values."""

    code: ClassVar[str] = "INTERNAL_SERVER_ERROR"
    default_message: ClassVar[str] = "Something went wrong on our side."

    def __init__(self, message: str | None = None, *, details: Mapping[str, object] | None = None) -> None:
        self.message = message or self.default_message
        self.details: Mapping[str, object] = details or {}
        super().__init__(self.message)


class NotFound(ChatbookrError):
    """It does not exist, or belongs to another clinic: never say which of the two.

    `field` is the path in the input of the id at fault, where an input has several.
    """

    code = "NOT_FOUND"
    default_message = "There is nothing of that id."

    def __init__(self, message: str | None = None, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class LinkInvalid(NotFound):
    """A mailed link opens nothing: never say whether it is made up, too old, used already or taken back."""

    code = "LINK_INVALID"
    default_message = "That link does not count: it is too old, was used already, or was taken back."


class NotPermitted(ChatbookrError):
    """The actor lacks a permission; `requiredPermissions` names it."""

    code = "FORBIDDEN"
    default_message = "You are not allowed to do that."


class StepUpRequired(NotPermitted):
    """They may, but must first prove again who they are: the session alone is not enough for this."""

    code = "STEP_UP_REQUIRED"
    default_message = "Prove again who you are: POST /step-up with your password, then ask again within 5 minutes."


class IdentityRefused(NotPermitted):
    """What an identity provider answered does not count; the log names the rule, nobody else is told."""

    code = "IDENTITY_REFUSED"
    default_message = "That log-in does not count: begin again."


class IdentityNotLinked(NotPermitted):
    """The provider knows them, but no account here was linked with that by its owner."""

    code = "IDENTITY_NOT_LINKED"
    default_message = "No account is linked with that log-in: log in with your password, then link it."


class WrongAccount(NotPermitted):
    """They are logged in as somebody else than this is for."""

    code = "WRONG_ACCOUNT"
    default_message = "This is for another account: log in as that one."


class OwnersOnly(NotPermitted):
    """Only an owner may make, change or remove an owner."""

    code = "OWNERS_ONLY"
    default_message = "Only an owner may make, change or remove an owner."


class NotGrantable(NotPermitted):
    """They would give somebody what they do not hold themselves."""

    code = "NOT_GRANTABLE"
    default_message = "You cannot give what you do not have."


class NotAuthenticated(ChatbookrError):
    """Nobody is logged in, or the session is over."""

    code = "UNAUTHENTICATED"
    default_message = "Log in first."


class InvalidInput(ChatbookrError):
    """A value cannot be accepted; `field` is its path in the input."""

    code = "BAD_USER_INPUT"
    default_message = "That value cannot be accepted."

    def __init__(self, message: str, *, field: str | None = None, details: Mapping[str, object] | None = None) -> None:
        super().__init__(message, details=details)
        self.field = field


class CredentialsRefused(InvalidInput):
    """The provider does not open the account: `message` says what to do, `details` why, and what it can go on with."""

    code = "CREDENTIALS_REFUSED"
    default_message = "The provider does not accept these credentials."


class CursorExpired(InvalidInput):
    """What happened since the cursor was given out is not kept any longer."""

    code = "CURSOR_EXPIRED"
    default_message = "That cursor is too old: load the list again, then subscribe without `after`."

    def __init__(self) -> None:
        super().__init__(self.default_message, field="after")


class IdempotencyKeyRequired(ChatbookrError):
    """A program asks for a change that people are told of, without a key by which asking again is known."""

    code = "IDEMPOTENCY_KEY_REQUIRED"
    default_message = "Give the mutation @idempotent(key:), so that it is done once however often it is asked for."


class InvalidSettings(ChatbookrError):
    """The deployment is set up wrongly; start-up is refused and the message says what to set."""

    code = "INVALID_SETTINGS"


class Conflict(ChatbookrError):
    """The world is not as the caller thought."""

    code = "CONFLICT"
    default_message = "Someone else changed this meanwhile."


class IdempotencyKeyMismatch(Conflict):
    """The key was given before, with other arguments."""

    code = "IDEMPOTENCY_KEY_MISMATCH"
    default_message = "That idempotency key belongs to another request."


class IdempotencyInProgress(Conflict):
    """The same request is being worked on at this moment."""

    code = "IDEMPOTENCY_IN_PROGRESS"
    default_message = "The same request is under way: ask again in a moment."


class SlotTaken(Conflict):
    """The time is no longer free."""

    code = "SLOT_TAKEN"
    default_message = "That time has just been taken."


class SlotNotOffered(Conflict):
    """The time was never on offer: outside hours, too soon, too far, or not on the grid."""

    code = "SLOT_NOT_OFFERED"
    default_message = "That time is not offered."


class HoldExpired(Conflict):
    """The time was held too long ago."""

    code = "HOLD_EXPIRED"
    default_message = "The time is no longer held for you."


class AlreadyCancelled(Conflict):
    """The booking is cancelled."""

    code = "ALREADY_CANCELLED"
    default_message = "That booking is cancelled already."


class NotRequested(Conflict):
    """The booking is no request: it stands already, or is cancelled."""

    code = "NOT_REQUESTED"
    default_message = "That booking does not wait for an answer."


class InsideCutoff(Conflict):
    """Too late to change by oneself; staff can."""

    code = "INSIDE_CUTOFF"
    default_message = "It is too late to change that booking here."


class StaleVersion(Conflict):
    """The caller's version is not the current one."""

    code = "STALE"
    default_message = "The booking was changed meanwhile; load it again."


class ConversationClosed(Conflict):
    """Nothing can be said in a closed conversation."""

    code = "CONVERSATION_CLOSED"
    default_message = "The conversation is closed."


class OutsideWindow(Conflict):
    """The channel takes free text only for some hours after the patient's last message."""

    code = "OUTSIDE_WINDOW"
    default_message = "The patient wrote too long ago: send a template, or wait until they write again."


class TemplateNotSendable(Conflict):
    """The provider has not approved the template, or the patient not agreed to what it is for."""

    code = "TEMPLATE_NOT_SENDABLE"
    default_message = "That template cannot be sent to this patient."


class CalendarNotFresh(Conflict):
    """The practitioner's calendar cannot be asked, so no time can be promised."""

    code = "CALENDAR_NOT_FRESH"
    default_message = "The practitioner's calendar cannot be read right now."


class QuotaReached(Conflict):
    """There are as many of them as there can be; end one before making another."""

    code = "QUOTA_REACHED"
    default_message = "There are as many of these as there can be."


class IdentityTaken(Conflict):
    """The identity is linked with another account."""

    code = "IDENTITY_TAKEN"
    default_message = "That identity is linked with an account already."


class AccountExists(Conflict):
    """Whoever was invited has an account: it alone can accept, and nothing of it is changed."""

    code = "ACCOUNT_EXISTS"
    default_message = "There is an account of this address already: log in as it, then accept."


class EmailTaken(Conflict):
    """Another account has that address."""

    code = "EMAIL_TAKEN"
    default_message = "That address belongs to another account."


class AlreadyMember(Conflict):
    """They have a place in the clinic already, suspended perhaps."""

    code = "ALREADY_MEMBER"
    default_message = "They belong to the clinic already."


class AlreadyInvited(Conflict):
    """An invitation to that address is open."""

    code = "ALREADY_INVITED"
    default_message = "That address is invited already: send the letter again, or take it back first."


class LastOwner(Conflict):
    """A clinic has an active owner at all times."""

    code = "LAST_OWNER"
    default_message = "The clinic would be without an owner: make somebody else an owner first."


class RoleInUse(Conflict):
    """Somebody has the role."""

    code = "ROLE_IN_USE"
    default_message = "Somebody has that role: give them another one first."


class UnderLegalHold(Conflict):
    """The clinic said that this must not be deleted: a hold stands."""

    code = "LEGAL_HOLD"
    default_message = "A legal hold stands: release it first, or wait until it ends."


class UnderErasure(Conflict):
    """The patient was erased, or is being erased: there is nothing any more to hold or to give."""

    code = "UNDER_ERASURE"
    default_message = "That patient was erased, or is being erased."


class LimitExceeded(ChatbookrError):
    """Too much, too often; try again after `retry_after_seconds`."""

    code = "RATE_LIMITED"
    default_message = "Too many tries; wait a little."

    def __init__(self, message: str | None = None, *, retry_after_seconds: int) -> None:
        super().__init__(message, details={"retryAfterSeconds": retry_after_seconds})
        self.retry_after_seconds = retry_after_seconds


class IdentityProviderUnavailable(ChatbookrError):
    """An identity provider cannot be reached, or is not as it should be; `details["problem"]` is for the log."""

    code = "IDENTITY_PROVIDER_UNAVAILABLE"
    default_message = "The identity provider does not answer as it should: try again, or log in with your password."


class ChannelError(ChatbookrError):
    """A plugin could not do what was asked."""

    code = "CHANNEL_ERROR"


class ChannelUnavailable(ChannelError):
    """The plugin is not loaded, failed, or its breaker is open."""

    code = "CHANNEL_UNAVAILABLE"
    default_message = "That channel is not available right now."


class ConnectionPending(ChannelUnavailable):
    """The provider did not answer while connecting; what was done so far is kept under `details["connectionId"]`."""

    code = "CONNECTION_PENDING"
    default_message = "The provider does not answer right now: go on in a moment, with this connectionId."


class NeedsReconnect(ChannelError):
    """The provider no longer takes our credentials: the clinic must connect again."""

    code = "NEEDS_RECONNECT"
    default_message = "The connection has expired: connect it again."


class DeliveryRefused(ChannelError):
    """A delivery is not authentic or not readable; nothing of it was kept."""

    code = "DELIVERY_REFUSED"
    default_message = "The delivery is not authentic."


class CannotUnseal(ChatbookrError):
    """A sealed value does not open: wrong key, moved to another row, or damaged."""

    code = "CANNOT_UNSEAL"
    default_message = "A protected value cannot be opened."


class KeyServiceUnavailable(ChatbookrError):
    """The service that holds the key-encryption key does not answer: nothing that needs it is opened meanwhile."""

    code = "KEY_SERVICE_UNAVAILABLE"
    default_message = "Protected values cannot be opened right now: the key service does not answer."


class DatabaseUnavailable(ChatbookrError):
    """The database does not answer: what was asked is not done, unless the answer to the commit alone was lost."""

    code = "DATABASE_UNAVAILABLE"
    default_message = "The database does not answer right now: try again in a moment."
    retry_after_seconds: ClassVar[int] = 2


class DatabaseFull(DatabaseUnavailable):
    """The database takes nothing any more, for its disk is full or fails; what was acknowledged stands."""

    code = "DATABASE_FULL"
    default_message = "Nothing can be saved right now: try again in a minute."
    retry_after_seconds = 60


class LeaseLost(ChatbookrError):
    """Another worker has taken this job over: everything this one did in its transaction is undone."""

    code = "LEASE_LOST"
    default_message = "Another worker has taken over."
