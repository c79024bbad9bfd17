"""Every job this product knows, declared by importing their modules, and the workers that run them."""

from chatbookr_workers import bookings, calendars, inbound, mail, outbound, upkeep, webhooks
from chatbookr_workers.runtime import EmbeddedWorker, run_worker

__all__ = ["EmbeddedWorker", "bookings", "calendars", "inbound", "mail", "outbound", "run_worker", "upkeep", "webhooks"]
