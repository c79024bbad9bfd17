"""`chatbookr webhooks`: which stored documents this version's schema no longer fits; run it before an upgrade."""

import asyncio
import os
import sys

from chatbookr_core.migration import at_these_tables
from chatbookr_core.settings import settings_from
from chatbookr_core.webhooks.queries import stored_documents
from chatbookr_schema.build import partner_schema
from chatbookr_schema.webhook_payloads import deprecations_in, problem_with


def run() -> int:
    """Print what is wrong with the documents of enabled endpoints; 1 where one can no longer be executed."""
    return asyncio.run(_print(settings_from(os.environ).database_url))


async def _print(database_url: str) -> int:
    async with at_these_tables(database_url, work="operator"):
        stored = await stored_documents()
    schema, broken = partner_schema(), 0
    for one in stored:
        problem = problem_with(schema, one.document)
        going = deprecations_in(schema, one.document) if problem is None else []
        found = [f"broken: {problem}"] if problem else [f"will break: {text}" for text in going]
        broken += problem is not None
        who = f"endpoint {one.endpoint_id} of key {one.api_key!r}, clinic {one.clinic!r}"
        sys.stdout.writelines(f"{who}: {text}\n" for text in found)
    sys.stdout.write(f"{len(stored)} stored documents, {broken} no longer fit\n")
    return 1 if broken else 0
