"""What the Google Calendar plugin is, asks for and why, readable without running it."""

from chatbookr_sdk import Capability, Manifest, OAuth, Scope, Setting, Subprocessor

_SCOPE_ROOT = "https://www.googleapis.com/auth/"

SCOPES = (
    Scope(_SCOPE_ROOT + "calendar.freebusy", "To see when you are busy, never with what or whom."),
    Scope(_SCOPE_ROOT + "calendar.events.owned", "To enter, move and remove appointments in calendars you own."),
    Scope(_SCOPE_ROOT + "calendar.calendarlist.readonly", "To let you pick which of your calendars count."),
)
"""The smallest set that does the job; `calendar.events` or `calendar` would open every event you have."""

MANIFEST = Manifest(
    name="gcal",
    title="Google Calendar",
    version="0.1.0",
    contract=1,
    kind="calendar",
    capabilities=frozenset(
        {
            Capability.LIST_CALENDARS,
            Capability.FREE_BUSY,
            Capability.WRITE_EVENTS,
            Capability.FOLLOW_CHANGES,
            Capability.WATCH_CHANGES,
        }
    ),
    settings=(
        Setting("client_id", "OAuth client id", help="Google Cloud console > Google Auth Platform > Clients."),
        Setting("client_secret", "OAuth client secret", kind="secret", help="Shown once, beside the client id."),
        Setting("accounts_url", "Google accounts address", required=False, default="https://accounts.google.com"),
        Setting("token_url", "Token address", required=False, default="https://oauth2.googleapis.com/token"),
        Setting("revoke_url", "Revocation address", required=False, default="https://oauth2.googleapis.com/revoke"),
        Setting(
            "api_url",
            "Calendar API address",
            required=False,
            default="https://www.googleapis.com/calendar/v3",
        ),
    ),
    oauth=OAuth(
        authorize_url="{accounts_url}/o/oauth2/v2/auth",
        token_url="{token_url}",  # noqa: S106  # an address, not a password
        client_id_setting="client_id",
        client_secret_setting="client_secret",  # noqa: S106  # a setting's name
        scopes=SCOPES,
        # Google gives a refresh token only for offline access, and again only when it asks anew.
        authorize_parameters=(("access_type", "offline"), ("prompt", "consent")),
    ),
    egress_settings=("token_url", "revoke_url", "api_url"),
    subprocessors=(
        Subprocessor(
            name="Google Ireland Ltd. (Google Calendar)",
            regions=("EU", "US"),
            data_categories=("appointment times", "appointment titles as the clinic words them", "account e-mail"),
            transfer_mechanism="EU-US Data Privacy Framework; standard contractual clauses",
            purpose="Keeps the practitioners' calendars.",
            notes=(
                "What a practitioner granted is shown with each connection, as Google stored it; it can be more than "
                "is asked for here, where the account granted more before.",
                "Which region a calendar is kept in is a setting of the clinic's own Google Workspace.",
            ),
        ),
    ),
    maintainers=("Chatbookr",),
    docs_url="https://developers.google.com/workspace/calendar/api",
)
