"""A receptionist sends files from the front desk: chosen, dropped, pasted, taken off again, and refused in words."""

import re
import zlib

import pytest
from playwright.sync_api import Locator, expect
from tests.e2e.running import HTTP
from tests.e2e.test_desk_inbox import Desk, somebody
from tests.e2e.test_desk_inbox import desk as desk
from tests.media_files import PDF

pytestmark = pytest.mark.e2e


def chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return len(content).to_bytes(4) + checked + zlib.crc32(checked).to_bytes(4)


PICTURE = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", bytes.fromhex("00000001000000010802000000"))
    + chunk(b"IDAT", zlib.compress(b"\x00\x10\x80\x40"))
    + chunk(b"IEND", b"")
)
"""One green point, as a browser shows it."""
GIVEN = """([kind, name, type, content]) => {
  const given = new DataTransfer();
  given.items.add(new File([Uint8Array.from(content)], name, { type }));
  const field = document.querySelector(".writing textarea");
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true });
  field.dispatchEvent(event);
}"""


def attached(desk: Desk) -> Locator:
    return desk.conversation.locator(".attached")


def choose(desk: Desk, name: str, mime_type: str, content: bytes) -> None:
    field = desk.conversation.get_by_label("File to attach")
    field.set_input_files({"name": name, "mimeType": mime_type, "buffer": content})


def test_a_picture_is_seen_before_it_is_sent_and_reaches_the_phone_with_its_words(desk: Desk) -> None:
    ana = somebody(desk.house, "31612345701", "Ana Door")
    desk.open("Ana Door")

    choose(desk, "the way in.png", "image/png", PICTURE)
    expect(attached(desk)).to_contain_text("the way in.png")
    expect(attached(desk)).to_contain_text("Goes with the message")
    expect(attached(desk).locator("img")).to_have_js_property("naturalWidth", 1)
    desk.field.fill("By the yard")
    desk.field.press("Enter")

    expect(attached(desk)).to_have_count(0)
    said = ana.hears(lambda said: said["type"] == "image" and "By the yard" in said["text"], "the picture")
    assert HTTP.get(desk.house.sandbox + said["file"]["url"]).content == PICTURE
    expect(desk.bubble("By the yard").locator(".picture img")).to_have_js_property("naturalWidth", 1)
    expect(desk.bubble("By the yard").get_by_role("img", name=re.compile("Delivered|Read"))).to_be_visible()


def test_what_is_dropped_or_pasted_is_attached_and_taken_off_again(desk: Desk) -> None:
    tom = somebody(desk.house, "31612345702", "Tom Gate")
    desk.open("Tom Gate")

    desk.page.evaluate(GIVEN, ["paste", "pasted.png", "image/png", list(PICTURE)])
    expect(attached(desk)).to_contain_text("pasted.png")
    desk.presses("Take the file off")
    expect(attached(desk)).to_have_count(0)
    desk.page.evaluate(GIVEN, ["drop", "before you come.pdf", "application/pdf", list(PDF)])
    expect(attached(desk)).to_contain_text("Goes with the message")
    desk.presses("Send")

    said = tom.hears(lambda said: said["type"] == "document", "the document")
    assert said["content"]["filename"] == "before you come.pdf"
    expect(desk.bubble("before you come.pdf").get_by_role("button", name="before you come.pdf")).to_contain_text("PDF")


def test_a_file_that_cannot_be_sent_is_refused_in_words(desk: Desk) -> None:
    somebody(desk.house, "31612345703", "Eva Lane")
    desk.open("Eva Lane")
    desk.complaints.clear()

    choose(desk, "page.pdf", "application/pdf", b"<html><script>1</script>")
    expect(desk.conversation.get_by_role("alert")).to_contain_text("Files of this type cannot be sent")
    expect(attached(desk)).to_have_count(0)
    expect(desk.conversation.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    assert all("422" in one for one in desk.complaints)
    desk.complaints.clear()
