"""A migrated PostgreSQL of one test's own, whose server it may stop."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.conftest import _postgres_with_roles, _run
from tests.servers import OwnPostgres, own_postgres

from chatbookr_core.migration import migrate

OwnHouse = tuple[OwnPostgres, str]
"""The server, which runs at the end as at the beginning; and the database's URL, as the app's role."""


@contextmanager
def own_house() -> Iterator[OwnHouse]:
    """Start, migrate and lend it; from a fixture that is not async."""
    with own_postgres() as server, _postgres_with_roles(server.url) as urls:
        _run(migrate(urls.migrator))
        yield server, urls.app
