"""Write the schema of each surface of the API to schema/, or with --check say whether the committed ones are true."""

import argparse
import sys
from pathlib import Path
from typing import Literal

from chatbookr_schema.build import schema_of
from chatbookr_schema.desk import desk_schema
from chatbookr_schema.field import Surface

FOLDER = Path(__file__).parent.parent / "schema"
TARGETS: dict[Surface | Literal["desk"], Path] = {
    "staff": FOLDER / "schema.graphql",
    "partner": FOLDER / "partner.graphql",
    "desk": FOLDER / "operators.graphql",
}
HEADER = "# Written by scripts/export_schema.py: change the Python, then run it again.\n\n"


def exported(surface: Surface | Literal["desk"]) -> str:
    """Return a file's whole text; `desk` is operators' own business."""
    schema = desk_schema() if surface == "desk" else schema_of(surface)
    return HEADER + schema.as_str().rstrip() + "\n"


def main(*, is_check: bool) -> int:
    """Write, or check; 1 where a committed file is out of date."""
    stale = 0
    for surface, target in TARGETS.items():
        if not is_check:
            target.write_text(exported(surface), encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != exported(surface):
            sys.stderr.write(f"schema/{target.name} is out of date: run scripts/export_schema.py\n")
            stale = 1
    return stale


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    raise SystemExit(main(is_check=parser.parse_args().check))
