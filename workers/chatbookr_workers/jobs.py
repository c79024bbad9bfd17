"""Every job this product knows, declared by importing their modules, and the workers that run them."""

from chatbookr_workers import (
    anomalies,
    bookings,
    calendars,
    channels,
    erasure,
    exports,
    inbound,
    incidents,
    keys,
    mail,
    media,
    outbound,
    provider_ids,
    retention,
    templates,
    upkeep,
    webhooks,
)
from chatbookr_workers.runtime import EmbeddedWorker, run_worker

__all__ = [
    "EmbeddedWorker",
    "anomalies",
    "bookings",
    "calendars",
    "channels",
    "erasure",
    "exports",
    "inbound",
    "incidents",
    "keys",
    "mail",
    "media",
    "outbound",
    "provider_ids",
    "retention",
    "run_worker",
    "templates",
    "upkeep",
    "webhooks",
]
