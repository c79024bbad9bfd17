"""Whether a token's signature is a provider's: by one of its published keys, and by an algorithm that is listed here.

What a token's header says about keys is never followed (RFC 8725): neither `jwk` nor `jku`, `x5u`, `x5c`, nor `crit`.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from chatbookr_core.people.oidc.claims import Untrue

ALGORITHMS: Final[Mapping[str, str]] = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}
"""The algorithms that count, and the kind of key each takes."""
REFUSED_HEADERS: Final = frozenset({"jwk", "jku", "x5u", "x5c", "crit", "b64", "zip", "enc"})
TYPES: Final = (None, "JWT", "jwt")
LOGOUT_TYPES: Final = (*TYPES, "logout+jwt")
TOKEN_CHARS: Final = 16_000
FEWEST_RSA_CHARS: Final = 342  # a modulus of 2048 bits, in base64url
MOST_RSA_CHARS: Final = 1366  # 8192 bits: more would only cost us time

Key = Mapping[str, Any]


def header_of(token: str, types: tuple[str | None, ...] = TYPES) -> tuple[str, str | None]:
    """Read which algorithm and key a token says it is signed by. Raises Untrue for what is refused unseen."""
    if len(token) > TOKEN_CHARS or token.count(".") != 2:
        raise Untrue("form")
    try:
        raw = token.split(".")[0]
        header = json.loads(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))
    except (ValueError, RecursionError, binascii.Error):
        raise Untrue("form") from None
    if not isinstance(header, dict) or REFUSED_HEADERS & set(header):
        raise Untrue("header")
    algorithm, key_id, kind = header.get("alg"), header.get("kid"), header.get("typ")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise Untrue("alg")
    if key_id is not None and not isinstance(key_id, str):
        raise Untrue("kid")
    if kind not in types:
        raise Untrue("typ")
    return algorithm, key_id


def is_usable(key: object, algorithm: str) -> bool:
    """Tell whether a published key can have signed by an algorithm: public, of its kind, and not too weak."""
    if not isinstance(key, dict) or key.get("kty") != ALGORITHMS[algorithm] or "d" in key:
        return False
    if key.get("use", "sig") != "sig" or key.get("alg", algorithm) != algorithm:
        return False
    if key["kty"] == "RSA":
        modulus = key.get("n")
        return isinstance(modulus, str) and FEWEST_RSA_CHARS <= len(modulus) <= MOST_RSA_CHARS
    return key.get("crv") == ("P-256" if key["kty"] == "EC" else "Ed25519")


def claims_of(token: str, key: Key) -> Mapping[str, Any]:
    """Return what a token says, where the key has signed it; the header was read before. Raises Untrue."""
    from joserfc import jws  # heavy, and only needed at a log-in
    from joserfc.errors import JoseError
    from joserfc.jwk import import_key

    public = {name: value for name, value in key.items() if name not in ("x5c", "x5u", "key_ops")}
    try:
        signed = jws.deserialize_compact(token, import_key(public), registry=_registry())
        claims = json.loads(signed.payload or b"")
    except (JoseError, ValueError, TypeError, RecursionError):
        raise Untrue("signature") from None
    if not isinstance(claims, dict):
        raise Untrue("form")
    return claims


@cache
def _registry() -> Any:
    """Joserfc's algorithms, but the listed ones alone: nothing that a token's header says adds one."""
    from joserfc.jws import JWSRegistry

    class Listed(JWSRegistry):
        def get_alg(self, name: str) -> Any:
            if name not in ALGORITHMS:
                raise Untrue("alg")
            return self.algorithms[name]

    return Listed(strict_check_header=False)
