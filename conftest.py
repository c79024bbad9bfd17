"""What holds for all tests, those of the plugins' distributions as well."""

import pytest


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what is marked nightly, unless somebody asks for it by that mark; what could not run fails by day."""
    if item.get_closest_marker("nightly") and "nightly" not in item.config.getoption("markexpr"):
        if missing := fixtures_missing(item):
            pytest.fail(f"there is no fixture {', '.join(missing)}: it could not run at night", pytrace=False)
        pytest.skip("takes minutes: run with -m nightly")


def fixtures_missing(item: pytest.Item) -> list[str]:
    """Name the fixtures a test asks for that nobody lends; pytest itself would say so as it sets the test up."""
    if not isinstance(item, pytest.Function):
        return []
    known = item._fixtureinfo.name2fixturedefs  # there is no public way to ask
    return [name for name in item.fixturenames if name not in known and name != "request"]
