"""Write the migration that brings both databases to the models as they stand: make_migrations.py NAME [--empty].

aerich writes SQL in the dialect of a connection, so each dialect has a folder and a process of its own. No server is
needed: the last migration holds the models as they were.
"""

import argparse
import asyncio
import subprocess
import sys

from aerich import Command

from chatbookr_core.db import Dialect, opened, tortoise_config
from chatbookr_core.migration import MODULES, folder_of

URLS: dict[Dialect, str] = {"sqlite": "sqlite://:memory:", "postgres": "postgresql://postgres@127.0.0.1/none"}


async def write(name: str, dialect: Dialect, *, is_empty: bool) -> str:
    """Write one dialect's file and return its name ("" when the models have not changed)."""
    url, folder = URLS[dialect], folder_of(dialect)
    async with opened(url, modules=MODULES):
        command = Command(tortoise_config(url, modules=MODULES), app="models", location=str(folder.parent))
        if not any(folder.glob("[0-9]*_*.py")):
            folder.rmdir() if folder.exists() else None
            await command.init_migrations(safe=False)
            return "the first migration"
        await command.init(offline=True)
        return await command.migrate(name, empty=is_empty, no_input=True, offline=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--empty", action="store_true", help="for SQL written by hand")
    parser.add_argument("--dialect", choices=sorted(URLS))
    options = parser.parse_args()
    if options.dialect:
        sys.stdout.write(
            f"{options.dialect}: {asyncio.run(write(options.name, options.dialect, is_empty=options.empty))}\n"
        )
        return 0
    for dialect in sorted(URLS):  # aerich keeps what it found in class attributes: one process each
        subprocess.run([sys.executable, __file__, *sys.argv[1:], "--dialect", dialect], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
