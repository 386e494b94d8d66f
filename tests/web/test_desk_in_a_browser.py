"""The desk in Debian's Chromium: an agent takes a call for each way in with the keyboard alone."""

import re

import pytest

from bot.case import Case
from bot.desk.agents import AGENT, SUPERVISOR
from bot.desk.handing_over import hand_over
from tests.web.at_the_desk import code_of, hires
from tests.web.browser import expect, sideways

pytestmark = [pytest.mark.slow, pytest.mark.model]

CLARA = "clara.neumann@contoso.example"
AMARA = "amara.diallo@contoso.example"

#: What the caller says, as the keys of its answers, and the way in that it comes to.
CALLS = {
    "Secure the account first": "4",
    "Get the app to work": "2",
    "The old phone": "111",
    "Another way to sign in": "116",
    "An administrator resets the sign-in": "1192",
    "The partner resets the sign-in": "11912",
    "Microsoft's Data Protection team": "11913",
    "Self-service of a personal account": "13n",
    "The helpdesk that looks after the account": "1000",
}


@pytest.fixture
def sits_down(assistant, browse):
    """Sign in by keyboard, in a browser of one's own."""

    def sign_in(name="mara", role=AGENT, **settings):
        made = hires(assistant, name, role)
        page = browse("/desk", **settings)
        page.presses = 0
        # The browser gives the first field the focus a moment after the page is there; what is typed before is lost.
        for label, given in {
            "Name": made.name,
            "Password": made.password,
            "Code from": code_of(made, assistant),
        }.items():
            expect(page.get_by_label(label)).to_be_focused()
            page.keyboard.type(given)
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Calls", exact=True)).to_be_visible()
        page.wait_for_load_state()
        return page

    return sign_in


def press(page, keys, *, counts=True):
    """Press keys one after the other, each on the page that the one before led to."""
    for key in keys:
        page.presses += counts
        if page.evaluate("key => !!document.querySelector(`[data-key='${key}']`)", key):
            with page.expect_navigation():
                page.keyboard.press(key)
        else:
            raise AssertionError(f"no {key} on {page.inner_text('main')}")


def waits_at_the_desk(office, case):
    """Let a talk of the chat wait for an agent."""
    hand_over(office.engine, office.keys, "a talk", CLARA, case, office.now())


def test_agent_takes_a_call_for_each_way_in_by_keyboard_alone(sits_down):
    page = sits_down()
    for way, said in CALLS.items():
        press(page, "n")
        press(page, said)
        expect(page.get_by_role("heading", name=way)).to_be_visible()
        press(page, "eh")
    assert page.get_by_role("link", name="Call").count() == len(CALLS)


def test_agent_reaches_the_note_in_twelve_presses_beyond_what_the_caller_tells(sits_down):
    page = sits_down()
    press(page, "n")
    press(page, "1192", counts=False)
    page.keyboard.press("i")
    page.keyboard.type(CLARA)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.presses += 2
    press(page, "wdde")
    note = page.locator("#note").input_value()
    assert "called back on the number on file" in note
    assert "An administrator resets the sign-in" in note
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("c")
    page.presses += 1
    expect(page.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == note
    assert page.presses <= 12


def test_agent_who_is_new_takes_the_demo_call_by_the_page_alone(sits_down, helpdesk):
    """The page of calls tells of the caller; from there on every press is one that the page shows."""
    page = sits_down("newcomer")
    story = page.get_by_text("Clara Neumann of Contoso calls you")
    for told in ("Authenticator is gone", "work account", "nothing else\nworks", "no administrator"):
        assert told in story.inner_text() or told.replace("\n", " ") in story.inner_text()
    account = story.get_by_role("strong").inner_text()

    def presses_what_says(words):
        shown = page.locator("button[data-key]", has_text=words)
        with page.expect_navigation():
            page.keyboard.press(shown.first.locator("kbd").inner_text())

    for words in ("New call", "is gone", "Work", "None of these", re.compile(r"\bNo$")):
        presses_what_says(words)
    page.keyboard.press(page.locator("label", has_text="sign-in name").locator("kbd").inner_text())
    page.keyboard.type(account)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    presses_what_says("I called back")
    while page.get_by_text("That was the last step").count() == 0:
        presses_what_says("Done, next step")
    presses_what_says("End, write the note")
    assert "Nothing." in page.locator("#note").input_value().partition("Still to do")[2]
    page.get_by_role("link", name="All calls").click()
    expect(page.get_by_text("Your first call")).to_have_count(0)


def test_agent_says_it_again_big_and_spells_a_code_that_goes_nowhere(sits_down):
    """R47"""
    page = sits_down()
    press(page, "n116")
    page.keyboard.press("r")
    expect(page.get_by_text("M Mike y Yankee S Sierra")).to_be_visible()
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_label("A code or a name to spell").type("K7f-Q")
    expect(page.locator("#spell .letters")).to_have_text("K capital Kilo 7 seven f Foxtrot - dash Q capital Quebec")
    assert sent == []
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_label("A code or a name to spell")).to_be_hidden()
    page.keyboard.press("q")
    expect(page.get_by_text("Nobody can send you that QR code")).to_be_visible()


def test_talk_of_the_chat_is_finished_at_the_desk_by_keyboard(sits_down, helpdesk):
    case = Case(problem="lost_authenticator", account_type="business", other_methods=(), is_admin=False)
    waits_at_the_desk(helpdesk.office, case)
    page = sits_down()
    press(page, "t")
    expect(page.get_by_role("heading", name="An administrator resets the sign-in")).to_be_visible()
    press(page, "wde")
    assert "called back on the number on file" in page.locator("#note").input_value()


def test_digit_that_is_typed_into_a_field_presses_nothing(sits_down):
    page = sits_down()
    press(page, "n")
    page.keyboard.press("t")
    page.keyboard.type("123")
    expect(page.get_by_role("heading", name="Ask")).to_be_visible()
    assert page.locator("#words").input_value() == "123"
    page.keyboard.press("Escape")
    press(page, "1")


def test_two_agents_in_two_browsers_approve_what_one_may_not(sits_down):
    """R17"""
    mara, jonas = sits_down("mara"), sits_down("jonas")
    press(mara, "n")
    mara.keyboard.press("i")
    mara.keyboard.type(AMARA)
    with mara.expect_navigation():
        mara.keyboard.press("Enter")
    press(mara, "a")
    expect(mara.get_by_text("Waiting for a second agent")).to_be_visible()
    jonas.reload()
    with jonas.expect_navigation():
        jonas.get_by_role("button", name="I looked at it, and agree").click()
    mara.reload()
    press(mara, "w")
    expect(mara.get_by_text("Checked at")).to_be_visible()


def test_name_and_role_of_a_supervisor_fit_a_small_window(sits_down):
    page = sits_down("lea", SUPERVISOR, viewport={"width": 320, "height": 568})
    assert sideways(page) == 0


def test_supervisor_sees_in_a_browser_what_the_agents_did(sits_down, helpdesk):
    mara = sits_down()
    for said in ("111", "111", "1192"):
        press(mara, f"n{said}eh")
    press(mara, "n")
    mara.locator("#account").fill(AMARA)
    with mara.expect_navigation():
        mara.keyboard.press("Enter")
    lea = sits_down("lea", SUPERVISOR)
    lea.get_by_role("link", name="Figures").click()
    led = lea.locator("section", has_text="Where calls led")
    expect(led.get_by_role("row", name="The old phone")).to_contain_text("2")
    expect(led.get_by_role("row", name="An administrator resets the sign-in")).to_contain_text("1")
    expect(lea.locator(".tiles li", has_text=re.compile("^Calls 4"))).to_be_visible()
    expect(lea.get_by_role("img")).to_have_attribute("aria-label", re.compile("4 calls$"))
    for name in ("mara", "amara", "contoso"):
        expect(lea.get_by_role("main")).not_to_contain_text(name, ignore_case=True)


def test_axe_finds_nothing_on_any_page_of_the_desk(sits_down, browse, helpdesk):
    from axe_playwright_python.sync_playwright import Axe

    def looks_fine(page):
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []

    waits_at_the_desk(helpdesk.office, Case(problem="lost_authenticator", account_type="business"))
    looks_fine(browse("/desk"))
    page = sits_down(viewport={"width": 360, "height": 740})
    looks_fine(page)
    assert sideways(page) == 0
    press(page, "n")
    looks_fine(page)
    assert sideways(page) == 0
    press(page, "1192")
    page.get_by_text("More facts").click()
    for key in "rqfb":
        page.keyboard.press(key)
    page.get_by_text("The whole alphabet").click()
    page.locator("#code").fill("K7")
    looks_fine(page)
    assert sideways(page) == 0
    page.keyboard.press("Escape")
    press(page, "e")
    looks_fine(page)
    press(page, "hn")
    page.get_by_label("What is your sign-in name?").fill(AMARA)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    press(page, "a")
    looks_fine(page)
    lea = sits_down("lea", SUPERVISOR, viewport={"width": 360, "height": 740})
    looks_fine(lea)
    lea.goto("/desk/figures")
    lea.get_by_text("All figures").click()
    looks_fine(lea)
    assert sideways(lea) == 0


def test_what_was_noted_of_the_caller_looks_pressed(sits_down):
    page = sits_down()
    press(page, "n")
    page.get_by_role("button", name="Presses for time").click()
    page.wait_for_load_state()
    looks = [
        page.get_by_role("button", name=name).evaluate("button => getComputedStyle(button).backgroundColor")
        for name in ("Presses for time", "Wants password and second factor")
    ]
    assert looks[0] != looks[1]
