"""What goes wrong where somebody books for others."""

from chatbookr_core.errors import Conflict


class TooManyRelatives(Conflict):
    """Somebody books for as many others as one person can already."""

    code = "TOO_MANY_RELATIVES"
    default_message = "That contact books for 20 people already; unlink one first."
