"""Reads once what each application and each HTTP client would read from the disk anew, for thousands of them.

What distributions offer is in a file of each; whom the world trusts is two hundred certificates; and the HTTP client
looks through every folder of Python's path, four times a request, for a library that is not there.
"""

import os
import ssl
import sys
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Any

import httpx
import pytest
from httpx._transports import default

from chatbookr_core.channels import registry
from chatbookr_core.keys import providers
from chatbookr_core.secret_stores import references


def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what was read be remembered."""
    look = cache(entry_points)
    for module in (registry, providers, references):
        monkeypatch.setattr(module, "entry_points", look)
    if find_spec("sniffio") is None:
        monkeypatch.setitem(sys.modules, "sniffio", None)  # so that its import fails at once
    monkeypatch.setattr(default, "create_ssl_context", _trusting(httpx.create_ssl_context))


def _trusting(create: Any) -> Any:
    world = cache(create)

    def context(verify: Any = True, cert: Any = None, trust_env: bool = True) -> ssl.SSLContext:
        others = trust_env and (os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR"))
        made: ssl.SSLContext = (
            world() if verify is True and cert is None and not others else create(verify, cert, trust_env)
        )
        return made

    return context
