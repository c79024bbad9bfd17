"""What has come of a file and was not passed on yet, for readers that follow it in pieces of any size."""

from collections.abc import Iterator


class Piece:
    """Bytes that wait; who needs more than there are yields an empty piece and is asked again."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.is_last = False

    def take(self, size: int) -> bytes:
        """Hand out the next bytes, fewer at the end alone."""
        taken = bytes(self.data[:size])
        del self.data[:size]
        return taken

    def await_(self, size: int) -> Iterator[bytes]:
        """Ask for more until there is as much, or no more comes."""
        while len(self.data) < size and not self.is_last:
            yield b""

    def pass_on(self, size: int, *, is_blank: bool) -> Iterator[bytes]:
        """Pass on so many bytes as they come, or as many zeros."""
        while size:
            yield from self.await_(1)
            if not (taken := self.take(size)):
                return
            size -= len(taken)
            yield bytes(len(taken)) if is_blank else taken

    def rest(self) -> Iterator[bytes]:
        """Blank what stands behind what is shown: phones put films and further pictures there."""
        yield from self.pass_on(1 << 62, is_blank=True)
