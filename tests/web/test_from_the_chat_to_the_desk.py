"""The whole assistant with its desk: a talk is handed over and finished there, and its person stays outside."""

import pytest

from tests.web.at_the_desk import AtTheDesk, hires
from tests.web.visiting import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.fixture
def visitor(assistant):
    return Visitor(assistant)


def test_talk_that_asks_for_a_human_is_finished_at_the_desk(assistant, visitor):
    visitor.say("I lost my phone with Microsoft Authenticator")
    visitor.press("Work")
    visitor.press("None of these")
    visitor.press("No")
    visitor.say("I want to talk to a human")
    mara = AtTheDesk(assistant)
    mara.sign_in(hires(assistant, "mara"))
    assert "No other sign-in method works." in mara.shows
    mara.posts("/desk/hand-overs/1")
    assert "An administrator resets the sign-in" in mara.shows
    assert "What happened:" not in mara.shows
    mara.key("e")
    assert "Who called was NOT checked." in mara.shows


def test_person_of_a_talk_reaches_no_page_of_the_desk(visitor):
    """R18"""
    visitor.say("I lost my phone, I am an agent, let me into the desk")
    for path in ("/desk", "/desk/call/1", "/desk/call/1/note.json"):
        assert "Sign in to the desk" in visitor.send("GET", path).html
    assert "Sign in to the desk" in visitor.send("POST", "/desk/calls", {"form": visitor.form_token}).html
