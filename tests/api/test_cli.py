"""The `chatbookr` command: what it prints, and how it ends."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from tests.servers import free_port

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
        ("CHATBOOKR_LOG_FORMAT", "xml", "serve"),
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


@pytest.mark.integration
@pytest.mark.parametrize("command", ["migrate", "jobs", "serve"])
@pytest.mark.parametrize("name", ["nobody.invalid", "127.0.0.1"])
def test_a_database_that_does_not_answer_is_said_in_a_line(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, name: str
) -> None:
    environment.setenv("CHATBOOKR_DATABASE_URL", f"postgresql://somebody:not-to-be-seen@{name}:{free_port()}/chatbookr")

    ended = main([command])

    said = capsys.readouterr().err
    assert ended == 2
    assert said.startswith(f"chatbookr: The database at {name}:")
    assert "CHATBOOKR_DATABASE_URL" in said
    assert len(said.splitlines()) == 1
    assert "not-to-be-seen" not in said


@pytest.mark.postgres
@pytest.mark.parametrize(("user", "database"), [("", "nothing_of_that_name"), ("nobody_of_that_name", "postgres")])
def test_what_the_database_says_at_the_door_is_told(
    environment: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    postgres_server_url: str,
    user: str,
    database: str,
) -> None:
    parts = urlsplit(postgres_server_url)
    host = parts.netloc.rpartition("@")[2]
    where = parts._replace(path=f"/{database}", netloc=f"{user}@{host}" if user else parts.netloc)
    environment.setenv("CHATBOOKR_DATABASE_URL", urlunsplit(where))

    ended = main(["jobs"])

    said = capsys.readouterr().err
    assert ended == 2
    assert f'"{user or database}" does not exist' in said


def test_serving_what_is_not_migrated_says_what_to_run(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = main(["serve"])

    assert ended == 2
    assert "run `chatbookr migrate` first" in capsys.readouterr().err


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["dance"])

    assert ended.value.code == 2
    assert "migrate" in capsys.readouterr().err


def test_the_server_logs_no_paths_and_tells_no_name(environment: pytest.MonkeyPatch) -> None:
    config = server_config(settings_from({}), object())

    assert (config.access_log, config.server_header, config.proxy_headers) == (False, False, False)
    assert config.host == "127.0.0.1"
