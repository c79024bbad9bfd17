"""Each rule fires at its threshold, and keeps quiet one below it and where as much is spread over time."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chatbookr_core.anomalies.judging import Episode, judge
from chatbookr_core.anomalies.rules import RULES, Rule, Sighting
from chatbookr_core.audit.actions import ACTIONS
from chatbookr_core.mail.anomalies import TEXTS

AT = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
CLINIC, SOMEBODY = uuid4(), UUID(int=7)


def sighting(action: str, outcome: str = "done", **given: Any) -> Sighting:
    kind = given.pop("kind", "staff")
    actor_id = given.pop("actor_id", SOMEBODY if kind != "nobody" else None)
    subject_id = given.pop("subject_id", uuid4())
    return Sighting(0, uuid4(), CLINIC, action, outcome, kind, actor_id, subject_id, AT, given)


def key_refused(_number: int) -> Sighting:
    return sighting("keyRefused", "denied", kind="key", reason="address")


MAKERS: dict[str, Callable[[int], Sighting]] = {
    "failed_log_ins": lambda n: sighting("sessionCreate", "failed", kind="nobody", subject_id=SOMEBODY, email="e"),
    "password_spraying": lambda n: sighting("sessionCreate", "failed", kind="nobody", email=f"e{n}", address="a"),
    "new_country": lambda n: sighting("sessionCreate", country=f"{chr(65 + n)}X"),
    "new_devices": lambda n: sighting("sessionCreate", isNewDevice=True),
    "mass_reads": lambda n: sighting("read", subjects=[f"patient{n}"], coordinates=["Patient.name"]),
    "mass_exports": lambda n: sighting("patientExport"),
    "key_misuse": key_refused,
    "forged_webhooks": lambda n: sighting("deliveryRefused", "denied", kind="nobody", plugin="whatsapp"),
    "permission_probing": lambda n: sighting("requestDenied", "denied", fields=[f"field{n}"]),
    "backup_missed": lambda n: sighting("backupMiss", kind="host", actor_id=None),
}
"""By rule, the n-th entry of what it is to find."""
EACH = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)


def spread(rule: Rule, count: int, apart: timedelta, *, first: datetime = AT) -> list[Sighting]:
    """Make entries, one after the other."""
    made = [MAKERS[rule.code](number) for number in range(count)]
    return [replace(one, position=at, happened_at=first + at * apart) for at, one in enumerate(made)]


def judged(rule: Rule, entries: Sequence[Sighting], known: Episode | None = None, since: int = 0) -> list[Episode]:
    return judge(rule, rule.threshold, entries, since=since, known={known.subject: known} if known else {})


def test_every_rule_has_its_texts_and_its_entries() -> None:
    assert set(RULES) == set(TEXTS) == set(MAKERS)
    assert all(set(rule.actions or ()) <= ACTIONS | {"operatorSessionCreate"} for rule in RULES.values())


@EACH
def test_a_rule_fires_at_its_threshold(rule: Rule) -> None:
    apart = rule.window / (rule.threshold + 1)

    (found,) = judged(rule, spread(rule, rule.threshold, apart))

    assert (found.count, found.is_new) == (rule.threshold, True)
    assert (found.started_at, found.last_seen_at) == (AT, AT + (rule.threshold - 1) * apart)


@EACH
def test_a_rule_is_quiet_one_below_its_threshold(rule: Rule) -> None:
    assert judged(rule, spread(rule, rule.threshold - 1, timedelta(seconds=1))) == []


@EACH
def test_a_rule_is_quiet_where_as_much_is_spread_over_time(rule: Rule) -> None:
    apart = rule.window / max(rule.threshold - 1, 1)

    assert judged(rule, spread(rule, min(rule.threshold * 3, 26), apart)) == []


@EACH
def test_a_rule_is_quiet_where_many_do_a_little_each(rule: Rule) -> None:
    if rule.code in ("forged_webhooks", "backup_missed"):
        pytest.skip("one provider's deliveries are one subject, and so is the deployment")
    entries = spread(rule, rule.threshold, timedelta(seconds=1))
    others = [
        replace(
            one,
            actor_id=uuid4() if one.actor_id else None,
            subject_id=uuid4(),
            details={**one.details, "address": uuid4().hex} if "address" in one.details else one.details,
        )
        for one in entries
    ]

    assert judged(rule, others) == []


@pytest.mark.parametrize("code", ["mass_reads", "permission_probing", "password_spraying", "new_country"])
def test_the_same_again_and_again_is_counted_once(code: str) -> None:
    rule = RULES[code]
    same = [
        replace(one, details=MAKERS[code](0).details) for one in spread(rule, rule.threshold + 9, timedelta(seconds=1))
    ]

    assert judged(rule, same) == []


@EACH
def test_what_follows_is_taken_up_by_the_same_alert(rule: Rule) -> None:
    more = rule.threshold + 3

    (found,) = judged(rule, spread(rule, more, timedelta(seconds=1)))

    assert (found.count, found.last_seen_at) == (more, AT + timedelta(seconds=more - 1))


@EACH
def test_an_alert_that_is_known_takes_up_what_a_later_batch_brings(rule: Rule) -> None:
    entries = spread(rule, rule.threshold + 1, timedelta(seconds=1))
    (first,) = judged(rule, entries[:-1])
    known = replace(first, is_new=False, is_changed=False)

    (again,) = judged(rule, entries, known, since=rule.threshold)

    assert (again.is_new, again.started_at, again.count) == (False, AT, rule.threshold + 1)


def test_another_time_is_another_alert() -> None:
    rule = RULES["failed_log_ins"]
    once = spread(rule, rule.threshold, timedelta(seconds=1))
    later = spread(rule, rule.threshold, timedelta(seconds=1), first=AT + 3 * rule.window)
    entries = [*once, *(replace(one, position=one.position + len(once)) for one in later)]

    assert [one.started_at for one in judged(rule, entries)] == [AT, AT + 3 * rule.window]


def test_after_an_alert_was_closed_it_is_counted_anew() -> None:
    rule = RULES["failed_log_ins"]
    entries = spread(rule, 2 * rule.threshold, timedelta(seconds=1))
    (first,) = judged(rule, entries[: rule.threshold])
    closed = replace(first, closed_at=first.last_seen_at, is_new=False)

    still_quiet = judged(rule, entries[:-1], closed, since=rule.threshold)
    (second,) = judged(rule, entries, closed, since=rule.threshold)

    assert still_quiet == []
    assert (second.is_new, second.count) == (True, rule.threshold)


def test_somebody_who_commutes_between_two_countries_is_told_of_once() -> None:
    rule = RULES["new_country"]
    entries = [
        replace(one, details={"country": "DE" if one.position % 2 else "FR"})
        for one in spread(rule, 20, timedelta(days=2))
    ]

    (found,) = judged(rule, entries)

    assert found.count == 2


def test_an_ordinary_success_is_of_no_rule() -> None:
    plain = sighting("sessionCreate", isNewDevice=False)

    assert not [rule for rule in RULES.values() if rule.concerns(plain)]
