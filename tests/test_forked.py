import os
import signal
import subprocess
from pathlib import Path

import pytest
from tests.forked import Forked, forked

pytestmark = pytest.mark.e2e  # whole processes are started


def begun(folder: Path, program: str, **more: str) -> Forked:
    (folder / "program.py").write_text(program)
    return forked(
        ["program.py", "first"], folder=folder, environment={**os.environ, **more}, log=folder / "program.log"
    )


def test_a_fork_is_the_process_that_was_asked_for(tmp_path: Path) -> None:
    program = (
        "import os, sys; print(os.getcwd(), sys.argv[1], os.environ['OWN'], os.getsid(0), flush=True); sys.exit(3)"
    )

    process = begun(tmp_path, program, OWN="word")

    assert process.wait(60) == 3
    assert process.said.split() == [str(tmp_path), "first", "word", str(process.pid)]
    assert "OWN" not in os.environ


def test_it_is_killed_as_others_are(tmp_path: Path) -> None:
    process = begun(tmp_path, "import os, signal; print('last', flush=True); os.kill(os.getpid(), signal.SIGKILL)")

    assert process.wait(60) == -signal.SIGKILL
    assert process.said == "last\n"


async def test_it_ends_when_asked_to_and_not_before(tmp_path: Path) -> None:
    process = begun(tmp_path, "import time; time.sleep(60)")

    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.1)
    process.terminate()

    assert await process.ended() == -signal.SIGTERM


def test_what_it_fails_of_is_among_its_words(tmp_path: Path) -> None:
    process = begun(tmp_path, "raise ValueError('so')")

    assert process.wait(60) == 1
    assert "ValueError: so" in process.said


def test_what_each_would_begin_with_is_behind_it(tmp_path: Path) -> None:
    program = (
        "import sys; imported = set(sys.modules) >= {'aerich', 'chatbookr_whatsapp.channel', 'chatbookr_gcal.client'}\n"
        "import gc; from chatbookr_schema.build import schema_of\n"
        "print(imported, schema_of.cache_info().currsize, gc.isenabled(), gc.get_freeze_count() > 100_000)"
    )

    process = begun(tmp_path, program)

    assert process.wait(60) == 0
    assert process.said.split() == ["True", "2", "True", "True"]
