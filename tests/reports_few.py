"""Lets a run's workers keep to themselves what nobody would see: that a test's fixtures came and went, and how soon.

Each report is a message that one process writes out and another reads: three a test, of which the call's is the one
that counts. What failed is told, and what has anything to say, and what took as long as `--durations` shows.
"""

from typing import Any

import pytest

SHOWN_SECONDS = 0.005


def report_what_is_seen(config: pytest.Config) -> None:
    """Have a worker send no report of a phase without a word of its own."""
    for plugin in config.pluginmanager.get_plugins():
        if hasattr(plugin, "sendevent"):  # xdist's, whose class is not the one that can be imported
            plugin.sendevent = _seen(plugin.sendevent)


def _seen(send: Any) -> Any:
    def sent(name: str, **given: Any) -> None:
        if name != "testreport" or _says_anything(given["data"]):
            send(name, **given)

    return sent


def _says_anything(report: Any) -> bool:
    return bool(
        report["when"] == "call"
        or report["outcome"] != "passed"
        or report["sections"]
        or report["user_properties"]
        or report["duration"] >= SHOWN_SECONDS
    )
