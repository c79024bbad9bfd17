"""What goes wrong with what a clinic asks of its people."""

from chatbookr_core.errors import ChatbookrError


class SecondFactorMissing(ChatbookrError):
    """They ask of everybody what they have not got themselves: it would lock them out."""

    code = "SECOND_FACTOR_MISSING"
    default_message = "Get a second factor of your own first, and log in with it."
