"""What holds for all tests, those of the plugins' distributions as well."""

import pytest


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what is marked nightly, unless somebody asks for it by that mark."""
    if item.get_closest_marker("nightly") and "nightly" not in item.config.getoption("markexpr"):
        pytest.skip("takes minutes: run with -m nightly")
