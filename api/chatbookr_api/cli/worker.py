"""`chatbookr worker`: a worker process for Redis or RabbitMQ; start as many as there is work for."""

import os
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from chatbookr_api.cli.logs import log_lines
from chatbookr_api.cli.ports import check_port
from chatbookr_api.cli.worker_health import Worker, telling
from chatbookr_api.payloads import LazyPayloads
from chatbookr_api.telemetry import telemetry_from
from chatbookr_core.deployment import deployment_from
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.settings import Settings, settings_from


def run() -> int:
    """Work until SIGTERM, then end what was begun."""
    from chatbookr_workers.jobs import run_worker

    settings = settings_from(os.environ)
    log_lines(settings.log_format)
    if settings.is_embedded:
        raise InvalidSettings("With CHATBOOKR_BROKER_URL=memory:// the worker lives in `chatbookr serve`.")
    if settings.worker_port:
        check_port(settings.host, settings.worker_port, "CHATBOOKR_WORKER_PORT")
    payloads = LazyPayloads(telemetry_from(settings))
    run_worker(settings, lambda: deployment_from(settings, payloads=payloads), watched=partial(_watched, settings))
    return 0


def _watched(settings: Settings, worker: Worker) -> AbstractContextManager[None]:
    return telling(worker, settings.host, settings.worker_port) if settings.worker_port else nullcontext()
