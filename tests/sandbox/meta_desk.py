"""The sandbox as a clinic meets it, for tests of what it takes and shows."""

from collections.abc import AsyncIterator

import pytest
from tests.sandbox.meta_sandbox import (
    MetaSandbox,
    meta_sandbox,
)


@pytest.fixture
async def sandbox() -> AsyncIterator[MetaSandbox]:
    async with meta_sandbox() as running:
        yield running
