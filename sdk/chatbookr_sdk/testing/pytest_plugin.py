"""What pytest loads with the SDK, so that a failing conformance check shows the values it compared."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Have the suites' assertions rewritten like those of test files; they are imported later, by the author."""
    pytest.register_assert_rewrite(
        *(f"chatbookr_sdk.testing.{name}" for name in ("suite", "messaging", "calendar", "keys"))
    )
