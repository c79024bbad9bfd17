"""A plugin's static description: readable without running any of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

EU: Final = "EU"
"""Stands for the European Economic Area among regions, which are else countries (ISO 3166-1 alpha-2)."""
EEA: Final = frozenset(
    {
        "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IS", "IT",
        "LI", "LV", "LT", "LU", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "ES",
    }
)  # fmt: skip
"""The countries of the European Economic Area."""


class Capability(StrEnum):
    """What a plugin can do; each one is backed by a protocol the conformance kit checks."""

    RECEIVE = "messaging:receive"
    SEND_TEXT = "messaging:send_text"
    SEND_BUTTONS = "messaging:send_buttons"
    SEND_LIST = "messaging:send_list"
    SEND_TEMPLATE = "messaging:send_template"
    REPORT_DELIVERY = "messaging:report_delivery"
    FETCH_MEDIA = "messaging:fetch_media"
    SEND_MEDIA = "messaging:send_media"
    NAME_ACCOUNTS = "messaging:name_accounts"
    EXCHANGE_CODE = "messaging:exchange_code"
    REPORT_HEALTH = "messaging:report_health"
    SHOW_TYPING = "messaging:show_typing"
    QUOTE = "messaging:quote"
    LIST_CALENDARS = "calendar:list_calendars"
    FREE_BUSY = "calendar:free_busy"
    WRITE_EVENTS = "calendar:write_events"
    FOLLOW_CHANGES = "calendar:follow_changes"
    WATCH_CHANGES = "calendar:watch_changes"


@dataclass(frozen=True, slots=True)
class Setting:
    """One value the operator (deployment) or the clinic (connection) gives to the plugin.

    `kind` "secret" is sealed at rest and lent as an opaque `Secret`. A deployment setting `app_secret` of the
    plugin `whatsapp` is read from `CHATBOOKR_WHATSAPP_APP_SECRET`.
    """

    name: str
    title: str
    kind: Literal["text", "choice", "secret"] = "text"
    required: bool = True
    default: str | None = None
    choices: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """An OAuth scope and why it is needed, in words a clinic understands."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class OAuth:
    """OAuth 2.0 endpoints (RFC 6749); each URL may name settings in braces: `{accounts_url}/auth`.

    The host runs the authorization-code flow with PKCE S256 (RFC 7636) and state, compares the granted scopes
    with `scopes`, and hands the token answer to `connect` as credentials.
    """

    authorize_url: str
    token_url: str
    client_id_setting: str
    client_secret_setting: str
    scopes: tuple[Scope, ...]
    authorize_parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WebhookScheme:
    """How deliveries arrive: one callback for the provider app, or one for each connection."""

    per: Literal["app", "connection"]
    max_body_bytes: int


@dataclass(frozen=True, slots=True)
class MessageLimits:
    """What the channel can show; the dialogue renders itself within these (characters, counts)."""

    text_chars: int
    body_chars: int
    header_chars: int
    footer_chars: int
    buttons: int
    button_title_chars: int
    list_button_chars: int
    list_rows: int
    list_sections: int
    section_title_chars: int
    row_title_chars: int
    row_description_chars: int
    option_id_chars: int


@dataclass(frozen=True, slots=True)
class MediaLimit:
    """The largest file of a kind (a `MediaKind`) that the channel carries."""

    kind: str
    most_bytes: int


@dataclass(frozen=True, slots=True)
class SentMedia:
    """What the channel carries to people as one kind of file (a `MediaKind`): types (IANA), the largest, with words."""

    kind: str
    most_bytes: int
    mime_types: tuple[str, ...]
    has_caption: bool = True


@dataclass(frozen=True, slots=True)
class SendingRates:
    """How fast the channel takes messages: the host keeps below, and need not be told off.

    At most `pair_messages` to one person within `pair_seconds`; `account_messages_per_second` where the provider says
    nothing else of an account (`SendingLimits`).
    """

    pair_messages: int
    pair_seconds: float
    account_messages_per_second: int


@dataclass(frozen=True, slots=True)
class Subprocessor:
    """Who else receives personal data when the plugin is enabled (GDPR Art. 28(2)).

    `regions`: countries (ISO 3166-1 alpha-2), or `EU` for the European Economic Area. `notes`: what a clinic would
    otherwise learn too late, in whole sentences.
    """

    name: str
    regions: tuple[str, ...]
    data_categories: tuple[str, ...]
    transfer_mechanism: str
    purpose: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole description; `name` = entry point = slug = URL segment."""

    name: str
    title: str
    version: str
    contract: int
    kind: Literal["messaging", "calendar"]
    capabilities: frozenset[Capability]
    settings: tuple[Setting, ...] = ()
    credentials: tuple[Setting, ...] = ()
    oauth: OAuth | None = None
    webhook: WebhookScheme | None = None
    limits: MessageLimits | None = None
    media_limits: tuple[MediaLimit, ...] = ()
    """For a channel that fetches files: one for each kind; a kind without one is not fetched."""
    sent_media: tuple[SentMedia, ...] = ()
    """For a channel that sends files: one for each kind; what is of no such type is not sent."""
    rates: SendingRates | None = None
    egress_settings: tuple[str, ...] = ()
    """Names of the settings whose URLs' hosts the plugin may call; the host refuses every other host."""
    subprocessors: tuple[Subprocessor, ...] = ()
    maintainers: tuple[str, ...] = ()
    docs_url: str = ""
