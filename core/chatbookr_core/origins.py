"""Origins as browsers write them (RFC 6454): what a page is of, and what an authenticator signs."""

from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


def origin_of(url: str) -> str:
    """Write the origin of a URL as browsers do."""
    parts = urlsplit(url.strip().lower())
    default = f":{DEFAULT_PORTS.get(parts.scheme)}"
    return f"{parts.scheme}://{parts.netloc.removesuffix(default)}"
