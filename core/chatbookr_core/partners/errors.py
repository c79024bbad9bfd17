"""What goes wrong with the keys of partners' programs."""

from chatbookr_core.errors import Conflict


class KeyClosed(Conflict):
    """The API key is revoked or has expired."""

    code = "KEY_CLOSED"
    default_message = "That key is revoked or has expired: make a new one."
