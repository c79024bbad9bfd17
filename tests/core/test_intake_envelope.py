from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.channels.intake import packed, unpacked
from chatbookr_sdk import WebhookRequest


@given(st.binary(), st.text(), st.text())
def test_any_body_comes_back_byte_for_byte(body: bytes, header: str, query: str) -> None:
    request = WebhookRequest("POST", {"content-type": header}, {"q": query}, body)

    assert unpacked(packed(request)) == request
