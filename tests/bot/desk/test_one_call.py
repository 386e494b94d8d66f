"""A call is about one account, counts while it is open, and its note says what was checked, late as it may be."""

import asyncio
from dataclasses import replace

import pytest

from bot.case import Case
from bot.database.tables import people
from bot.desk.agents import AGENT
from bot.desk.checks import Checks
from bot.desk.desk import AgentDesk
from bot.errors import CallUnknown, DirectoryUnavailable
from bot.proof.rules import PROOF_HOLDS
from tests.bot.desk.test_two_people import CLARA, OTTO, UMA, Scene

pytestmark = pytest.mark.slow

NOT_CHECKED = "Who called was NOT checked."


class Away:
    """A directory that cannot be reached."""

    def forget(self, conversation_id):
        pass

    async def find(self, sign_in_name, conversation_id):
        raise DirectoryUnavailable("away")


@pytest.fixture
def scene(helpdesk, agents):
    agents.make("otto", AGENT, "operator root", helpdesk.clock())
    return Scene(helpdesk)


def test_call_back_to_a_mobile_counts_no_more_once_it_was_stolen(scene):
    """R12, R16"""
    mobile = next(contact.address for contact in scene.seen.standing.person.contacts if contact.channel == "sms")
    with scene.desk.office.engine.begin() as connection:
        connection.execute(people.update().values(call_back_number=mobile))
    scene.presses("fact:device_event=broken")
    scene.checks()
    assert scene.seen.is_checked
    scene.presses("fact:device_event=stolen")
    assert "called_back" not in scene.seen.standing.checks
    assert not scene.seen.is_checked


def test_call_that_is_ended_is_used_no_more(scene):
    """R21"""
    scene.ends()
    for use in (
        lambda: scene.seen,
        lambda: scene.looks_up(CLARA),
        scene.checks,
        scene.asks,
        lambda: scene.presses("fact:device_event=lost"),
    ):
        with pytest.raises(CallUnknown):
            use()
    assert scene.desk.calls.find(OTTO, scene.call).note


def test_note_tells_of_a_check_that_has_run_out_since(scene):
    scene.checks()
    scene.clock.pass_(PROOF_HOLDS + 60)
    assert not scene.seen.is_checked
    note = scene.ends()
    assert NOT_CHECKED not in note["checked"]


def test_note_tells_of_the_check_also_while_the_directory_is_away(scene):
    scene.checks()
    scene.desk = AgentDesk(scene.desk.office)
    scene.desk._checks = Checks(replace(scene.desk.office, directory=Away()))
    note = scene.ends()
    assert note["account"] == UMA
    assert NOT_CHECKED not in note["checked"]


def test_talk_that_is_taken_over_while_the_directory_is_away_keeps_its_name(scene):
    office = scene.desk.office
    asyncio.run(office.carry_out("hand_over", "a talk", CLARA, Case(problem="lost_authenticator"), None))
    scene.desk._checks = Checks(replace(office, directory=Away()))
    number = scene.desk.hand_overs.waiting(scene.clock())[0].id
    assert asyncio.run(scene.desk.take_over(OTTO, number)).talk.details == {"sign_in_name": CLARA}


def test_note_of_a_call_without_a_check_says_so(scene):
    assert NOT_CHECKED in scene.ends()["checked"]


def test_another_account_in_the_same_call_is_told_nothing_of_the_first(scene):
    scene.presses("fact:device_event=lost")
    scene.checks()
    assert scene.seen.call.talk.case.has_own_second_factor
    scene.looks_up(CLARA)
    talk = scene.seen.call.talk
    assert (talk.case.has_own_second_factor, talk.case.device_event) == (None, "lost")
    assert "account" in asyncio.run(scene.desk.end(OTTO, scene.call)).note


def test_account_that_is_looked_up_before_any_check_keeps_what_was_told(scene):
    scene.presses("fact:device_event=lost")
    before = scene.seen.call.talk
    scene.looks_up(UMA)
    assert scene.seen.call.talk == before
