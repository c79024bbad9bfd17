"""Write the API's schema to schema/schema.graphql, or with --check say whether the committed one is the true one."""

import sys
from pathlib import Path

from chatbookr_schema.build import staff_schema

TARGET = Path(__file__).parent.parent / "schema" / "schema.graphql"
HEADER = "# Written by scripts/export_schema.py: change the Python, then run it again.\n\n"


def exported() -> str:
    """Return the file's whole text."""
    return HEADER + staff_schema().as_str().rstrip() + "\n"


def main(arguments: list[str]) -> int:
    """Write, or check; 1 where the committed file is out of date."""
    if "--check" not in arguments:
        TARGET.write_text(exported(), encoding="utf-8")
        return 0
    is_true = TARGET.exists() and TARGET.read_text(encoding="utf-8") == exported()
    if not is_true:
        sys.stderr.write("schema/schema.graphql is out of date: run scripts/export_schema.py\n")
    return 0 if is_true else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
