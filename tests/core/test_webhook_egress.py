"""The way out, over real sockets: what is connected to, what is believed, and how long any of it may take."""

import asyncio
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.receiver import Authority, Reply, make_authority, receiving

from chatbookr_core.errors import InvalidSettings
from chatbookr_core.settings import Settings, settings_from
from chatbookr_core.webhooks.addresses import is_public
from chatbookr_core.webhooks.egress import MOST_ANSWER_BYTES, Egress

pytestmark = pytest.mark.integration
NAME = "hook.example.com"
HERE = "127.0.0.1"


class Names:
    """A name system whose answers are given in turn, the last one for ever; it counts who asks."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(autouse=True)
def no_name_is_looked_up_by_anybody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a name reaches the system's own resolver: connecting must go by address."""
    original = socket.getaddrinfo

    def guarded(host: Any, *rest: Any, **options: Any) -> Any:
        assert host in (HERE, "127.0.0.2", "::1", None), host
        return original(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", guarded)


def way_out(authority: Authority, names: Names, port: int, **options: Any) -> Egress:
    """Make a way out for which 127.0.0.1, and it alone, is as good as the public internet."""
    given = {"is_open": lambda address: address == HERE, **options}
    return Egress(ports=[port], resolve=names, trust=authority.trust, **given)


async def test_the_name_is_in_host_and_in_tls_and_the_address_in_the_connection(authority: Authority) -> None:
    names, tls = Names([HERE]), authority.serve(NAME)
    named: list[str | None] = []
    tls.sni_callback = lambda _socket, name, _context: named.append(name)
    async with receiving(tls=tls) as receiver:
        answer = await way_out(authority, names, receiver.port).post(
            f"https://{NAME}:{receiver.port}/hook?a=b", {"x-one": "1"}, b'{"a": 1}'
        )

    (request,) = receiver.received
    assert (answer.status, answer.error) == (200, None)
    assert (request.method, request.path, request.body) == ("POST", "/hook?a=b", b'{"a": 1}')
    assert request.headers["host"] == f"{NAME}:{receiver.port}"
    assert request.headers["x-one"] == "1"
    assert named == [NAME]
    assert names.asked == [NAME]


async def test_a_name_that_changes_its_mind_is_not_asked_twice(authority: Authority) -> None:
    """Prove DNS rebinding impossible: the checked answer is the one connected to, whatever would come next."""
    tls = authority.serve(NAME)
    async with receiving(tls=tls) as public, receiving(host="127.0.0.2", tls=tls) as inside:
        names = Names([HERE], ["127.0.0.2"])
        out = way_out(authority, names, public.port)

        first = await out.post(f"https://{NAME}:{public.port}/", {}, b"1")
        second = await out.post(f"https://{NAME}:{public.port}/", {}, b"2")

    assert first.status == 200
    assert second.error == "address_refused"  # asked anew for the next delivery, and checked anew
    assert [request.body for request in public.received] == [b"1"]
    assert inside.connections == 0
    assert names.asked == [NAME, NAME]


@pytest.mark.parametrize("found", [["127.0.0.1", "127.0.0.2"], ["127.0.0.2", "127.0.0.1"], ["::1", "127.0.0.1"]])
async def test_one_bad_address_among_good_ones_is_enough(authority: Authority, found: list[str]) -> None:
    async with receiving(tls=authority.serve(NAME)) as receiver:
        answer = await way_out(authority, Names(found), receiver.port).post(f"https://{NAME}:{receiver.port}/", {}, b"")

    assert (answer.status, answer.error) == (None, "address_refused")
    assert receiver.connections == 0


@pytest.mark.parametrize("found", ["127.0.0.1", "169.254.169.254", "10.1.2.3", "100.64.0.1", "::ffff:127.0.0.1"])
async def test_a_public_name_of_an_inner_address_is_not_connected_to(authority: Authority, found: str) -> None:
    async with receiving(tls=authority.serve(NAME)) as receiver:
        out = way_out(authority, Names([found]), receiver.port, is_open=is_public)
        answer = await out.post(f"https://{NAME}:{receiver.port}/", {}, b"")

    assert answer.error == "address_refused"
    assert receiver.connections == 0


async def test_an_address_that_does_not_answer_is_followed_by_the_next(authority: Authority) -> None:
    async with receiving(tls=authority.serve(NAME)) as receiver:
        out = way_out(authority, Names(["127.0.0.2", HERE]), receiver.port, is_open=lambda _: True)
        answer = await out.post(f"https://{NAME}:{receiver.port}/", {}, b"")

    assert answer.status == 200


async def test_a_certificate_of_another_name_is_not_believed(authority: Authority) -> None:
    async with receiving(tls=authority.serve("other.example.com", HERE)) as receiver:
        answer = await way_out(authority, Names([HERE]), receiver.port).post(
            f"https://{NAME}:{receiver.port}/", {}, b"secret"
        )

    assert (answer.status, answer.error) == (None, "tls")
    assert receiver.received == []


async def test_a_certificate_of_an_unknown_authority_is_not_believed(authority: Authority, tmp_path: Path) -> None:
    async with receiving(tls=make_authority(tmp_path).serve(NAME)) as receiver:
        answer = await way_out(authority, Names([HERE]), receiver.port).post(
            f"https://{NAME}:{receiver.port}/", {}, b"secret"
        )

    assert answer.error == "tls"
    assert receiver.received == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_not_followed(authority: Authority, status: int) -> None:
    async with receiving(tls=authority.serve(NAME)) as receiver, receiving() as inside:
        receiver.replies = [Reply(status, {"location": f"http://{HERE}:{inside.port}/secrets"})]
        answer = await way_out(authority, Names([HERE]), receiver.port).post(
            f"https://{NAME}:{receiver.port}/", {}, b""
        )

    assert answer.status == status
    assert inside.connections == 0


async def test_proxies_of_the_environment_are_not_asked(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiving(tls=authority.serve(NAME)) as receiver, receiving() as proxy:
        for variable in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "all_proxy"):
            monkeypatch.setenv(variable, f"http://{HERE}:{proxy.port}")
        answer = await way_out(authority, Names([HERE]), receiver.port).post(
            f"https://{NAME}:{receiver.port}/", {}, b""
        )

    assert answer.status == 200
    assert proxy.connections == 0


async def test_a_slow_receiver_is_left_in_time(authority: Authority) -> None:
    async with receiving(tls=authority.serve(NAME)) as receiver:
        receiver.replies = [Reply(wait_seconds=30)]
        answer = await way_out(authority, Names([HERE]), receiver.port, whole_seconds=0.4).post(
            f"https://{NAME}:{receiver.port}/", {}, b""
        )

    assert (answer.status, answer.error) == (None, "timeout")
    assert 400 <= answer.duration_ms < 30_000


async def test_a_receiver_that_never_speaks_tls_is_left_in_time(authority: Authority) -> None:
    async with receiving() as receiver:
        answer = await way_out(authority, Names([HERE]), receiver.port, connect_seconds=0.3).post(
            f"https://{NAME}:{receiver.port}/", {}, b""
        )

    assert answer.error == "connect_timeout"
    assert answer.duration_ms < 5000


async def test_an_endless_answer_is_cut_off(authority: Authority) -> None:
    async with receiving() as receiver:
        receiver.replies = [Reply(is_endless=True, body=b"")]
        out = Egress(ports=[], allowed_hosts=[f"{HERE}:{receiver.port}"])
        answer = await out.post(f"http://{HERE}:{receiver.port}/", {}, b"")

    assert answer.status == 200
    assert receiver.sent_bytes < 100 * MOST_ANSWER_BYTES  # what sockets hold in between, and no more


@pytest.mark.parametrize(
    ("reply", "status", "error"),
    [
        (Reply(is_cut=True), None, "broken"),
        (Reply(500), 500, None),
        (Reply(410), 410, None),
        (Reply(204, body=b""), 204, None),
    ],
)
async def test_what_comes_back_is_told(
    authority: Authority, reply: Reply, status: int | None, error: str | None
) -> None:
    async with receiving(tls=authority.serve(NAME)) as receiver:
        receiver.replies = [reply]
        answer = await way_out(authority, Names([HERE]), receiver.port).post(
            f"https://{NAME}:{receiver.port}/", {}, b""
        )

    assert (answer.status, answer.error) == (status, error)


async def test_the_wish_to_be_left_alone_is_handed_on(authority: Authority) -> None:
    async with receiving(tls=authority.serve(NAME)) as receiver:
        receiver.replies = [Reply(429, {"Retry-After": "77"})]
        answer = await way_out(authority, Names([HERE]), receiver.port).post(
            f"https://{NAME}:{receiver.port}/", {}, b""
        )

    assert (answer.status, answer.retry_after) == (429, "77")


async def test_nobody_there_and_no_such_name_are_answers_too(authority: Authority) -> None:
    async def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror("no such name")

    closed = await asyncio.start_server(lambda _reader, _writer: None, HERE, 0)
    port = closed.sockets[0].getsockname()[1]
    closed.close()
    await closed.wait_closed()

    nobody = await way_out(authority, Names([HERE]), port).post(f"https://{NAME}:{port}/", {}, b"")
    nowhere = await Egress(ports=[443], resolve=unknown).post(f"https://{NAME}/", {}, b"")
    nothing = await Egress(ports=[443], resolve=Names([])).post(f"https://{NAME}/", {}, b"")
    refused = await Egress(ports=[443], resolve=Names([HERE])).post("http://hook.example.com/", {}, b"")

    assert [one.error for one in (nobody, nowhere, nothing, refused)] == ["connect", "dns", "dns", "url_refused"]


async def test_a_host_the_operator_named_is_reached_without_tls() -> None:
    async with receiving() as receiver:
        settings = Settings(webhook_allowed_hosts=(f"{HERE}:{receiver.port}",))
        answer = await Egress.of(settings).post(f"http://{HERE}:{receiver.port}/", {}, b"hello")

    assert answer.status == 200
    assert receiver.received[0].body == b"hello"


def test_settings_name_ports_and_hosts_and_production_refuses_hosts() -> None:
    settings = settings_from(
        {"CHATBOOKR_WEBHOOK_PORTS": "443,9443", "CHATBOOKR_WEBHOOK_ALLOWED_HOSTS": "LocalHost:9000"}
    )

    assert settings.webhook_ports == (443, 9443)
    assert settings.webhook_allowed_hosts == ("localhost:9000",)
    for value in ("", "0", "99999", "https", "-1"):
        if value:
            with pytest.raises(InvalidSettings, match="WEBHOOK_PORTS"):
                settings_from({"CHATBOOKR_WEBHOOK_PORTS": value})
    with pytest.raises(InvalidSettings, match="not in production"):
        settings_from(
            {
                "CHATBOOKR_ENVIRONMENT": "production",
                "CHATBOOKR_PUBLIC_URL": "https://clinic.example",
                "CHATBOOKR_WEBHOOK_ALLOWED_HOSTS": "localhost:9000",
            }
        )
