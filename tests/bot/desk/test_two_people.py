"""What a second agent said counts: a no holds whatever is pressed later, and what comes up late is looked at too."""

import asyncio

import pytest

from bot.desk.agents import AGENT, Agent
from bot.desk.desk import AgentDesk
from bot.errors import ApprovalRefused, CheckRefused
from bot.proof.rules import DAY, PROOF_HOLDS

UMA, CLARA = "uma.patel@northwind.example", "clara.neumann@contoso.example"
OTTO, MARA, JONAS = (Agent(name, AGENT) for name in ("otto", "mara", "jonas"))


class Scene:
    """Otto with a caller on the phone who says that she is Uma; Mara and Jonas are there too."""

    def __init__(self, helpdesk):
        self.clock, self.desk = helpdesk.clock, AgentDesk(helpdesk.office)
        self.takes_a_call()

    def takes_a_call(self, agent=OTTO):
        self.agent, self.call = agent, self.desk.calls.open(agent, self.clock()).id
        self.looks_up(UMA)

    def looks_up(self, name):
        asyncio.run(self.desk.look_up(self.agent, self.call, name))

    def presses(self, *moves):
        for move in moves:
            asyncio.run(self.desk.move(self.agent, self.call, move))

    def asks(self):
        asyncio.run(self.desk.ask_a_second(self.agent, self.call))
        self.clock.pass_(60)

    def says(self, who, decision):
        self.desk.approvals.decide(who, self.desk.approvals.waiting(who)[0].id, decision, self.clock())
        self.clock.pass_(60)

    def checks(self):
        asyncio.run(self.desk.check(self.agent, self.call, "called_back"))

    def ends(self):
        return asyncio.run(self.desk.end(self.agent, self.call)).note

    @property
    def seen(self):
        return asyncio.run(self.desk.see(self.agent, self.call))


@pytest.fixture
def scene(helpdesk, agents):
    for name in ("otto", "mara", "jonas"):
        agents.make(name, AGENT, "operator root", helpdesk.clock())
    return Scene(helpdesk)


@pytest.fixture
def refused(scene):
    """Otto noted two red flags, and Mara said no."""
    scene.presses("both:yes", "pressing:yes")
    scene.asks()
    scene.says(MARA, "refused")
    return scene


def test_no_of_a_second_agent_holds_whatever_is_pressed_afterwards(refused):
    """R17, R19"""
    refused.presses("both:no", "pressing:no", "undo")
    assert set(refused.seen.standing.flags) == {"second_said_no", "both_at_once", "pressing"}
    with pytest.raises(CheckRefused):
        refused.checks()
    refused.looks_up(CLARA)
    refused.looks_up(UMA)
    with pytest.raises(CheckRefused):
        refused.checks()


def test_no_holds_for_a_day_in_every_call_about_the_account_and_for_no_other(refused):
    """R19"""
    refused.takes_a_call()
    assert refused.seen.standing.flags == ("second_said_no",)
    with pytest.raises(CheckRefused):
        refused.checks()
    refused.looks_up(CLARA)
    refused.checks()
    refused.clock.pass_(DAY)
    refused.takes_a_call()
    refused.checks()


def test_note_says_who_said_no_whatever_was_pressed_and_in_whichever_call(refused):
    """R19, R21"""
    refused.presses("both:no", "pressing:no")
    first = refused.ends()
    refused.takes_a_call()
    for note in (first, refused.ends()):
        assert not note["is_checked"]
        assert any("said no: mara, in call 1" in line for line in note["checked"])
    assert any("in one go" in line for line in first["checked"])


def test_another_second_agent_who_is_asked_after_the_no_may_agree(refused):
    """R17"""
    refused.asks()
    refused.says(JONAS, "approved")
    refused.checks()
    assert refused.seen.is_checked
    lines = refused.ends()["checked"]
    assert any("said no: mara" in line for line in lines)
    assert any("agreed: jonas" in line for line in lines)


def test_whoever_was_told_no_says_yes_to_nobody_else(refused):
    """R17: not by letting the other take the call."""
    refused.takes_a_call(JONAS)
    refused.asks()
    assert refused.desk.approvals.waiting(OTTO) == []
    [waiting] = refused.desk.approvals.waiting(MARA)
    with pytest.raises(ApprovalRefused, match="told no"):
        refused.desk.approvals.decide(OTTO, waiting.id, "approved", refused.clock())


def test_check_and_yes_from_before_a_no_count_for_nothing(scene):
    """R19: also when the no was said in another call."""
    scene.checks()
    assert scene.seen.is_checked
    first = scene.call
    scene.takes_a_call(JONAS)
    scene.presses("pressing:yes")
    scene.asks()
    scene.says(MARA, "refused")
    scene.agent, scene.call = OTTO, first
    assert scene.seen.standing.proof is None


def test_what_was_noted_of_the_caller_can_be_taken_back_until_somebody_was_asked(scene):
    scene.presses("both:yes", "both:no")
    assert scene.seen.standing.flags == ()
    scene.presses("both:yes")
    scene.asks()
    scene.presses("both:no")
    assert scene.seen.standing.flags == ("both_at_once",)


def test_what_comes_up_after_the_check_waits_for_a_second_agent(scene):
    """R19"""
    scene.checks()
    scene.clock.pass_(60)
    scene.presses("both:yes", "pressing:yes")
    assert scene.seen.standing.proof
    assert not scene.seen.is_checked
    scene.asks()
    assert not scene.seen.is_checked
    scene.says(MARA, "approved")
    assert scene.seen.is_checked
    assert scene.ends()["is_checked"]


def test_note_says_that_a_check_waited_for_a_second_agent(scene):
    """R19"""
    scene.checks()
    scene.presses("both:yes")
    note = scene.ends()
    assert not note["is_checked"]
    assert "does NOT count: no second agent" in note["checked"][0].replace("That ", "")


def test_note_of_a_long_call_still_tells_of_the_yes_that_the_caller_was_checked_with(scene):
    scene.presses("pressing:yes")
    scene.asks()
    scene.says(MARA, "approved")
    scene.clock.pass_(PROOF_HOLDS - 180)
    scene.checks()
    scene.clock.pass_(180)
    assert not scene.seen.is_checked
    note = scene.ends()
    assert note["is_checked"]
    assert any("agreed: mara" in line for line in note["checked"])


def test_account_that_is_asked_for_again_and_again_in_one_call_was_asked_for_once(scene):
    for _ in range(3):
        scene.looks_up(CLARA)
        scene.looks_up(UMA)
    assert scene.seen.standing.flags == ()
    for _ in range(2):
        scene.takes_a_call()
    assert scene.seen.standing.flags == ("third_look_up",)


def test_note_says_that_the_account_is_disabled(scene):
    scene.looks_up("ines.rocha@contoso.example")
    assert "The account is disabled." in scene.ends()["checked"]
