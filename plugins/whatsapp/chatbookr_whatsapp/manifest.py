"""What the WhatsApp plugin is, asks for and can show, readable without running it."""

from chatbookr_sdk import (
    Capability,
    Manifest,
    MediaLimit,
    MessageLimits,
    SendingRates,
    SentMedia,
    Setting,
    Subprocessor,
    WebhookScheme,
)

LIMITS = MessageLimits(
    text_chars=4096,
    body_chars=1024,
    header_chars=60,
    footer_chars=60,
    buttons=3,
    button_title_chars=20,
    list_button_chars=20,
    list_rows=10,
    list_sections=10,
    section_title_chars=24,
    row_title_chars=24,
    row_description_chars=72,
    option_id_chars=200,
)
"""Meta's published limits (reference "Messages"); 1,024 is the smallest one published for an interactive body."""

_MEGABYTE = 1024 * 1024
MEDIA_LIMITS = (
    MediaLimit("image", 5 * _MEGABYTE),
    MediaLimit("audio", 16 * _MEGABYTE),
    MediaLimit("voice", 16 * _MEGABYTE),
    MediaLimit("video", 16 * _MEGABYTE),
    MediaLimit("document", 100 * _MEGABYTE),
    MediaLimit("sticker", 500 * 1024),
)
"""Meta's published limits (reference "Media", "Supported media types"); 500 KB is an animated sticker's."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
SENT_MEDIA = (
    SentMedia("image", 5 * _MEGABYTE, ("image/jpeg", "image/png")),
    SentMedia("audio", 16 * _MEGABYTE, ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4"), has_caption=False),
    SentMedia("video", 16 * _MEGABYTE, ("video/mp4", "video/3gpp")),
    SentMedia(
        "document",
        100 * _MEGABYTE,
        (
            "application/pdf",
            "text/plain",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            f"{_OFFICE}wordprocessingml.document",
            f"{_OFFICE}spreadsheetml.sheet",
            f"{_OFFICE}presentationml.presentation",
        ),
    ),
)
"""The same page. Ogg is left out: WhatsApp takes it with Opus alone, in mono, which its beginning does not show."""

RATES = SendingRates(pair_messages=45, pair_seconds=270.0, account_messages_per_second=80)
"""Meta, "Cloud API overview", throughput: 80 messages a second; one in six seconds to one person, 45 of them at once.

45 within 270 seconds never breaks the pair rule, however they fall.
"""

_SETTINGS = (
    Setting(
        "app_secret",
        "App secret",
        kind="secret",
        help="Meta app > App settings > Basic. Proves that deliveries come from Meta.",
    ),
    Setting(
        "app_secret_previous",
        "Previous app secret",
        kind="secret",
        required=False,
        help="While the app secret is being changed: the old one, whose deliveries are still accepted.",
    ),
    Setting(
        "verify_token",
        "Verify token",
        kind="secret",
        help="Made up by you; entered in the Meta app beside the callback URL.",
    ),
    Setting(
        "app_id",
        "App id",
        required=False,
        help=(
            "Meta app > App settings > Basic. Needed for Embedded Signup; with it tokens are checked to be this app's, "
            "and their end and the webhook's fields are known."
        ),
    ),
    Setting("graph_url", "Graph API address", required=False, default="https://graph.facebook.com"),
    Setting(
        "media_url",
        "Media address",
        required=False,
        default="https://lookaside.fbsbx.com",
        help="The only other host that the access token is sent to: there Meta hands out files.",
    ),
    Setting("graph_version", "Graph API version", required=False, default="v26.0"),
)

_CREDENTIALS = (
    Setting("phone_number_id", "Phone number id", help="WhatsApp Manager > API setup; digits, not the phone number."),
    Setting("waba_id", "WhatsApp Business Account id", help="WhatsApp Manager > Account tools; digits."),
    Setting(
        "access_token",
        "Access token",
        kind="secret",
        help="Of a system user, with whatsapp_business_messaging and whatsapp_business_management.",
    ),
    Setting(
        "pin",
        "Two-step verification pin",
        kind="secret",
        required=False,
        help="Six digits; only to register a number that is not on the Cloud API yet. It is not kept.",
    ),
    Setting(
        "code",
        "Embedded Signup code",
        kind="secret",
        required=False,
        help="What Meta's sign-up hands to the page, in the place of an access token; counts once.",
    ),
)

MANIFEST = Manifest(
    name="whatsapp",
    title="WhatsApp",
    version="0.1.0",
    contract=1,
    kind="messaging",
    capabilities=frozenset(
        {
            Capability.RECEIVE,
            Capability.SEND_TEXT,
            Capability.SEND_BUTTONS,
            Capability.SEND_LIST,
            Capability.SEND_TEMPLATE,
            Capability.REPORT_DELIVERY,
            Capability.FETCH_MEDIA,
            Capability.SEND_MEDIA,
            Capability.NAME_ACCOUNTS,
            Capability.EXCHANGE_CODE,
            Capability.REPORT_HEALTH,
            Capability.SHOW_TYPING,
            Capability.QUOTE,
        }
    ),
    settings=_SETTINGS,
    credentials=_CREDENTIALS,
    webhook=WebhookScheme(per="app", max_body_bytes=4 * 1024 * 1024),
    limits=LIMITS,
    media_limits=MEDIA_LIMITS,
    sent_media=SENT_MEDIA,
    rates=RATES,
    egress_settings=("graph_url", "media_url"),
    subprocessors=(
        Subprocessor(
            name="Meta Platforms Ireland Ltd. (WhatsApp Business Platform)",
            regions=("EU", "US"),
            data_categories=(
                "phone number",
                "WhatsApp user id",
                "profile name",
                "message content",
                "files",
                "delivery status",
            ),
            transfer_mechanism="EU-US Data Privacy Framework; standard contractual clauses",
            purpose="Carries messages between patient and clinic.",
            notes=(
                "Where local storage is set up for a number (`data_localization_region`), Meta keeps messages at rest "
                "in that region; on their way they are still handled elsewhere, for up to 60 minutes.",
                "Local storage cannot be had for numbers that the WhatsApp Business app uses too (coexistence).",
            ),
        ),
    ),
    maintainers=("Chatbookr",),
    docs_url="https://developers.facebook.com/docs/whatsapp/cloud-api",
)
