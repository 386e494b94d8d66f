"""What one agent decides shows up on the page of the other by itself, and takes nothing away that is being typed."""

import pytest

from bot.desk.sessions import IDLE
from tests.web.at_the_desk import AtTheDesk, code_of, hires
from tests.web.browser import expect

pytestmark = [pytest.mark.slow, pytest.mark.model]

#: A page looks every three seconds; a busy machine may take longer, in milliseconds.
SOON = 20_000
AMARA = "amara.diallo@contoso.example"


@pytest.fixture
def sits_down(assistant, browse):
    def sign_in(name):
        made = hires(assistant, name)
        page = browse("/desk")
        page.get_by_label("Name").fill(made.name)
        page.get_by_label("Password").fill(made.password)
        page.get_by_label("Code from").fill(code_of(made, assistant))
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Calls", exact=True)).to_be_visible()
        return page

    return sign_in


def asks_a_second_agent(page):
    """Take a call about an account with red flags, and ask."""
    page.get_by_role("button", name="New call").click()
    page.get_by_label("Sign-in name").fill(AMARA)
    page.get_by_role("button", name="Look up").click()
    page.get_by_role("button", name="Ask a second agent").click()


def test_two_agents_decide_without_loading_a_page_anew(sits_down):
    """R17"""
    mara, jonas = sits_down("mara"), sits_down("jonas")
    asks_a_second_agent(mara)
    expect(mara.get_by_text("Waiting for a second agent")).to_be_visible()
    said = mara.locator("#words")
    said.fill("my phone is")
    jonas.get_by_role("button", name="I looked at it, and agree").click(timeout=SOON)
    expect(mara.get_by_text("jonas looked at the red flags and agreed.")).to_be_visible(timeout=SOON)
    assert said.input_value() == "my phone is"
    expect(said).to_be_focused()
    said.blur()
    with mara.expect_navigation():
        mara.keyboard.press("w")
    expect(mara.get_by_text("Checked at")).to_be_visible()


def test_answer_shows_up_where_the_last_press_was_no_good(sits_down):
    """R17: what a page says of a press stands at an address that only forms are sent to."""
    mara, jonas = sits_down("mara"), sits_down("jonas")
    asks_a_second_agent(mara)
    mara.locator("#words").fill("are you still there")
    mara.get_by_role("button", name="Take in").click()
    expect(mara.get_by_text("Nothing in that was a fact")).to_be_visible()
    jonas.get_by_role("button", name="I looked at it, and agree").click(timeout=SOON)
    expect(mara.get_by_text("jonas looked at the red flags and agreed.")).to_be_visible(timeout=SOON)


def test_page_of_calls_says_in_its_title_that_somebody_waits(sits_down):
    mara, jonas = sits_down("mara"), sits_down("jonas")
    expect(jonas).to_have_title("Calls")
    asks_a_second_agent(mara)
    expect(jonas).to_have_title("(1) Calls", timeout=SOON)


def test_page_that_looks_by_itself_keeps_no_session_open(assistant, helpdesk):
    """R18"""
    mara = AtTheDesk(assistant)
    mara.sign_in(hires(assistant, "mara"))
    helpdesk.clock.pass_(IDLE - 60)
    assert "New call" in mara.send("GET", "/desk", **{"Sparekey-Looks": "1"}).html
    helpdesk.clock.pass_(60)
    assert "Sign in to the desk" in mara.send("GET", "/desk", **{"Sparekey-Looks": "1"}).html
    mara.sign_in(hires(assistant, "jonas"))
    helpdesk.clock.pass_(IDLE - 60)
    mara.send("GET", "/desk")
    helpdesk.clock.pass_(IDLE - 60)
    assert "New call" in mara.send("GET", "/desk").html
