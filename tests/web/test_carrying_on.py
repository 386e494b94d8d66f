"""A talk goes on on another device, with a code that works once; what was proved never goes along."""

import asyncio
import re

import pytest
from sqlalchemy.exc import OperationalError

from bot.carrying_on import ResumeCodes
from bot.database.tables import proofs
from tests.talks import UMA
from tests.web.browser import LOST, expect, press, says
from tests.web.visiting import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.model]

OLD_PHONE = "An old phone with the app on it"


def code_on(page):
    return re.search(r"(?:[A-Z]{5}-){5}[A-Z]{5}", page)[0]


def conversation_of(visitor):
    return visitor.cookies["sparekey"].split(".")[0]


def asks_for_a_code(visitor):
    answer = visitor.send("POST", "/carry-on", {"form": visitor.form_token})
    assert answer.status == 200
    return code_on(answer.html)


def enters(visitor, code):
    return visitor.send("POST", "/resume", {"code": code})


def test_person_carries_on_in_a_second_browser_at_the_same_step(browse):
    phone = browse()
    phone.get_by_role("button", name=LOST).click()
    for title in ("Work", OLD_PHONE, "Done, next"):
        press(phone, title)
        expect(phone.locator("#typing")).to_be_hidden()
    place = phone.locator(".place").last.inner_text()
    assert place.startswith("Step 2 of")
    phone.get_by_role("button", name="Carry on elsewhere").click()
    code = phone.locator(".resume").inner_text()

    laptop = browse(java_script_enabled=False)
    laptop.get_by_text("Carry on a talk from another device").click()
    laptop.get_by_label("Your code").fill(code.lower())
    laptop.get_by_role("button", name="Carry on", exact=True).click()
    expect(laptop.get_by_role("heading", name="Your talk is here now")).to_be_visible()
    assert laptop.locator(".resume").inner_text() != code
    laptop.get_by_role("link", name="Go on with the talk").click()
    expect(laptop.locator("#talk")).to_contain_text("What happened since?")
    # What was written on the other device is not shown here.
    assert LOST not in laptop.locator("#talk").inner_text()
    press(laptop, "Nothing yet: go on where I was")
    assert laptop.locator(".place").last.inner_text() == place

    phone.goto("/")
    says(phone, "why?")
    assert "why?" not in laptop.reload().text()


def test_person_says_what_happened_since(assistant):
    before, after = Visitor(assistant), Visitor(assistant)
    before.say(LOST)
    before.press("Work")
    enters(after, asks_for_a_code(before))
    after.open()
    after.say("I found my old phone, the app on it still works")
    assert "Step 1 of" in after.text


def test_code_that_was_used_opens_nothing_and_its_successor_does(assistant):
    before, after, third = Visitor(assistant), Visitor(assistant), Visitor(assistant)
    before.say(LOST)
    code = asks_for_a_code(before)
    successor = code_on(enters(after, code).html)
    assert enters(third, code).status == 404
    assert "What happened since?" not in third.open().html
    assert enters(third, successor).status == 200
    assert "What happened since?" in third.open().html
    assert len({conversation_of(one) for one in (before, after, third)}) == 3


def test_next_code_takes_the_place_of_the_one_before_and_says_so(assistant):
    before, after = Visitor(assistant), Visitor(assistant)
    before.say(LOST)
    first, page = asks_for_a_code(before), before.send("POST", "/carry-on", {"form": before.form_token}).html
    assert "A code that you were given before does not work any more." in page
    assert [enters(after, code).status for code in (first, code_on(page))] == [404, 200]


def test_what_was_proved_does_not_go_along(assistant, helpdesk):
    """R39, R24: neither the proof nor the code that is waited for counts in the talk on the other device."""
    proof, clock = helpdesk.office.proof, helpdesk.clock
    before, after = Visitor(assistant), Visitor(assistant)
    before.say("my phone broke and authenticator was on it, it's my work account")
    before.press("Look it up for me")
    before.say(UMA)
    enters(after, asks_for_a_code(before))
    assert proof.expects_code(conversation_of(before), clock())
    assert not proof.expects_code(conversation_of(after), clock())
    after.open()
    after.say(helpdesk.codes[-1])
    before.say(helpdesk.codes[-1])
    assert [row["conversation_id"] for row in rows_of_proofs(helpdesk)] == [conversation_of(before)]

    third = Visitor(assistant)
    enters(third, asks_for_a_code(before))
    third.open()
    third.press("Nothing yet: go on where I was")
    assert [row["conversation_id"] for row in rows_of_proofs(helpdesk)] == [conversation_of(before)]
    slots = slots_of(assistant, third)
    assert slots["can_enrol_here"] is None
    third.say("/send_second_code")
    third.say("what is on file for me?")
    assert "/enrol/" not in third.page.html
    assert len(helpdesk.codes) <= 2


def test_guessing_is_limited(assistant):
    visitor, guess = Visitor(assistant), "-".join(["BBBBB"] * 6)
    assert [enters(visitor, guess).status for _ in range(11)] == [404] * 10 + [429]
    before = Visitor(assistant)
    before.say(LOST)
    assert enters(visitor, asks_for_a_code(before)).status == 429


def test_code_is_given_and_taken_on_our_own_pages_alone(assistant):
    """R30"""
    visitor = Visitor(assistant)
    visitor.say(LOST)
    code = asks_for_a_code(visitor)
    assert "BBBBB" not in visitor.send("POST", "/carry-on", {"form": "x"}).html
    assert not re.search(r"(?:[A-Z]{5}-){5}", visitor.send("POST", "/carry-on", {"form": "x"}).html)
    assert visitor.send("POST", "/resume", {"code": code}, Origin="https://evil.example").status == 403
    assert enters(visitor, code).status == 200


def test_while_the_database_fails_it_is_said_and_the_code_stays_good(assistant, monkeypatch):
    """R35"""
    before, after = Visitor(assistant), Visitor(assistant)
    before.say(LOST)
    code = asks_for_a_code(before)
    with monkeypatch.context() as broken:
        for name in ("give", "take"):
            broken.setattr(ResumeCodes, name, fails)
        assert "No code can be given just now" in before.send("POST", "/carry-on", {"form": before.form_token}).html
        answer = enters(after, code)
        assert (answer.status, "Your code stays good" in answer.html) == (503, True)
    assert enters(after, code).status == 200


def fails(*about):
    raise OperationalError("INSERT", {}, OSError("disk I/O error"))


def rows_of_proofs(helpdesk):
    return helpdesk.rows(proofs)


def slots_of(assistant, visitor):
    reading = assistant.agent.tracker_store.retrieve(conversation_of(visitor))
    return asyncio.run_coroutine_threadsafe(reading, assistant.loop).result(30).current_slot_values()
