"""`chatbookr worker`: a worker process for Redis or RabbitMQ; start as many as there is work for."""

import logging
import os

from chatbookr_api.payloads import LazyPayloads
from chatbookr_api.telemetry import telemetry_from
from chatbookr_core.deployment import deployment_from
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.settings import settings_from


def run() -> int:
    """Work until SIGTERM, then end what was begun."""
    from chatbookr_workers.jobs import run_worker

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs whole addresses, and some of them hold proofs
    settings = settings_from(os.environ)
    if settings.is_embedded:
        raise InvalidSettings("With CHATBOOKR_BROKER_URL=memory:// the worker lives in `chatbookr serve`.")
    payloads = LazyPayloads(telemetry_from(settings))
    run_worker(settings, lambda: deployment_from(settings, payloads=payloads))
    return 0
