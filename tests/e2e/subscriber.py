"""A front end that subscribes to a clinic over graphql-transport-ws, and keeps what it is told."""

import contextlib
import json
import threading
from collections.abc import Iterator
from typing import Any

from tests.e2e.running import PATIENCE_SECONDS, Running
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

OPERATIONS = {
    "bookings": """
        subscription ($clinic: ID!) {
          bookingChanged(clinicId: $clinic) { booking { id status version startsAt calendarState } }
        }""",
    "conversations": """
        subscription ($clinic: ID!) {
          conversationChanged(clinicId: $clinic) { conversation { id } message { id direction status body } }
        }""",
}


class Subscriber:
    """What came over the socket so far; a refusal ends the test that reads on."""

    def __init__(self) -> None:
        self._told: dict[str, list[dict[str, Any]]] = {name: [] for name in OPERATIONS}
        self.problems: list[str] = []

    @property
    def bookings(self) -> list[dict[str, Any]]:
        return [change["bookingChanged"]["booking"] for change in self._told["bookings"]]

    @property
    def messages(self) -> list[dict[str, Any]]:
        changes = [change["conversationChanged"]["message"] for change in self._told["conversations"]]
        return [message for message in changes if message is not None]

    def note(self, said: dict[str, Any]) -> None:
        """Keep one message of the protocol."""
        if said["type"] == "next" and "errors" not in said["payload"]:
            self._told[said["id"]].append(said["payload"]["data"])
        elif said["type"] != "pong":
            self.problems.append(json.dumps(said))


def _listen(socket: ClientConnection, subscriber: Subscriber) -> None:
    with contextlib.suppress(ConnectionClosed):
        for said in socket:
            heard = json.loads(said)
            if heard["type"] == "ping":
                socket.send(json.dumps({"type": "pong"}))
            else:
                subscriber.note(heard)


@contextlib.contextmanager
def subscribed(house: Running, token: str, clinic_id: str) -> Iterator[Subscriber]:
    """Subscribe to everything of a clinic until the block ends."""
    subscriber = Subscriber()
    address = house.api.replace("http", "ws", 1) + "/graphql"
    with connect(
        address, subprotocols=[Subprotocol("graphql-transport-ws")], proxy=None, open_timeout=PATIENCE_SECONDS
    ) as socket:
        socket.send(json.dumps({"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}}))
        assert json.loads(socket.recv(PATIENCE_SECONDS)) == {"type": "connection_ack"}
        for name, document in OPERATIONS.items():
            payload = {"query": document, "variables": {"clinic": clinic_id}}
            socket.send(json.dumps({"type": "subscribe", "id": name, "payload": payload}))
        listening = threading.Thread(target=_listen, args=(socket, subscriber), daemon=True)
        listening.start()
        yield subscriber
        assert subscriber.problems == []
    listening.join(PATIENCE_SECONDS)
