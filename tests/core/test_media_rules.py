"""What a file is, by its content alone; what of it is kept, what it is called, and which links count."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from tests.media_files import JPEG, PDF

from chatbookr_core.keys.sealing import Keys
from chatbookr_core.media.detecting import HEAD_BYTES, OLE, found_type
from chatbookr_core.media.links import LONGEST, MediaLink, is_genuine, path_to, viewer_of
from chatbookr_core.media.rules import (
    ALLOWED,
    EXTENSIONS,
    OFFICE,
    SHOWN_INLINE,
    declared_type,
    file_name,
    is_digest,
    is_passed,
    most_bytes_of,
    type_of,
)
from chatbookr_permissions.actor import KeyActor, OperatorActor, StaffActor, SystemActor
from chatbookr_sandbox.meta.files import MADE_UP
from chatbookr_whatsapp import plugin

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


def office(*names: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "_rels/.rels", *names):
            archive.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.attack("media-malware")
@pytest.mark.parametrize(
    ("kind", "head", "kept"),
    [
        ("image", JPEG, "image/jpeg"),
        ("image", bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(60), "image/png"),
        ("sticker", MADE_UP["sticker"][1], "image/webp"),
        ("sticker", JPEG, None),
        ("voice", MADE_UP["audio"][1], "audio/ogg"),
        ("audio", b"#!AMR\n" + bytes(40), "audio/amr"),
        ("audio", b"ID3\x04" + bytes(60), "audio/mpeg"),
        ("audio", b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom" + bytes(40), "audio/mp4"),
        ("voice", MADE_UP["video"][1], "audio/mp4"),
        ("video", MADE_UP["video"][1], "video/mp4"),
        ("video", JPEG, None),
        ("document", PDF, "application/pdf"),
        ("document", office("word/document.xml"), f"{OFFICE}wordprocessingml.document"),
        ("document", office("xl/workbook.xml"), f"{OFFICE}spreadsheetml.sheet"),
        ("document", OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "application/msword"),
        ("document", OLE + bytes(600), None),
        ("document", "Blutdruck früh 120/80".encode(), "text/plain"),
        ("document", ("ü" * HEAD_BYTES).encode()[: HEAD_BYTES - 1], "text/plain"),  # cut within a letter
        ("document", b"\xff\xfe\x00\x01", None),
        ("document", b"text and \x00 a NUL", None),
        ("document", b"", None),
        ("document", b"<!DOCTYPE html><script>alert(1)</script>", None),
        ("document", b"\xef\xbb\xbf \n<html>", None),
        ("image", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', None),
        ("document", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', None),
        ("document", office("a.txt")[:0] + b"PK\x03\x04" + bytes(60), None),
        ("document", b"MZ\x90\x00\x03" + bytes(60), None),
        ("document", b"\x7fELF\x02\x01\x01" + bytes(60), None),
        ("hologram", JPEG, None),
    ],
)
def test_what_is_kept_is_told_by_the_content(kind: str, head: bytes, kept: str | None) -> None:
    assert type_of(kind, found_type(head)) == kept


def test_every_type_that_is_kept_has_a_name_and_markup_is_never_shown_in_place() -> None:
    kept = {one for types in ALLOWED.values() for one in types}

    assert kept == set(EXTENSIONS)
    assert not any("html" in one or "svg" in one or "xml+" in one for one in kept)
    assert {one.partition("/")[0] for one in SHOWN_INLINE} == {"image", "audio", "video"}


def test_a_files_name_is_its_senders_without_paths_and_ends_as_what_it_is() -> None:
    for said, name in (
        ("Befund März.pdf", "Befund März.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        (r"C:\x\page.html", "page.jpg"),
        ('a"\r\nset-cookie: x=1.png', "a set-cookie x 1.jpg"),
        ("x" * 300, "x" * 80 + ".jpg"),
        ("..", "image.jpg"),
        (None, "image.jpg"),
    ):
        assert file_name(said, "image/jpeg", "image") == name
    assert declared_type("Audio/OGG; codecs=opus") == "audio/ogg"
    assert [declared_type(said) for said in (None, "", "a", "a/b\r\nc", "x/" + "y" * 90)] == [None] * 5


def test_limits_are_the_channels_below_the_deployments() -> None:
    most = {one.kind: one.most_bytes for one in plugin.manifest.media_limits}

    assert (most["image"], most["document"]) == (5 * 1024 * 1024, 100 * 1024 * 1024)
    assert most_bytes_of(plugin.manifest, "image", 10**9) == most["image"]
    assert most_bytes_of(plugin.manifest, "image", 7) == 7
    assert most_bytes_of(plugin.manifest, "hologram", 7) is None
    assert most_bytes_of(None, "image", 7) is None


def test_a_digest_is_compared_in_either_form_and_anything_else_is_another() -> None:
    digest = hashlib.sha256(JPEG).digest()

    assert is_digest(base64.b64encode(digest).decode(), digest)
    assert is_digest(digest.hex().upper(), digest)
    for other in ("", "0" * 64, "not base64!", base64.b64encode(digest[:-1]).decode()):
        assert not is_digest(other, digest)
    assert is_passed(None, ())
    assert is_passed("clamd,other", ("clamd",))
    assert not is_passed(None, ("clamd",))
    assert not is_passed("other", ("clamd", "other"))


def keys_of(clinic_id: UUID, key: bytes = bytes(32)) -> Keys:
    return Keys(f"clinic:{clinic_id}", {1: key})


@pytest.mark.attack("media-link")
def test_a_link_counts_for_one_clinic_file_viewer_and_minutes() -> None:
    clinic, media = uuid4(), uuid4()
    staff, key = StaffActor(uuid4(), uuid4(), {}), KeyActor(uuid4(), clinic, frozenset())
    link = MediaLink(media, viewer_of(staff) or "", int((NOW + LONGEST).timestamp()))
    keys = keys_of(clinic)
    signature = path_to(keys, link).partition("signature=")[2]

    assert is_genuine(keys, link, signature, NOW)
    for forged in (
        MediaLink(uuid4(), link.viewer, link.until),
        MediaLink(media, viewer_of(key) or "", link.until),
        MediaLink(media, "session:" + str(uuid4()), link.until),
        MediaLink(media, link.viewer, link.until - 1),
    ):
        assert not is_genuine(keys, forged, signature, NOW)
    assert not is_genuine(keys_of(uuid4()), link, signature, NOW)
    assert not is_genuine(keys_of(clinic, bytes(31) + b"1"), link, signature, NOW)
    assert not is_genuine(keys, link, "é" * 64, NOW)
    assert not is_genuine(keys, link, signature, NOW + LONGEST)
    longer = MediaLink(media, link.viewer, link.until + 3600)
    assert not is_genuine(keys, longer, path_to(keys, longer).partition("signature=")[2], NOW)
    assert viewer_of(None) is None
    assert viewer_of(SystemActor("x")) is None
    assert viewer_of(OperatorActor(uuid4(), uuid4(), {})) is None
    assert is_genuine(keys, link, signature, NOW + LONGEST - timedelta(seconds=1))
