"""How backups are named, kept and let go."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.backups.files import LEAST_KEPT, BackupFile, file_at, files_in, name_of, newest_of, outdated
from chatbookr_core.backups.manifest import Manifest, manifest_of
from chatbookr_core.backups.refusals import BackupFailed, BackupUnreadable
from chatbookr_core.backups.rehearsing import compare
from chatbookr_core.errors import InvalidSettings

NOW = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # Hypothesis wants them bare


@given(INSTANTS)
def test_a_name_says_when_to_the_second(instant: datetime) -> None:
    assert file_at(Path("folder") / name_of(instant)).taken_at == instant.replace(microsecond=0)


@given(st.sets(INSTANTS, max_size=12), st.integers(1, 400))
def test_the_newest_few_stay_however_old_and_what_is_young_stays_too(taken: set[datetime], kept_days: int) -> None:
    files = [BackupFile(one, Path(name_of(one))) for one in taken]

    gone = outdated(files, NOW, kept_days)

    stays = sorted(set(files) - set(gone))
    assert stays[-LEAST_KEPT:] == sorted(files)[-LEAST_KEPT:]
    assert all(NOW - one.taken_at > timedelta(days=kept_days) for one in gone)
    assert all(NOW - one.taken_at <= timedelta(days=kept_days) for one in stays[:-LEAST_KEPT])


def test_other_files_of_a_folder_are_passed_by_and_the_newest_is_found(tmp_path: Path) -> None:
    for name in (name_of(NOW), name_of(NOW - timedelta(days=1)), "chatbookr-20270301T020000Z.part", "notes.txt"):
        (tmp_path / name).touch()

    assert [one.path.name for one in files_in(tmp_path)] == [name_of(NOW - timedelta(days=1)), name_of(NOW)]
    assert newest_of(tmp_path).taken_at == NOW


@pytest.mark.parametrize("missing", ["nothing", name_of(NOW), ""])
def test_what_is_no_backup_is_said(tmp_path: Path, missing: str) -> None:
    with pytest.raises(InvalidSettings, match="no backup"):
        newest_of(tmp_path / missing)


def test_a_manifest_is_read_as_it_was_written() -> None:
    manifest = Manifest(NOW, "postgres", ("1_init.py",), {"clinic": 2, "booking": 40})

    assert manifest_of(manifest.line().rstrip()) == manifest


@pytest.mark.parametrize("line", [b"", b"{}", b"[1]", b"PGDMP", b'{"format": 2}', b'{"format": 1, "rows": 3}', b"\xff"])
def test_what_is_no_manifest_is_refused(line: bytes) -> None:
    with pytest.raises(BackupUnreadable):
        manifest_of(line)


@pytest.mark.parametrize("rows", [{"clinic": 1}, {"clinic": 2, "booking": 1}, {}])
def test_a_rehearsal_notices_rows_and_tables_that_are_not_there(rows: dict[str, int]) -> None:
    with pytest.raises(BackupFailed, match="not what was backed up"):
        compare(Manifest(NOW, "sqlite", (), {"clinic": 2}), rows)
