"""Whose request it is and where it comes from; foreign pages get no use of the session cookie."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotAuthenticated, NotPermitted
from chatbookr_core.origins import origin_of
from chatbookr_core.partners.rules import is_within
from chatbookr_core.people.origin import Origin
from chatbookr_core.people.sessions import actor_for_token
from chatbookr_core.scope import admit
from chatbookr_core.settings import Settings
from chatbookr_permissions.actor import StaffActor

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
SAME_SITE = ("same-origin", "none")


def cookie_name(settings: Settings) -> str:
    """Name the session cookie: `__Host-` pins it to this host and to https, which plain http cannot have."""
    return "__Host-chatbookr" if is_https(settings) else "chatbookr"


def device_cookie(settings: Settings) -> str:
    """Begin the names of the cookies by which a browser is known again, one for each account."""
    return f"{cookie_name(settings)}-device-"


def whence(connection: HTTPConnection, settings: Settings) -> Origin:
    """Say where a request comes from: by trusted hops alone, with the devices' tokens of its cookies."""
    prefix = device_cookie(settings)
    return Origin(
        peer_of(connection, settings),
        connection.headers.get("user-agent", ""),
        tuple(value for name, value in connection.cookies.items() if name.startswith(prefix)),
    )


def is_https(settings: Settings) -> bool:
    """Tell whether browsers reach this deployment over https."""
    return settings.public_url.startswith("https://")


def bearer_token(header: str) -> str | None:
    """Read `Bearer <token>` (RFC 6750, section 2.1); None where there is no Authorization header.

    Raises NotAuthenticated for any other scheme: credentials were meant, and are not credentials.
    """
    if not header.strip():
        return None
    scheme, _, token = header.strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotAuthenticated("Send `Authorization: Bearer <token>`.")
    return token.strip()


def token_of(connection: HTTPConnection, settings: Settings) -> str | None:
    """Return the token a request carries; the cookie counts only where no foreign page can have sent it.

    Raises NotAuthenticated (malformed Authorization) and NotPermitted (a cookie from a foreign origin).
    """
    bearer = bearer_token(connection.headers.get("authorization", ""))
    if bearer is not None:
        return bearer
    cookie = connection.cookies.get(cookie_name(settings))
    if cookie and connection.scope.get("method", "GET") not in SAFE_METHODS:
        check_origin(connection, settings)
    return cookie or None


def check_origin(connection: HTTPConnection, settings: Settings) -> None:
    """Raises NotPermitted where a browser says that a page of another origin is asking."""
    origin = connection.headers.get("origin")
    if origin is None:
        if connection.headers.get("sec-fetch-site", "none") not in SAME_SITE:
            raise NotPermitted("That page may not do this in your name.")
        return
    if not is_own_origin(origin, connection.headers.get("host", ""), settings):
        raise NotPermitted("That page may not do this in your name.")


def check_person(connection: HTTPConnection) -> None:
    """Raises NotPermitted where a browser says that no person led it here: a picture, a frame, a page that forwards it.

    Fetch Metadata Request Headers, sections 2.1 to 2.4; who sends none is no browser that a page could use.
    """
    said = connection.headers
    site, is_led = said.get("sec-fetch-site", "none"), said.get("sec-fetch-user") == "?1"
    is_page = (said.get("sec-fetch-mode", "navigate"), said.get("sec-fetch-dest", "document")) == (
        "navigate",
        "document",
    )
    if not is_page or (site not in SAME_SITE and not is_led):
        raise NotPermitted("Open that page yourself: no other may log you in.")


def is_own_origin(origin: str, host: str, settings: Settings) -> bool:
    """Tell whether an origin is this deployment's own, or one it was told to trust."""
    trusted = {origin_of(settings.public_url), *(origin_of(one) for one in settings.allowed_origins)}
    return origin_of(origin) in trusted or urlsplit(origin).netloc.lower() == host.lower() != ""


def peer_of(connection: HTTPConnection, settings: Settings) -> str | None:
    """Return the address a request comes from: the peer's, or what the proxies we were told to trust say of theirs.

    X-Forwarded-For is read from its end, where our own proxy wrote, to the first address that is none of ours: what
    stands before that one anybody can have sent. None where nobody knows.
    """
    peer = connection.client.host if connection.client else None
    trusted = settings.trusted_proxies
    if not trusted or not is_within(trusted, peer):
        return peer
    hops = [hop.strip() for line in connection.headers.getlist("x-forwarded-for") for hop in line.split(",")]
    return next((hop for hop in reversed(hops) if not is_within(trusted, hop)), peer)


async def find_staff(connection: HTTPConnection, deployment: Deployment) -> StaffActor | None:
    """Return who is asking, and admit them to the rows of their clinics; None for nobody.

    Raises NotAuthenticated for a token that holds no (longer).
    """
    token = token_of(connection, deployment.settings)
    if token is None:
        return None
    actor = await actor_for_token(token, deployment.clock.now())
    if actor is None:
        raise NotAuthenticated("The session is over: log in again.")
    admit(actor.clinic_ids)
    return actor


async def staff_of(connection: HTTPConnection) -> StaffActor:
    """Return who is asking. Raises NotAuthenticated for nobody."""
    actor = await find_staff(connection, connection.app.state.deployment)
    if actor is None:
        raise NotAuthenticated()
    return actor
