"""What can go wrong with a file that is to be sent."""

from collections.abc import Mapping
from typing import Final

from chatbookr_core.errors import ChatbookrError, Conflict, InvalidInput

REFUSALS: Final[Mapping[str, str]] = {
    "type_not_allowed": "Files of that type cannot be sent through this channel, or it is not what it says it is.",
    "too_large": "That file is larger than the channel carries.",
    "empty": "There is nothing in that file.",
    "cut_off": "Less of the file came than was announced: send it again.",
    "infected": "A scanner found malware in that file.",
}


class ChannelTakesNoFiles(Conflict):
    """The conversation's channel carries words alone."""

    code = "CHANNEL_TAKES_NO_FILES"
    default_message = "Through this channel no files can be sent."


class FileRefused(InvalidInput):
    """A file cannot be sent; `details` name the `reason`: its type, its size, or what a scanner found."""

    code = "FILE_REFUSED"

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(REFUSALS.get(reason, InvalidInput.default_message), field=field)
        self.details = {"reason": reason}


class ScannerUnavailable(ChatbookrError):
    """Nobody can say now whether a file is malware."""

    code = "SCANNER_UNAVAILABLE"
    default_message = "The file cannot be looked through for malware now: try again in a minute."
