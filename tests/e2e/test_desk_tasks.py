"""What is to do, at the desk: older tasks are shown once each, in their order, however late an answer comes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.e2e.desk_page import desk
from tests.e2e.late_line import LateLine
from tests.e2e.running import Running
from tests.e2e.test_desk_inbox import somebody

pytestmark = pytest.mark.e2e

MANY = 90


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    with desk(browser, house, "receptionist") as page:
        LateLine.of(page)
        page.route("**/graphql", answer_for_many)
        page.goto(f"{house.api}/desk/tasks")
        yield page


def answer_for_many(route: Route) -> None:
    """Answer as an API would that has ninety tasks, thirty a page."""
    asked = json.loads(route.request.post_data or "{}")
    if asked.get("operationName") != "OpenTasks":
        return route.fallback()
    first = int(asked["variables"].get("after") or 0)
    page = {"hasNextPage": first + 30 < MANY, "endCursor": f"{first + 30}"}
    nodes = [task(number) for number in range(first, first + 30)]
    return route.fulfill(json={"data": {"tasks": {"totalCount": MANY, "pageInfo": page, "nodes": nodes}}})


def task(number: int) -> dict[str, Any]:
    patient = {"id": f"p{number}", "name": f"Task {number:02}", "phone": None}
    lacking = dict.fromkeys(("reason", "bookingId", "bookingCount", "channel"))
    conversation = {"id": f"c{number}", "patient": patient}
    known = {"id": f"t{number}", "kind": "handoff", "advice": "ANSWER", "viewerCanMarkDone": True}
    return {**known, **lacking, "createdAt": "2026-03-01T09:00:00Z", "conversation": conversation}


def numbers(page: Page) -> list[str]:
    return [text[:7] for text in page.locator(".card p").filter(has_text="Task ").all_inner_texts()]


def test_two_presses_show_older_ones_once(page: Page) -> None:
    line = LateLine(page)
    more = page.get_by_role("button", name="Show older ones")
    expect(more).to_be_visible()
    line.hold("OpenTasks")
    more.evaluate("(one) => { one.click(); one.click(); }")
    page.evaluate("document.querySelector('.tasks > button').click()")
    line.wait()
    page.wait_for_timeout(500)
    line.pass_on()

    expect(page.locator(".card")).to_have_count(60)
    assert len(set(numbers(page))) == 60


def test_older_ones_that_come_after_the_list_was_read_anew_are_not_put_below_it(page: Page, house: Running) -> None:
    line = LateLine(page)
    more = page.get_by_role("button", name="Show older ones")
    expect(more).to_be_visible()
    more.click()
    expect(page.locator(".card")).to_have_count(60)
    line.hold("OpenTasks")
    more.click()  # the third page
    line.wait()
    page.evaluate("window.late = window.line.held.splice(0); window.line.late = ''")
    somebody(house, "31612345831", "Iets Nieuws")  # a task is told of: the list is read anew
    expect(page.locator(".card")).to_have_count(30)
    page.evaluate("for (const one of window.late) one()")
    page.wait_for_timeout(500)

    expect(page.locator(".card")).to_have_count(30)
