"""The `chatbookr` command: what it prints, and how it ends."""

from pathlib import Path

import pytest

from chatbookr_api.cli import main
from chatbookr_api.cli.serve import server_config
from chatbookr_core.settings import settings_from


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", f"sqlite://{tmp_path / 'cli.sqlite3'}")
    monkeypatch.setenv("CHATBOOKR_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("CHATBOOKR_PLUGINS", "whatsapp")
    monkeypatch.setenv("CHATBOOKR_WHATSAPP_APP_SECRET", "not-to-be-seen")
    monkeypatch.setenv("CHATBOOKR_WHATSAPP_VERIFY_TOKEN", "nor-this")
    return monkeypatch


def test_migrating_says_what_was_applied_and_then_that_nothing_is(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = main(["migrate"]), capsys.readouterr().out
    second = main(["migrate"]), capsys.readouterr().out
    jobs = main(["jobs"]), capsys.readouterr().out

    assert first[0] == second[0] == jobs[0] == 0
    assert first[1].startswith("applied ")
    assert second[1] == "nothing to apply\n"
    assert jobs[1] == ""


def test_plugins_are_listed_and_a_failed_one_is_an_error(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ready = main(["plugins"]), capsys.readouterr().out
    environment.setenv("CHATBOOKR_PLUGINS", "whatsapp,absent")
    failed = main(["plugins"]), capsys.readouterr().out

    assert ready[0] == 0
    assert ready[1].split()[:2] == ["whatsapp", "ready"]
    assert failed[0] == 1
    assert "absent" in failed[1]
    assert "not-to-be-seen" not in ready[1] + failed[1]


@pytest.mark.parametrize(
    ("variable", "value", "command"),
    [
        ("CHATBOOKR_PORT", "http", "migrate"),
        ("CHATBOOKR_ENVIRONMENT", "staging", "migrate"),
        ("CHATBOOKR_ENVIRONMENT", "production", "serve"),
        ("CHATBOOKR_BROKER_URL", "kafka://x", "jobs"),
        ("CHATBOOKR_BROKER_URL", "memory://", "worker"),
        ("CHATBOOKR_WHATSAPP_APP_SECRET", "", "plugins"),
        ("CHATBOOKR_WHATSAPP_APP_SECRET", "", "serve"),
    ],
)
def test_a_wrong_setting_ends_with_two_and_is_named(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], variable: str, value: str, command: str
) -> None:
    environment.setenv(variable, value)

    ended = main([command])

    said = capsys.readouterr().err
    assert ended == 2
    assert said.startswith("chatbookr: ")
    assert "Traceback" not in said
    assert variable in said or variable == "CHATBOOKR_ENVIRONMENT"


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["dance"])

    assert ended.value.code == 2
    assert "migrate" in capsys.readouterr().err


def test_the_server_logs_no_paths_and_tells_no_name(environment: pytest.MonkeyPatch) -> None:
    config = server_config(settings_from({}), object())

    assert (config.access_log, config.server_header, config.proxy_headers) == (False, False, False)
    assert config.host == "127.0.0.1"
