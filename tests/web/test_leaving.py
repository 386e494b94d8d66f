"""Whoever leaves a talk has left it for good: no copy of the cookie opens it, and nothing that was proved remains."""

import pytest
from sqlalchemy.exc import OperationalError

from bot.database.site import left_talks
from bot.database.tables import codes, proofs
from bot.left import KEPT, LeftTalks
from tests.talks import UMA
from tests.web.test_carrying_on import asks_for_a_code, conversation_of, enters
from tests.web.visiting import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.fixture
def visitor(assistant):
    return Visitor(assistant)


def leaves(visitor):
    visitor.open()
    assert visitor.send("POST", "/leave", {"form": visitor.form_token}).status == 303


def test_copy_of_the_cookie_opens_nothing_after_the_talk_was_left(visitor, assistant):
    """R24, R39"""
    visitor.say("I lost my phone, says Anna")
    thief = Visitor(assistant, dict(visitor.cookies))
    assert "says Anna" in thief.open().html
    token = thief.form_token
    leaves(visitor)
    for path in ("/", "/sheet", "/keep"):
        thief.cookies = {"sparekey": thief.cookies["sparekey"]}
        assert "Anna" not in Visitor(assistant, dict(thief.cookies)).open(path).html
    assert thief.send("POST", "/say", {"form": token, "text": "hello"}).status == 403
    framed = {"form": token, "text": "hello", "talk": thief.cookies["sparekey"]}
    assert Visitor(assistant).send("POST", "/say", framed).status == 403


def test_nothing_that_was_proved_remains_when_the_talk_was_left(visitor, helpdesk):
    """R39"""
    visitor.say("my phone broke and authenticator was on it, it's my work account")
    visitor.press("Look it up for me")
    visitor.say(UMA)
    visitor.say(helpdesk.codes[-1])
    conversation = conversation_of(visitor)
    assert [row["conversation_id"] for row in helpdesk.rows(proofs)] == [conversation]
    leaves(visitor)
    assert helpdesk.rows(proofs) == helpdesk.rows(codes) == []
    assert conversation not in str(helpdesk.rows(left_talks))


def test_code_that_was_given_before_still_brings_the_facts_along(visitor, assistant):
    visitor.say("I lost my phone with Microsoft Authenticator")
    code = asks_for_a_code(visitor)
    leaves(visitor)
    other = Visitor(assistant)
    assert enters(other, code).status == 200
    assert "What happened since?" in other.open().html


def test_talk_is_left_also_while_the_database_fails(visitor, assistant, monkeypatch):
    visitor.say("I lost my phone, says Anna")
    before = dict(visitor.cookies)

    def broken(*about):
        raise OperationalError("INSERT", {}, OSError("disk I/O error"))

    monkeypatch.setattr(LeftTalks, "leave", broken)
    monkeypatch.setattr(LeftTalks, "was_left", broken)
    leaves(visitor)
    assert "says Anna" not in Visitor(assistant, before).open().html


def test_what_is_kept_of_it_goes_when_no_cookie_lives_any_more(helpdesk):
    left = LeftTalks(helpdesk.office.engine, helpdesk.office.keys)
    left.leave("a talk", helpdesk.clock())
    left.leave("a talk", helpdesk.clock())
    assert left.was_left("a talk")
    left.leave("another", helpdesk.clock() + KEPT)
    assert len(helpdesk.rows(left_talks)) == 1
