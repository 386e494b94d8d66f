"""A talk of the chat waits for an agent with the whole case, and one agent takes it."""

import asyncio

import pytest

from bot.case import Case
from bot.database.desk import desk_hand_overs
from bot.desk.agents import AGENT, Agent
from bot.desk.desk import AgentDesk
from bot.desk.handing_over import KEPT
from bot.errors import CallUnknown, ChangeNotProved
from bot.plan import plan_for

CLARA = "clara.neumann@contoso.example"
CASE = Case(problem="lost_authenticator", account_type="business", other_methods=(), is_admin=False)
VIKTOR = "viktor.horak@northwind.example"
BROKEN = CASE.with_facts(device_event="broken")
MARA = Agent("mara", AGENT)


@pytest.fixture
def desk(office, mara):
    return AgentDesk(office)


def asks_for_a_human(office, conversation="one", name=CLARA, case=CASE):
    asyncio.run(office.carry_out("hand_over", conversation, name, case, None))


def test_agent_gets_the_case_and_the_name_and_no_proof(desk, office):
    """R4, R18: what was proved in the chat proves nothing on the phone."""
    asks_for_a_human(office, case=CASE.with_facts(can_enrol_here=True, has_own_second_factor=True))
    call = asyncio.run(desk.take_over(MARA, desk.hand_overs.waiting(office.now())[0].id))
    assert call.talk.case == CASE.with_facts(has_own_second_factor=True)
    seen = asyncio.run(desk.see(MARA, call.id))
    assert seen.standing.asked_for == CLARA
    assert seen.standing.proof is None
    assert seen.standing.methods == []


def test_what_an_agent_checks_on_the_phone_opens_no_page_in_the_chat(desk, office, helpdesk):
    """R18: whoever hands over a talk in somebody's name is not who is called back."""

    async def attacker_asks_and_the_person_is_checked():
        await office.carry_out("look_up", "chat", VIKTOR, BROKEN, None)
        await office.proof.settle()
        office.proof.take_code("chat", helpdesk.codes[-1], office.now())
        await office.carry_out("hand_over", "chat", VIKTOR, BROKEN, None)
        call = await desk.take_over(MARA, desk.hand_overs.waiting(office.now())[0].id)
        await desk.check(MARA, call.id, "seen_in_person")
        await office.page_for("chat")

    with pytest.raises(ChangeNotProved):
        asyncio.run(attacker_asks_and_the_person_is_checked())
    assert plan_for(BROKEN.with_facts(has_own_second_factor=True), office.settings.today()).steps == (
        "send_summary_to_helpdesk",
        "wait_for_the_helpdesk",
    )


def test_talk_is_taken_once(desk, office):
    asks_for_a_human(office)
    (waiting,) = desk.hand_overs.waiting(office.now())
    asyncio.run(desk.take_over(MARA, waiting.id))
    with pytest.raises(CallUnknown):
        asyncio.run(desk.take_over(MARA, waiting.id))
    assert desk.hand_overs.waiting(office.now()) == []


def test_person_who_asks_again_waits_once_with_what_they_told_since(desk, office):
    asks_for_a_human(office, name=None)
    asks_for_a_human(office)
    asks_for_a_human(office, "another")
    assert [one.sign_in_name for one in desk.hand_overs.waiting(office.now())] == [CLARA, CLARA]


def test_talk_waits_for_a_day(desk, office, helpdesk):
    asks_for_a_human(office)
    helpdesk.clock.pass_(KEPT)
    assert desk.hand_overs.waiting(office.now()) == []
    asks_for_a_human(office, "another")
    assert len(helpdesk.rows(desk_hand_overs)) == 1


def test_name_of_the_conversation_is_not_kept(office, helpdesk):
    """R25: who knew it would be in the talk."""
    asks_for_a_human(office, "a-name-that-opens-it")
    assert "a-name-that-opens-it" not in str(helpdesk.rows(desk_hand_overs))


def test_person_keeps_the_summary_when_the_database_is_gone(office, helpdesk):
    with office.engine.begin() as connection:
        desk_hand_overs.drop(connection)
    asks_for_a_human(office)
