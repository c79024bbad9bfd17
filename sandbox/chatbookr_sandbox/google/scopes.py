"""The scopes Google knows: those of Calendar v3 and those of signing in."""

from chatbookr_sandbox.google.discovery import document

USERINFO = "https://www.googleapis.com/auth/userinfo."
SIGN_IN_SCOPES = {
    "openid": "Associate you with your personal info on Google",
    "email": "See your primary Google Account email address",
    "profile": "See your personal info, including any personal info you've made publicly available",
}
FULL_NAMES = {"email": f"{USERINFO}email", "profile": f"{USERINFO}profile"}


def known_scopes() -> dict[str, str]:
    """Return every scope the sandbox can grant, with the words Google's consent page has for it."""
    calendar = {name: entry["description"] for name, entry in document()["auth"]["oauth2"]["scopes"].items()}
    long_names = {FULL_NAMES[name]: text for name, text in SIGN_IN_SCOPES.items() if name in FULL_NAMES}
    return calendar | SIGN_IN_SCOPES | long_names
