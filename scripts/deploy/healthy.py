#!/usr/bin/env python3
"""Ends with 0 where the process with this environment answers, a worker or the API: the Dockerfile's HEALTHCHECK.

Whether it lives, not whether the database is there: who ends what is unhealthy would end all there is while that is
away. With `--wait SECONDS` it asks until it does, or the time is up.
"""

import argparse
import os
import ssl
import sys
import time
from urllib.request import HTTPSHandler, ProxyHandler, build_opener

EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104  # it asks there, and binds nothing
SECONDS = 4.0


def address() -> str:
    """Say where the process tells how it is, by the settings it was started with."""
    worker_port = os.environ.get("CHATBOOKR_WORKER_PORT", "0") or "0"
    is_worker = worker_port != "0"
    host = os.environ.get("CHATBOOKR_HOST", "")
    host = "127.0.0.1" if host in EVERYWHERE else host
    port = worker_port if is_worker else os.environ.get("CHATBOOKR_PORT", "") or "8000"
    scheme = "https" if os.environ.get("CHATBOOKR_TLS_CERTIFICATE") and not is_worker else "http"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}/health/live"


def failure() -> str:
    """Ask once: what went wrong, or nothing."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # it asks itself, by an address
    opener = build_opener(ProxyHandler({}), HTTPSHandler(context=context))
    try:
        with opener.open(address(), timeout=SECONDS):  # an answer above 399 is raised
            return ""
    except OSError as problem:
        return f"{address()}: {problem}"


def main() -> int:
    """Ask, until it answers where it may take a while."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wait", type=float, default=0.0, metavar="SECONDS", help="how long it may take to answer")
    until = time.monotonic() + parser.parse_args().wait
    while problem := failure():
        if time.monotonic() >= until:
            sys.stderr.write(f"{problem}\n")
            return 1
        time.sleep(0.2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
