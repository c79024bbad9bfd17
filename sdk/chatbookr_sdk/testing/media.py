"""What a messaging channel must keep where it hands files over, either way; a part of its suite."""

from collections.abc import AsyncIterator
from typing import ClassVar, cast, get_args

import pytest

from chatbookr_sdk import (
    Capability,
    FetchesMedia,
    MediaKind,
    MediaReceived,
    OutboundFile,
    PermanentFailure,
    SendsMedia,
    TemporaryFailure,
)
from chatbookr_sdk.testing.fakes import FakeHttp
from chatbookr_sdk.testing.suite import PluginConformance, run


class MediaConformance(PluginConformance):
    """With FETCH_MEDIA `answers` has a scenario media: the whole way to a file of at least two bytes.

    With SEND_MEDIA it has upload: what the provider answers to a file that is handed over.
    """

    media: ClassVar[MediaReceived] = MediaReceived("image", "1003383421387256", "image/jpeg")
    """A file to ask for, in the provider's own form."""

    def file_of(self, http: FakeHttp, *, most_bytes: int) -> bytes:
        """Fetch the suite's file."""

        async def fetched() -> bytes:
            channel = cast(FetchesMedia, self.subject)
            pieces = channel.fetch_media(self.context(http=http), self.media, most_bytes=most_bytes)
            return b"".join([piece async for piece in pieces])

        return run(fetched())

    def test_files_are_fetched_where_that_is_declared(self) -> None:
        """The content comes again from its beginning each time, and no kind of file goes without a limit."""
        if Capability.FETCH_MEDIA not in self.manifest.capabilities:
            assert not hasattr(self.subject, "fetch_media")
            return
        kinds = [limit.kind for limit in self.manifest.media_limits]
        assert kinds
        assert len(set(kinds)) == len(kinds)
        assert set(kinds) <= set(get_args(MediaKind))
        assert all(limit.most_bytes > 0 for limit in self.manifest.media_limits)
        content = self.file_of(self.provider("media"), most_bytes=1 << 20)
        assert len(content) > 1
        assert self.file_of(self.provider("media"), most_bytes=1 << 20) == content

    def test_a_file_beyond_the_limit_is_refused(self) -> None:
        """The host says how much it takes; the plugin stops there."""
        if Capability.FETCH_MEDIA not in self.manifest.capabilities:
            return
        with pytest.raises(PermanentFailure) as refusal:
            self.file_of(self.provider("media"), most_bytes=1)
        assert refusal.value.reason == "too_large"

    def uploaded(self, http: FakeHttp, content: bytes) -> str:
        """Hand over a file of the first kind and type that the manifest names; return the provider's id."""
        kind = self.manifest.sent_media[0]
        file = OutboundFile(kind.kind, "a name \N{BULLET} of theirs.pdf", kind.mime_types[0], len(content))

        async def pieces() -> AsyncIterator[bytes]:
            yield content[:2]
            yield content[2:]

        return run(cast(SendsMedia, self.subject).upload_media(self.context(http=http), file, pieces()))

    def test_files_are_sent_where_that_is_declared(self) -> None:
        """The content goes whole, and no kind of file goes without types and a limit."""
        if Capability.SEND_MEDIA not in self.manifest.capabilities:
            assert not hasattr(self.subject, "upload_media")
            assert not self.manifest.sent_media
            return
        kinds = [sent.kind for sent in self.manifest.sent_media]
        assert kinds
        assert len(set(kinds)) == len(kinds)
        assert set(kinds) <= set(get_args(MediaKind))
        assert all(sent.most_bytes > 0 and sent.mime_types for sent in self.manifest.sent_media)
        http = self.provider("upload")
        assert self.uploaded(http, b"a whole file")
        assert http.requests[-1].file == b"a whole file"

    def test_a_file_that_is_handed_over_too_fast_is_tried_again(self) -> None:
        """What passes is told as such, as with messages."""
        if Capability.SEND_MEDIA not in self.manifest.capabilities:
            return
        with pytest.raises(TemporaryFailure):
            self.uploaded(self.provider("rate_limited"), b"a whole file")
