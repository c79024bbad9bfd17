"""An account's whole life in a browser: invited, proven by two factors, the phone lost, recovered, suspended."""

from time import monotonic

import pytest
from playwright.sync_api import Browser, Route, expect
from tests.e2e.account_pages import Owner, Person, Phone, link_to, owner_of, person
from tests.e2e.running import PATIENCE_SECONDS, Running

pytestmark = pytest.mark.e2e

PASSWORD = "a quiet harbour of seven lamps"
NEW_PASSWORD = "nine green ladders in the rain"
SUSPEND = "mutation ($id: ID!) { memberSuspend(memberId: $id) { userErrors { code message } } }"
MEMBERS = "query ($id: ID!) { members(clinicId: $id) { nodes { id user { fullName } } } }"
SUBSCRIBE = """async (clinic) => {
  const socket = new WebSocket(location.origin.replace("http", "ws") + "/graphql", "graphql-transport-ws");
  window.ended = new Promise((resolve) => {
    socket.onclose = ({code}) => resolve({code, looks: window.looks});
  });
  window.heard = [];
  const said = () => new Promise((resolve) => {
    socket.onmessage = ({data}) => { window.heard.push(JSON.parse(data).type); resolve(); };
  });
  await new Promise((resolve) => { socket.onopen = resolve; });
  socket.send(JSON.stringify({type: "connection_init"}));
  await said();
  const query = "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { booking { id } } }";
  socket.send(JSON.stringify({type: "subscribe", id: "1", payload: {query, variables: {clinic}}}));
  socket.send(JSON.stringify({type: "subscribe", id: "2", payload: {query: "{ viewer { __typename } }"}}));
  await said();
  await said();
  return window.heard;
}"""
BEGUN = ["connection_ack", "next", "complete"]
"""What is heard once both operations know who asks: what was asked second was answered."""
CLOSED = "Promise.race([window.ended, new Promise((resolve) => setTimeout(() => resolve(null), 120000))])"
REST_MILLISECONDS = 50
LOOK = """(rest) => {
  window.looks = 0;
  const look = async () => {
    await fetch("/health");
    await new Promise((resolve) => setTimeout(resolve, rest));
    window.looks += 1;
    look();
  };
  look();
}"""  # as slow as a busy machine is: what is told is there after so many, and what is only looked for is not


@pytest.fixture(scope="module")
def owner(house: Running) -> Owner:
    return owner_of(house)


def joins(somebody: Person, owner: Owner, email: str, name: str) -> None:
    """Take up an invitation by the letter's link."""
    somebody.opens(owner.invites(email))
    somebody.reads(f"{owner.clinic['name']} invites you")
    somebody.writes("Your name", name)
    somebody.writes("Choose a password", PASSWORD)
    somebody.presses("Make my account")
    somebody.is_at("/account")
    somebody.reads(name)


def enrols_phone(somebody: Person) -> tuple[Phone, list[str]]:
    """Switch an authenticator app on, and keep the recovery codes."""
    somebody.presses("Set up")
    somebody.proves(PASSWORD)
    picture = somebody.page.get_by_alt_text("QR code for your authenticator app")
    expect(picture).to_be_visible()
    assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") > 100
    phone = Phone(somebody.page.locator("#totp-key").inner_text().replace(" ", ""))
    somebody.writes("Six digits", phone.code())
    somebody.presses("Switch it on")
    somebody.reads("Your recovery codes")
    codes = somebody.page.locator("#codes li").all_inner_texts()
    somebody.presses("I have kept them")
    return phone, codes


def test_a_newcomer_joins_proves_recovers_and_is_suspended(house: Running, owner: Owner, browser: Browser) -> None:
    email = "grace@example.com"
    with person(browser, house) as grace:
        grace.plugs_in()
        joins(grace, owner, email, "Grace Hopper")
        phone, codes = enrols_phone(grace)
        assert len(set(codes)) == 10
        grace.presses("Add")
        grace.writes("What to call it", "Work laptop")
        grace.presses("Add a passkey")
        grace.reads("The passkey is made.")
        grace.reads("Work laptop")
        grace.presses("Log out")
        grace.is_at("/log-in")

        grace.logs_in(email, PASSWORD)
        grace.writes("Code of your authenticator app", "000000")
        grace.presses("Go on")
        grace.reads("That code does not count")
        grace.writes("Code of your authenticator app", phone.code())
        grace.presses("Go on")
        grace.is_at("/account")
        grace.reads(owner.clinic["name"])
        grace.presses("Log out")
        grace.is_at("/log-in")

        grace.presses("Log in with a passkey")
        grace.is_at("/account")
        grace.reads(owner.clinic["name"])

    with person(browser, house) as grace:  # the phone and the laptop are gone: another browser, a recovery code
        grace.logs_in(email, PASSWORD)
        grace.writes("Code of your authenticator app", codes[0].lower())
        grace.presses("Go on")
        grace.is_at("/account")
        grace.reads("Left: 9.")
        grace.page.get_by_role("button", name="Remove", exact=True).click()
        grace.proves(PASSWORD, codes[1])
        grace.reads("Your authenticator app is asked for no longer.")
        grace.presses("Remove: Work laptop")
        grace.reads("The passkey is removed.")
        grace.presses("Set up")
        expect(grace.page.get_by_alt_text("QR code for your authenticator app")).to_be_visible()

        assert grace.page.evaluate(SUBSCRIBE, owner.clinic["id"]) == BEGUN
        nodes = house.query(owner.token, MEMBERS, {"id": owner.clinic["id"]})["members"]["nodes"]
        (member,) = [one["id"] for one in nodes if one["user"]["fullName"] == "Grace Hopper"]
        grace.page.evaluate(LOOK, REST_MILLISECONDS)
        owner.asks(SUSPEND, id=member)
        closed = grace.page.evaluate(CLOSED)

        assert closed is not None
        assert (closed["code"], grace.page.evaluate("window.heard")) == (4403, BEGUN)
        assert closed["looks"] * REST_MILLISECONDS < 1000
        grace.opens("/account")
        grace.reads("No clinic is open to this session.")


def test_a_forgotten_password_is_chosen_anew_and_the_link_counts_once(
    house: Running, owner: Owner, browser: Browser
) -> None:
    email = "hedy@example.com"
    with person(browser, house) as hedy:
        joins(hedy, owner, email, "Hedy Lamarr")
        hedy.presses("Log out")
        hedy.is_at("/log-in")
        hedy.page.get_by_role("link", name="Forgot your password?").click()
        hedy.writes("E-mail", email)
        hedy.presses("Mail me a link")
        hedy.reads("A letter is on its way.")
        link = link_to(house, email, "password-reset")

        hedy.opens(link)
        assert "#" not in hedy.page.url  # the token is out of sight
        hedy.writes("New password", "short")
        hedy.presses("Save the password")
        hedy.reads("Use at least 12 characters.")
        hedy.writes("New password", "qwertyuiop123456")
        hedy.presses("Save the password")
        expect(hedy.page.get_by_label("New password")).to_have_attribute("aria-invalid", "true")
        hedy.writes("New password", NEW_PASSWORD)
        hedy.presses("Save the password")
        hedy.reads("Your password is changed")

        hedy.opens(link)
        hedy.writes("New password", NEW_PASSWORD)
        hedy.presses("Save the password")
        hedy.reads("This link does not count")
        hedy.logs_in(email, PASSWORD)
        hedy.reads("do not go together")
        hedy.logs_in(email, NEW_PASSWORD)
        hedy.is_at("/account")


def test_an_address_is_changed_by_whoever_has_the_account_and_the_mail(
    house: Running, owner: Owner, browser: Browser
) -> None:
    with person(browser, house) as ada:
        joins(ada, owner, "ada@example.com", "Ada Lovelace")
        ada.writes("New address", "lovelace@example.com")
        ada.presses("Change the address")
        ada.proves(PASSWORD)
        ada.reads("A letter is on its way to lovelace@example.com")
        link = link_to(house, "lovelace@example.com", "email-change")

    with person(browser, house) as ada:
        ada.opens(link)
        ada.reads("Log in as the account that is to have this address.")
        ada.writes("E-mail", "ada@example.com")
        ada.writes("Password", PASSWORD)
        ada.presses("Log in")
        ada.presses("Use the new address")
        ada.reads("Your account has its new address.")
        undo = link_to(house, "ada@example.com", "email-undo")
        ada.opens("/account")
        ada.reads("lovelace@example.com is confirmed.")

        ada.opens(undo)
        ada.presses("Take the change back")
        ada.reads("It is taken back.")
        ada.opens("/account")
        ada.is_at("/log-in")
        assert link_to(house, "ada@example.com", "password-reset")


def test_a_device_is_signed_out_from_another(house: Running, owner: Owner, browser: Browser) -> None:
    with person(browser, house) as here, person(browser, house) as there:
        joins(here, owner, "radia@example.com", "Radia Perlman")
        there.logs_in("radia@example.com", PASSWORD)
        there.is_at("/account")
        here.opens("/account")
        devices = here.page.locator("#device-list li")
        expect(devices).to_have_count(2)
        devices.get_by_role("button").click()
        here.reads("Done.")
        expect(devices).to_have_count(1)

        there.opens("/account")

        there.is_at("/log-in")


def test_who_has_an_account_accepts_by_logging_in(house: Running, owner: Owner, browser: Browser) -> None:
    """The clinic invites them again after it removed them; the account stays what it was."""
    remove = "mutation ($id: ID!) { memberRemove(memberId: $id) { userErrors { code message } } }"
    with person(browser, house) as joan:
        joins(joan, owner, "joan@example.com", "Joan Clarke")
        nodes = house.query(owner.token, MEMBERS, {"id": owner.clinic["id"]})["members"]["nodes"]
        (member,) = [one["id"] for one in nodes if one["user"]["fullName"] == "Joan Clarke"]
        owner.asks(remove, id=member)
        link = owner.invites("joan@example.com")
        joan.presses("Log out")
        joan.is_at("/log-in")

        joan.opens(link)
        joan.reads("This address has an account")
        joan.writes("Password", PASSWORD)
        joan.presses("Log in")
        joan.presses("Accept")

        joan.is_at("/account")
        joan.reads(owner.clinic["name"])


def test_pages_speak_the_readers_language_and_work_by_keyboard(house: Running, browser: Browser) -> None:
    email, password = house.password_of("receptionist")
    with person(browser, house, locale="de-AT") as rik:
        rik.opens("/log-in")
        expect(rik.page).to_have_title("Anmelden · Chatbookr")
        expect(rik.page.get_by_label("E-Mail")).to_be_focused()
        begun = monotonic()
        for text in (email, password):
            rik.page.keyboard.type(text)
            rik.page.keyboard.press("Tab")
        rik.page.keyboard.press("Enter")
        rik.is_at("/account")
        rik.reads("Zweiter Faktor")
        rik.reads("Empfang")
        assert monotonic() - begun < PATIENCE_SECONDS  # no longer than one answer may take on a busy machine


def test_a_page_sends_nothing_while_its_script_is_on_its_way(house: Running, browser: Browser) -> None:
    """The browser itself would send the form, and what was typed would stand in the address."""
    with person(browser, house) as somebody:
        page, held = somebody.page, list[Route]()
        page.route("**/assets/pages/forgot-password.js*", lambda route: held.append(route))
        page.goto(f"{house.api}/forgot-password", wait_until="commit")
        button = page.get_by_text("Mail me a link", exact=True)
        button.wait_for()
        page.get_by_label("E-mail").evaluate("(field) => { field.value = 'nobody@example.com'; field.focus(); }")
        page.keyboard.press("Enter")
        place = button.bounding_box()
        assert place is not None
        page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)

        assert page.url == f"{house.api}/forgot-password"
        (script,) = held
        script.continue_()
        somebody.presses("Mail me a link")
        somebody.reads("A letter is on its way.")


def test_an_account_that_cannot_be_read_says_what_to_do(house: Running, browser: Browser) -> None:
    email, password = house.password_of("receptionist")
    with person(browser, house) as rik:
        rik.logs_in(email, password)
        rik.is_at("/account")
        rik.page.route("**/graphql", lambda route: route.abort())

        rik.opens("/account")

        rik.reads("The server does not answer: look at your connection, then try again.")
        expect(rik.page.locator("#account")).not_to_have_attribute("aria-busy", "true")
        rik.page.unroute("**/graphql")
        rik.opens("/account")
        rik.reads("Receptionist")
