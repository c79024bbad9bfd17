"""Pin every dependency, with hashes, for every platform and Python the project runs on: three files, one truth.

The developers' and the build's pins are constrained by those that run, so one environment can hold all three.
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
COMPILE = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
COMPILE += ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"]
LOCKS = {
    "requirements.lock": ["pyproject.toml"],
    "requirements-build.lock": ["--group", "build"],
    "requirements-dev.lock": ["--extra", "dev", "pyproject.toml", "--constraint", "requirements.lock"],
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="to the newest versions that fit")
    upgrade = ["--upgrade"] if parser.parse_args().upgrade else []
    for name, arguments in LOCKS.items():
        sys.stdout.write(f"{name} ...\n")
        subprocess.run(
            [Path(sys.executable).parent / COMPILE[0], *COMPILE[1:], *upgrade, *arguments, "-o", name],
            check=True,
            cwd=ROOT,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
