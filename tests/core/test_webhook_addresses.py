"""Which addresses webhooks may go to: a corpus of every way known to name the inside from the outside."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.errors import InvalidInput
from chatbookr_core.webhooks.addresses import Target, is_public, target_of

INSIDE = (
    "0.0.0.0",  # noqa: S104  # not to bind to, but to refuse
    "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "100.127.255.255", "127.0.0.1", "127.255.255.254",
    "168.63.129.16", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.1",
    "192.0.0.9", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "224.0.1.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::10.0.0.1", "64:ff9b:1::1",
    "64:ff9b:1::8.8.8.8", "100::1", "2001::1", "2001:0:7f00:1::", "2001:2::1", "2001:db8::1", "2001:10::1",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:a00:1::", "2002:c0a8:1::1", "3fff::1", "5f00::1", "fc00::1",
    "fd00:ec2::254", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "2606:4700::1111%eth0", "fec0::1", "ff02::1", "ff0e::1",
)  # fmt: skip
OUTSIDE = ("1.1.1.1", "8.8.8.8", "93.184.215.14", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001::8a",
           "64:ff9b::8.8.8.8", "2002:808:808::1")  # fmt: skip
REFUSED_URLS = (
    "", "https://", "https:///x", "hook.example.com", "//hook.example.com/x", "http://hook.example.com/x",
    "ftp://hook.example.com/x", "file:///etc/passwd", "gopher://hook.example.com", "javascript:alert(1)",
    "https://user@hook.example.com/", "https://user:pass@hook.example.com/", "https://@hook.example.com/",
    "https://hook.example.com#@127.0.0.1/", "https://hook.example.com/#x", "https://hook.example.com\\@127.0.0.1/",
    "https://hook.example.com/a b", " https://hook.example.com/", "https://hook.example.com/\n", "https://a\tb.com/",
    "https://hook.example.com:22/", "https://hook.example.com:80/", "https://hook.example.com:6379/",
    "https://hook.example.com:0/", "https://hook.example.com:99999/", "https://hook.example.com:-1/",
    "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/",
    "https://0177.0.0.1/", "https://0/", "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1%25eth0]/", "https://[64:ff9b::7f00:1]/",
    "https://127.0.0.1./", "https://１２７.０.０.１/", "https://①②⑦.⓪.⓪.①/", "https://[::1", "https://::1/",
    "https://-.example..com/", f"https://{'a' * 64}.com/", f"https://{'a.' * 130}com/", "https://ho%6Fk.example.com/",
    "https://hook.example.com/" + "a" * 2000, "https://hook.example.com/\x00", "https://exa\u00admple\u200b.com:8080/",
)  # fmt: skip


def checked(url: str, *, allowed: tuple[str, ...] = ()) -> Target:
    return target_of(url, ports=(443, 8443), allowed_hosts=allowed)


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_of_the_inside_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_of_the_public_internet_is_open(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_in_ipv6_clothes_is_judged_by_what_it_is(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    nat64 = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | number)
    sixtofour = ipaddress.IPv6Address((0x2002 << 112) | (number << 80) | 1)

    assert is_public(str(nat64)) is is_public(str(address))
    assert is_public(str(address)) or not is_public(str(sixtofour))
    assert not is_public(f"::ffff:{address}")


@given(st.text(max_size=40))
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert not is_public(text + "x")


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_a_url_that_could_lead_inwards_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked(url)

    assert refusal.value.field == "url"
    assert refusal.value.details["problem"] == "URL_NOT_ALLOWED"


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "authority"),
    [
        ("https://Hook.Example.COM", "hook.example.com", 443, "/", "hook.example.com"),
        ("https://hook.example.com:8443/a?b=c", "hook.example.com", 8443, "/a?b=c", "hook.example.com:8443"),
        ("https://hook.example.com.:443/", "hook.example.com", 443, "/", "hook.example.com"),
        ("https://bücher.example/ä", "xn--bcher-kva.example", 443, "/ä", "xn--bcher-kva.example"),
        ("https://1.1.1.1/", "1.1.1.1", 443, "/", "1.1.1.1"),
        ("https://[2606:4700::1111]:8443/", "2606:4700::1111", 8443, "/", "[2606:4700::1111]:8443"),
    ],
)
def test_a_url_is_taken_apart(url: str, host: str, port: int, path: str, authority: str) -> None:
    target = checked(url)

    assert (target.scheme, target.host, target.port, target.path) == ("https", host, port, path)
    assert target.authority == authority
    assert not target.is_allowed


def test_a_host_the_operator_named_may_be_anywhere_and_without_tls() -> None:
    target = checked("http://127.0.0.1:9000/hook", allowed=("127.0.0.1:9000",))

    assert target.is_allowed
    assert target.scheme == "http"


def test_another_port_of_a_named_host_is_not_named() -> None:
    with pytest.raises(InvalidInput):
        checked("http://127.0.0.1:9001/hook", allowed=("127.0.0.1:9000",))


def test_a_named_host_is_not_reached_with_a_user_in_its_url() -> None:
    with pytest.raises(InvalidInput):
        checked("http://x@127.0.0.1:9000/hook", allowed=("127.0.0.1:9000",))


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    for url in (text, f"https://{text}", f"https://{text}/x"):
        try:
            target = checked(url)
        except InvalidInput:
            continue
        assert target.scheme == "https"
        assert target.port in (443, 8443)
        assert target.host.isascii()
