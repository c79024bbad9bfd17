"""Lets xdist's workers report what somebody reads: of six messages a test, half say that nothing is to be said.

Each is put into bytes in one process and read in another, by one that has to keep up with all. Left out are that a test
begins, and that its fixtures passed, where that took no longer than the list of the slowest would show.
"""

from typing import Any

import pytest

SLOW_SECONDS = 0.1  # what the list of the slowest has never gone down to


def report_what_is_read(config: pytest.Config) -> None:
    """Have the worker that this process is, if it is one, leave out the rest, unless a file is made of all there is."""
    if not hasattr(config, "workerinput") or config.getoption("xmlpath", None):
        return
    for plugin in config.pluginmanager.get_plugins():
        if type(plugin).__name__ == "WorkerInteractor":
            _leave_out_the_rest(plugin)


def is_read(name: str, data: dict[str, Any] | None) -> bool:
    """Tell whether a message of xdist's, and the report it may be of, is for anybody."""
    if name == "logstart":
        return False  # who a worker was at when it died, xdist knows from whom it gave what
    if name != "testreport" or data is None or data["when"] == "call" or data["outcome"] != "passed":
        return True
    return bool(data["sections"] or data["user_properties"] or data["duration"] >= SLOW_SECONDS)


def _leave_out_the_rest(interactor: Any) -> None:
    send = interactor.sendevent

    def send_what_is_read(name: str, **given: Any) -> None:
        if is_read(name, given.get("data")):
            send(name, **given)

    interactor.sendevent = send_what_is_read
