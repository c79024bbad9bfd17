"""Handshakes of WebSockets: which of them ended in an answer.

uvicorn takes one that was refused with a status and a body for one that nobody answered, and writes an error of it: by
a page of another origin, or an address there is not, strangers could fill a log with errors that are none.
"""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class AnsweredHandshakes(WebSocketsSansIOProtocol):
    """uvicorn's protocol, which counts a refusal as an answer once it has been sent whole."""

    async def send(self, message: Any) -> None:
        """Send, and note that a refusal is complete."""
        await super().send(message)
        if self.initial_response is not None and self.close_sent:
            self.handshake_complete = True
