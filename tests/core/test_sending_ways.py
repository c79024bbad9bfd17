"""By which way a message may leave: the rule over everything it is asked, and the pure rules it rests on."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.thoroughness import examples

from chatbookr_core.conversations.advice import Advice, advice_for
from chatbookr_core.dialogue.dates import local_day, long_day
from chatbookr_core.outbox.pace import free_at
from chatbookr_core.outbox.quiet import QuietHours
from chatbookr_core.outbox.ways import LIVE, Candidate, Ruling, Standing, Way, Why, Wish, decide
from chatbookr_core.templates.purposes import VALUES, Permit, Purpose, permit_for
from chatbookr_core.templates.rules import Problem, Shape, by_language, fill, problems_of_use, texts_for
from chatbookr_core.templates.values import Values

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(hours=24)
QUIET = QuietHours("Europe/Amsterdam", 20 * 60, 8 * 60)
ALL = frozenset(Permit)
READY = Candidate(UUID(int=1), "approved", "utility", is_sound=True)

zones = st.sampled_from(["UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])
minutes = st.integers(0, 1439)
quiets = st.builds(QuietHours, zones, minutes, minutes)
instants = st.integers(0, 730 * 86_400).map(lambda seconds: NOON - 365 * DAY + timedelta(seconds=seconds))
candidates = st.builds(
    Candidate,
    st.uuids(),
    st.sampled_from(["approved", "paused", "gone"]),
    st.sampled_from(["utility", "marketing"]),
    st.booleans(),
    st.booleans(),
)


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    now = draw(instants)
    ago = draw(st.none() | st.integers(-60, 3 * 24 * 3600).map(lambda seconds: timedelta(seconds=seconds)))
    ahead = draw(st.none() | st.integers(-1000, 72 * 3600).map(lambda seconds: timedelta(seconds=seconds)))
    return Standing(
        now=now,
        last_inbound_at=now - ago if ago is not None else None,
        quiet=draw(quiets),
        permits=frozenset(draw(st.sets(st.sampled_from(list(Permit))))),
        takes_templates=draw(st.booleans()),
        candidates=tuple(draw(st.lists(candidates, max_size=3))),
        other_conversation_id=draw(st.none() | st.uuids()),
        free_until=now + ahead if ahead is not None else None,
    )


wishes = st.builds(
    Wish,
    st.sampled_from(list(Purpose)),
    st.booleans(),
    st.booleans(),
    st.none() | instants,
)


@given(wishes, standings())
@examples(500)
def test_whatever_is_asked_the_rule_keeps_what_it_must(wish: Wish, standing: Standing) -> None:
    ruling = decide(wish, standing)
    last, now = standing.last_inbound_at, standing.now
    is_open = last is not None and now - last < DAY
    is_answer = wish.purpose is Purpose.ANSWER

    assert decide(wish, standing) == ruling
    assert (ruling.way is Way.TEMPLATE) == (ruling.template_id is not None)
    assert (ruling.way is Way.OTHER_CHANNEL) == (ruling.conversation_id is not None)
    assert (ruling.way is Way.WAIT) == (ruling.until is not None)
    if ruling.way is Way.TEXT:
        assert is_open
        assert wish.has_text
    if ruling.way is Way.TEMPLATE:
        (chosen,) = {one for one in standing.candidates if one.template_id == ruling.template_id}
        assert standing.takes_templates
        assert (chosen.status, chosen.is_sound) == ("approved", True)
        assert chosen.category != "marketing" or Permit.MARKETING in standing.permits
    if ruling.until is not None:
        assert ruling.until > now
        assert wish.deadline is None or ruling.until < wish.deadline
    if ruling.way is not Way.TASK and not is_answer:
        assert {Permit.SERVICE, permit_for(wish.purpose)} <= standing.permits
    if ruling.way in (Way.TEXT, Way.TEMPLATE, Way.OTHER_CHANNEL) and standing.quiet.end_at(now) is not None:
        assert wish.is_urgent or (is_answer and is_open) or (last is not None and now - last < LIVE)
    if ruling.way is Way.TASK:
        assert advice_for(ruling.why.value) is not Advice.LOOK


@given(wishes, standings())
@examples(100)
def test_who_agreed_to_more_is_never_left_to_a_person_for_it(wish: Wish, standing: Standing) -> None:
    """Nor does urgency, or an open window, ever close a way."""
    before = decide(wish, standing)
    more = Standing(**{name: getattr(standing, name) for name in standing.__slots__} | {"permits": ALL})

    if before.way is not Way.TASK:
        assert decide(wish, more).way is not Way.TASK
        urgent = Wish(wish.purpose, wish.has_text, is_urgent=True)
        assert decide(urgent, standing).way not in (Way.TASK, Way.WAIT)


def ruled(purpose: Purpose = Purpose.REMINDER, *, hours_ago: float | None = 30, **changes: object) -> Ruling:
    last = NOON - timedelta(hours=hours_ago) if hours_ago is not None else None
    standing = {"now": NOON, "last_inbound_at": last, "quiet": QUIET, "permits": ALL, "candidates": (READY,)}
    return decide(Wish(purpose), Standing(**(standing | changes)))  # type: ignore[arg-type]  # by their names


@pytest.mark.parametrize(
    ("changes", "way", "why"),
    [
        ({"hours_ago": 23.9}, Way.TEXT, Why.WINDOW_OPEN),
        ({"hours_ago": 24}, Way.TEMPLATE, Why.TEMPLATE_READY),
        ({"hours_ago": None}, Way.TEMPLATE, Why.TEMPLATE_READY),
        ({"free_until": NOON + timedelta(hours=1)}, Way.TEMPLATE, Why.FREE_ENTRY_POINT),
        ({"candidates": (Candidate(UUID(int=2), "approved", "utility", is_sound=True, is_other_language=True),)},
         Way.TEMPLATE, Why.TEMPLATE_OTHER_LANGUAGE),
        ({"candidates": (Candidate(UUID(int=2), "approved", "marketing", is_sound=True),),
          "permits": ALL - {Permit.MARKETING}}, Way.TASK, Why.MARKETING_WITHOUT_CONSENT),
        ({"candidates": (Candidate(UUID(int=2), "paused", "utility", is_sound=True),)},
         Way.TASK, Why.TEMPLATE_NOT_APPROVED),
        ({"candidates": (Candidate(UUID(int=2), "approved", "utility", is_sound=False),)},
         Way.TASK, Why.TEMPLATE_UNSOUND),
        ({"candidates": (Candidate(UUID(int=2), "paused", "utility", is_sound=True), READY)},
         Way.TEMPLATE, Why.TEMPLATE_READY),
        ({"candidates": ()}, Way.TASK, Why.NO_TEMPLATE),
        ({"candidates": (), "other_conversation_id": UUID(int=3)}, Way.OTHER_CHANNEL, Why.OTHER_CHANNEL_OPEN),
        ({"takes_templates": False}, Way.TASK, Why.CHANNEL_TAKES_NO_TEMPLATES),
        ({"permits": frozenset({Permit.SERVICE})}, Way.TASK, Why.NO_CONSENT),
        ({"purpose": Purpose.ANSWER, "candidates": ()}, Way.TASK, Why.WINDOW_CLOSED),
        ({"now": NOON + timedelta(hours=9)}, Way.WAIT, Why.QUIET_HOURS),
    ],
)  # fmt: skip
def test_the_rule_says_why(changes: dict[str, object], way: Way, why: Why) -> None:
    ruling = ruled(**changes)  # type: ignore[arg-type]  # by their names

    assert (ruling.way, ruling.why) == (way, why)


@given(quiets, instants)
@examples(200)
def test_quiet_hours_end_in_the_future_and_within_a_day_and_an_hour(quiet: QuietHours, now: datetime) -> None:
    end = quiet.end_at(now)

    if end is None:
        return
    assert now < end <= now + timedelta(hours=25)
    local = end.astimezone(ZoneInfo(quiet.zone))
    first = local.replace(fold=0)
    assert local.hour * 60 + local.minute >= quiet.until_minute or first != local or end - now <= timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-03-28T19:00:00+00:00", "2026-03-29T06:00:00+00:00"),  # 20:00 CET; the night loses an hour
        ("2026-10-24T18:00:00+00:00", "2026-10-25T07:00:00+00:00"),  # 20:00 CEST; the night gains one
        ("2026-10-25T01:30:00+00:00", "2026-10-25T07:00:00+00:00"),  # 02:30, the second time
        ("2026-10-24T17:59:00+00:00", None),
        ("2026-10-25T07:00:00+00:00", None),
    ],
)
def test_nights_of_clock_changes_end_at_eight_by_the_wall(now: str, end: str | None) -> None:
    assert QUIET.end_at(datetime.fromisoformat(now)) == (datetime.fromisoformat(end) if end else None)


def test_what_was_handed_over_counts_until_it_is_old_enough() -> None:
    handed = [NOON - timedelta(seconds=seconds) for seconds in (1, 2, 50)]

    assert free_at(handed, 3, timedelta(seconds=60), NOON) == NOON + timedelta(seconds=10)
    assert free_at(handed, 3, timedelta(seconds=50), NOON) is None
    assert free_at(handed, 4, timedelta(seconds=60), NOON) is None
    assert free_at(handed, 0, timedelta(seconds=60), NOON) is None


SHAPE = Shape("On {{1}} at {{ 2 }}.", "{{1}}", "Bye", (("header", "1"), ("body", "1"), ("body", "2")))


@pytest.mark.parametrize(
    ("texts", "problems"),
    [
        (["Zuid", "Tue", "09:30"], ()),
        (["Zuid", "Tue"], (Problem.WRONG_COUNT,)),
        (["Zuid", "Tue", " "], (Problem.EMPTY,)),
        (["Zuid", "two\nlines", "a\ttab"], (Problem.LINE_BREAK,)),
        (["Zuid", "Tue", "x" * 1020], (Problem.TOO_LONG,)),
        (["Z" * 61, "Tue", "09:30"], (Problem.TOO_LONG,)),
    ],
)
def test_a_template_is_filled_in_or_it_says_what_is_amiss(texts: list[str], problems: tuple[Problem, ...]) -> None:
    filled = fill(SHAPE, texts)

    assert filled.problems == problems
    if not problems:
        assert filled.text == "Zuid\n\nOn Tue at 09:30.\n\nBye"


@given(st.lists(st.text(), max_size=4))
def test_what_a_patient_writes_is_never_taken_for_a_variable(texts: list[str]) -> None:
    filled = fill(SHAPE, ["{{2}}", "{{1}}", *texts][:3])

    assert len(filled.values) <= 3
    if not filled.problems:
        assert filled.body == f"On {{{{1}}}} at {texts[0]}."
        assert filled.header == "{{2}}"


def test_what_fills_a_template_is_what_its_purpose_knows() -> None:
    offered = VALUES[Purpose.REMINDER]

    assert problems_of_use(SHAPE, ["clinic", "date", "time"], offered) == ()
    assert problems_of_use(SHAPE, ["clinic", "date"], offered) == (Problem.WRONG_COUNT,)
    assert problems_of_use(SHAPE, ["clinic", "date", "service"], offered) == (Problem.UNKNOWN_VALUE,)
    assert problems_of_use(Shape("x", is_fillable=False), [], offered) == (Problem.NOT_FILLABLE,)
    assert not any("service" in values or "name" in values for values in VALUES.values())


def test_the_patients_language_comes_first_then_the_clinics_and_no_other() -> None:
    known = ["de", "en_US", "pt_BR", "en_GB", "fr"]

    assert by_language("pt-BR", "en", known) == [("pt_BR", False), ("en_GB", True), ("en_US", True)]
    assert by_language("pt", "de", known) == [("pt_BR", False), ("de", True)]
    assert by_language(None, "en_US", known) == [("en_US", False), ("en_GB", False)]
    assert by_language("nl", "it", known) == []


def test_dates_are_written_in_the_templates_language_and_the_places_time() -> None:
    values = Values({"clinic": "Zuid"}, datetime(2026, 10, 13, 7, 30, tzinfo=UTC), NOON, "Europe/Amsterdam")

    assert Values.from_json(values.as_json()) == values
    assert texts_for(["clinic", "date", "time", "until", "place"], values.in_language("de_DE")) == [
        "Zuid",
        "Dienstag, 13. Oktober",
        "09:30",
        "13:00",
        "",
    ]
    assert [values.in_language(one)["date"] for one in ("pl", "xx", "invalid language")] == [
        "wtorek, 13 października 2026",
        "Tuesday 13 October",
        "Tuesday 13 October",
    ]


@pytest.mark.parametrize("language", ["en", "en_US", "de", "fr", "es", "it", "pt_BR", "nl"])
def test_a_template_writes_a_date_as_the_chat_does(language: str) -> None:
    values = Values({}, starts_at=datetime(2026, 10, 13, 7, 30, tzinfo=UTC), last_at=NOON, zone="Europe/Amsterdam")
    said = values.in_language(language)

    assert (said["date"], said["last_date"]) == tuple(
        long_day(local_day(at, "Europe/Amsterdam"), language[:2]) for at in (values.starts_at, NOON) if at
    )
