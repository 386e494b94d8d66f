"""After "this was not me" nothing changes until two agents are sure; after too many wrong codes one is enough."""

import asyncio
import re

import pytest

from bot.case import Case
from bot.database.audit import audit
from bot.desk.agents import AGENT, Agent
from bot.desk.desk import AgentDesk
from bot.enrolment.standing import MOST_IN_A_ROW, set_standing, standing_of
from bot.errors import CallUnknown, ChangeRefused, ChangesStopped, CheckRefused, TooManyWrongCodes
from bot.proof.rules import DAY

UMA, UMA_ID = "uma.patel@northwind.example", "northwind-uma"
BROKEN = Case(problem="lost_authenticator", account_type="business", device_event="broken")
MARA, JONAS = Agent("mara", AGENT), Agent("jonas", AGENT)

pytestmark = pytest.mark.slow


class Scene:
    """Mara with Uma on the phone, Jonas beside her, and a talk in the chat in Uma's name."""

    def __init__(self, helpdesk):
        self.helpdesk, self.office, self.desk = helpdesk, helpdesk.office, AgentDesk(helpdesk.office)
        self.call = self.desk.calls.open(MARA, self.office.now()).id

    def proves_it_twice_in_the_chat(self):
        """Prove it by two codes, and ask for the page."""

        async def talk():
            await self.office.carry_out("look_up", "chat", UMA, BROKEN, None)
            await self.enter_the_code()
            await self.office.send_second_code("chat", BROKEN)
            await self.enter_the_code()
            return await self.office.page_for("chat")

        return asyncio.run(talk())

    async def enter_the_code(self):
        await self.office.proof.settle()
        self.office.proof.take_code("chat", self.helpdesk.codes[-1], self.office.now())

    def somebody_says_that_it_was_not_them(self):
        self.office.send_due()
        texts = [text for _, text in self.helpdesk.delivery.sent if "/not-me/" in text]
        self.office.enrolment.stop(re.search(r"/not-me/(\S+)", texts[-1])[1], self.office.now())
        self.later()

    def later(self):
        self.helpdesk.clock.pass_(60)

    def looks_up(self, name=UMA):
        asyncio.run(self.desk.look_up(MARA, self.call, name))

    def second_agent_agrees(self):
        asyncio.run(self.desk.ask_a_second(MARA, self.call))
        self.desk.approvals.decide(JONAS, self.desk.approvals.waiting(JONAS)[0].id, "approved", self.office.now())

    def checks(self):
        asyncio.run(self.desk.check(MARA, self.call, "seen_in_person"))

    def lifts(self, agent=MARA):
        asyncio.run(self.desk.lift(agent, self.call))

    @property
    def seen(self):
        return asyncio.run(self.desk.see(MARA, self.call))

    @property
    def stands(self):
        with self.office.engine.connect() as connection:
            return standing_of(connection, UMA_ID)


@pytest.fixture
def scene(helpdesk, agents, mara):
    agents.make("jonas", AGENT, "operator root", helpdesk.clock())
    return Scene(helpdesk)


@pytest.fixture
def stopped(scene):
    scene.proves_it_twice_in_the_chat()
    scene.somebody_says_that_it_was_not_them()
    scene.looks_up()
    return scene


def test_person_gets_a_page_again_once_two_agents_were_sure(stopped, helpdesk):
    """R13, R17, R19, R21"""
    helpdesk.clock.pass_(40 * DAY)
    stopped.looks_up()
    with pytest.raises(ChangesStopped):
        stopped.proves_it_twice_in_the_chat()
    stopped.second_agent_agrees()
    stopped.checks()
    assert stopped.seen.may_lift
    stopped.lifts()
    assert "/enrol/" in stopped.proves_it_twice_in_the_chat()
    assert not stopped.seen.may_lift
    [row] = [row for row in helpdesk.rows(audit) if row["result"] == "changes allowed again"]
    assert (row["who"], row["person_id"]) == ("agent mara", UMA_ID)
    assert "changes_stopped: seen_in_person, desk, call 1, second agent jonas" in row["personal"]
    stopped.office.send_due()
    assert sum("allowed changes" in text for _, text in helpdesk.delivery.sent) == 2


def test_one_agent_alone_lifts_nothing_however_sure(stopped, helpdesk):
    """R17, R19"""
    with pytest.raises(CheckRefused):
        stopped.checks()
    with pytest.raises(ChangeRefused):
        stopped.lifts()
    asyncio.run(stopped.desk.ask_a_second(MARA, stopped.call))
    with pytest.raises(ChangeRefused):
        stopped.lifts()
    assert stopped.stands.stopped_at is not None
    assert {row["who"] for row in helpdesk.rows(audit) if row["result"].startswith("lifting: ")} == {"agent mara"}


def test_second_agent_without_a_check_of_the_caller_is_not_enough(stopped):
    """R15, R17"""
    stopped.second_agent_agrees()
    with pytest.raises(ChangeRefused, match="the caller was not checked"):
        stopped.lifts()


def test_check_and_yes_from_before_it_was_said_lift_nothing(stopped):
    """R19: who was believed, set up a phone and was found out is not believed a second time for it."""
    stopped.second_agent_agrees()
    stopped.checks()
    stopped.lifts()
    stopped.proves_it_twice_in_the_chat()
    stopped.somebody_says_that_it_was_not_them()
    assert (stopped.seen.standing.proof, stopped.seen.approval) == (None, None)
    with pytest.raises(ChangeRefused):
        stopped.lifts()
    with pytest.raises(CheckRefused):
        stopped.checks()
    stopped.second_agent_agrees()
    stopped.checks()
    stopped.lifts()


def test_too_many_wrong_codes_take_the_check_alone(scene):
    """R5, R12"""
    with scene.office.engine.begin() as connection:
        set_standing(connection, UMA_ID, wrong_codes=MOST_IN_A_ROW, wrong_recovery_codes=MOST_IN_A_ROW)
    with pytest.raises(TooManyWrongCodes):
        scene.proves_it_twice_in_the_chat()
    scene.looks_up()
    with pytest.raises(ChangeRefused):
        scene.lifts()
    scene.checks()
    scene.lifts()
    assert scene.stands.barred is None


def test_nothing_is_lifted_where_nothing_is_stopped(scene):
    scene.looks_up()
    scene.checks()
    assert not scene.seen.may_lift
    with pytest.raises(ChangeRefused, match="nothing to lift"):
        scene.lifts()


def test_only_the_agent_of_the_call_lifts_it(stopped):
    """R25"""
    stopped.second_agent_agrees()
    stopped.checks()
    with pytest.raises(CallUnknown):
        stopped.lifts(JONAS)
