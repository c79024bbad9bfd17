"""Write the migration that brings both databases to the models as they stand: make_migrations.py NAME [--empty].

aerich writes SQL in the dialect of a connection, so each dialect has a folder and a process of its own. No server is
needed: the last migration holds the models as they were.
"""

import argparse
import asyncio
import subprocess
import sys
from typing import Any

from aerich import Command
from aerich.ddl import BaseDDL
from aerich.migrate import Migrate
from tortoise.models import Model

from chatbookr_core.db import Dialect, opened, tortoise_config
from chatbookr_core.migration import MODULES, folder_of, versions_of

URLS: dict[Dialect, str] = {"sqlite": "sqlite://:memory:", "postgres": "postgresql://postgres@127.0.0.1/none"}


def heed_database_defaults(ddl: BaseDDL) -> None:
    """Let aerich write a field's `db_default` into ADD COLUMN: it forgets it, and a filled table then refuses."""
    without = ddl._get_default

    def written(model: type[Model], description: dict[str, Any]) -> Any:
        field = model._meta.fields_map.get(description["name"])
        if field is None or not field.has_db_default():
            return without(model, description)
        return ddl.schema_generator._get_field_default(field, model._meta.db_table, description["db_column"], model)

    vars(ddl)["_get_default"] = written


async def write(name: str, dialect: Dialect, *, is_empty: bool) -> str:
    """Write one dialect's file and return its name ("" when the models have not changed)."""
    url, folder = URLS[dialect], folder_of(dialect)
    async with opened(url, modules=MODULES, work="migration", is_offline=True):
        command = Command(tortoise_config(url, modules=MODULES), app="models", location=str(folder.parent))
        if not any(folder.glob("[0-9]*_*.py")):
            if folder.exists():
                folder.rmdir()  # aerich begins with no folder at all
            await command.init_migrations(safe=False)
            return "the first migration"
        await command.init(offline=True)
        heed_database_defaults(Migrate.ddl)
        return await command.migrate(name, empty=is_empty, no_input=True, offline=True)


def name_alike() -> None:
    """Give what both dialects' last migrations have in number one name: the seconds between them mean nothing."""
    postgres, sqlite = versions_of("postgres"), versions_of("sqlite")
    if len(postgres) == len(sqlite) and postgres[-1] != sqlite[-1]:
        folder = folder_of("sqlite")
        (folder / sqlite[-1]).rename(folder / postgres[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--empty", action="store_true", help="for SQL written by hand")
    parser.add_argument("--dialect", choices=sorted(URLS))
    options = parser.parse_args()
    if options.dialect:
        written = asyncio.run(write(options.name, options.dialect, is_empty=options.empty))
        sys.stdout.write(f"{options.dialect}: {written or 'nothing to do'}\n")
        return 0
    for dialect in sorted(URLS):  # aerich keeps what it found in class attributes: one process each
        subprocess.run([sys.executable, __file__, *sys.argv[1:], "--dialect", dialect], check=True)
    name_alike()
    return 0


if __name__ == "__main__":
    sys.exit(main())
