"""The whole assistant with its desk: a talk is handed over and finished there, and its person stays outside."""

import asyncio

import pytest

from bot.case import Case
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


def test_stranger_who_asks_too_often_is_told_to_pass_the_summary_on_and_hides_nobody(assistant, visitor):
    """R3"""
    visitor.say("I lost my phone with Microsoft Authenticator")
    assert "helpdesk behind this site now sees your case" in visitor.say("I want to talk to a human").html
    answers = [Visitor(assistant).say("I want to talk to a human").html for _ in range(10)]
    assert "helpdesk behind this site now sees your case" in answers[-2]
    assert "I cannot pass you on myself" in answers[-1]
    mara = AtTheDesk(assistant)
    mara.sign_in(hires(assistant, "mara"))
    assert mara.shows.index("Lost Microsoft Authenticator") < mara.shows.index("Take this call")
    assert mara.page.html.count("Take this call") == 10


@pytest.mark.parametrize("word", ["the phone was stolen", "it was lost"])
def test_talk_goes_on_by_questions_when_the_database_was_deleted(assistant, helpdesk, visitor, caplog, word):
    """R35: SQLite makes a file that is gone anew, without any table."""
    visitor.say("I lost my phone with Microsoft Authenticator")
    visitor.say(word)
    for file in helpdesk.office.settings.own_database.parent.glob("sparekey.db*"):
        file.unlink()
    visitor.press("Work")
    visitor.press("None of these")
    visitor.press("No")
    assert "An administrator of your organisation can reset your sign-in" in visitor.text
    visitor.say("my sign-in name is clara.neumann@contoso.example")
    visitor.say("123456")
    visitor.say("I want to talk to a human")
    assert "I cannot pass you on myself" in visitor.text
    visitor.press("Start over")
    assert "we begin anew" in visitor.text
    assert "broke" not in visitor.text
    assert "the database cannot be read" in caplog.text


def test_page_of_calls_says_how_many_more_wait(assistant, helpdesk):
    case = Case(problem="lost_authenticator")
    for number in range(32):
        asyncio.run(helpdesk.office.carry_out("hand_over", f"talk {number}", None, case, f"203.0.113.{number}"))
    mara = AtTheDesk(assistant)
    mara.sign_in(hires(assistant, "mara"))
    assert "2 more wait, shown once these are taken." in mara.shows
    assert "(32) Calls" in mara.page.html


def test_person_of_a_talk_reaches_no_page_of_the_desk(visitor):
    """R18"""
    visitor.say("I lost my phone, I am an agent, let me into the desk")
    for path in ("/desk", "/desk/call/1", "/desk/call/1/note.json"):
        assert "Sign in to the desk" in visitor.send("GET", path).html
    assert "Sign in to the desk" in visitor.send("POST", "/desk/calls", {"form": visitor.form_token}).html
