"""A form with a file as a server reads it, however the file is called."""

from collections.abc import AsyncIterator
from email.parser import BytesParser
from email.policy import HTTP

import pytest

from chatbookr_core.channels.forms import form_of
from chatbookr_sdk import FilePart, PermanentFailure

CONTENT = b"\r\n--a\r\n\x00 whole"


def part_of(name: str, content: bytes = CONTENT, *, size_bytes: int | None = None) -> FilePart:
    async def pieces() -> AsyncIterator[bytes]:
        yield content[:3]
        yield content[3:]

    return FilePart(name, "application/pdf", len(content) if size_bytes is None else size_bytes, pieces())


async def test_fields_and_file_are_read_as_they_were_given_and_as_long_as_announced() -> None:
    form = form_of(part_of("Weg.pdf"), {"messaging_product": "whatsapp", "type": "application/pdf"})

    body = b"".join([piece async for piece in form.pieces])

    whole = BytesParser(policy=HTTP).parsebytes(f"content-type: {form.content_type}\r\n\r\n".encode() + body)
    read = [
        (part.get_param("name", header="content-disposition"), part.get_payload(decode=True))
        for part in whole.iter_parts()
    ]
    assert read == [("messaging_product", b"whatsapp"), ("type", b"application/pdf"), ("file", CONTENT)]
    assert form.size_bytes == len(body)


@pytest.mark.parametrize("name", ['a"; name="type', "a\r\nX-Evil: 1", "März\n.pdf"])
async def test_a_name_ends_neither_its_quotes_nor_its_line(name: str) -> None:
    form = form_of(part_of(name), {})

    head = (b"".join([piece async for piece in form.pieces])).split(b"\r\n\r\n")[0].decode()

    assert len(head.split("\r\n")) == 3
    assert head.count('"') == 4


async def test_a_file_of_another_length_is_not_sent_to_its_end() -> None:
    form = form_of(part_of("a.pdf", size_bytes=len(CONTENT) + 1), {})

    with pytest.raises(PermanentFailure, match="not as long"):
        [piece async for piece in form.pieces]
