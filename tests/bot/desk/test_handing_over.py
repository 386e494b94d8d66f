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


def asks_for_a_human(office, conversation="one", name=CLARA, case=CASE, address=None):
    return asyncio.run(office.carry_out("hand_over", conversation, name, case, address))


def test_agent_gets_the_case_and_the_name_and_no_proof(desk, office):
    """R4, R18: what was proved in the chat proves nothing on the phone."""
    asks_for_a_human(office, case=CASE.with_facts(can_enrol_here=True, has_own_second_factor=True))
    call = asyncio.run(desk.take_over(MARA, desk.hand_overs.waiting(office.now())[0].id))
    assert call.talk.case == CASE.with_facts(has_own_second_factor=True)
    seen = asyncio.run(desk.see(MARA, call.id))
    assert seen.standing.asked_for == CLARA
    assert seen.standing.proof is None
    assert seen.standing.methods == []


def test_what_the_directory_stated_in_the_chat_stands_in_the_note_as_its_own(desk, office, helpdesk):
    """R44: an agent sees what is only told and what is on file."""
    known = CASE.with_facts(has_other_admin=True, has_partner=False)

    async def proves_it_and_asks_for_a_human():
        await office.carry_out("look_up", "chat", CLARA, CASE, None)
        await office.proof.settle()
        office.proof.take_code("chat", helpdesk.codes[-1], office.now())
        await office.carry_out("hand_over", "chat", CLARA, known, None)
        return await desk.take_over(MARA, desk.hand_overs.waiting(office.now())[0].id)

    talk = asyncio.run(proves_it_and_asks_for_a_human()).talk
    assert talk.case == known
    assert (talk.stated.has_other_admin, talk.told.has_other_admin) == (True, None)
    assert (talk.stated.problem, talk.told.problem) == (None, "lost_authenticator")


def test_what_a_stranger_tells_is_never_from_the_directory(desk, office):
    asks_for_a_human(office, case=CASE.with_facts(has_other_admin=True))
    call = asyncio.run(desk.take_over(MARA, desk.hand_overs.waiting(office.now())[0].id))
    assert call.talk.stated == Case()


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


def test_who_waits_longest_stands_first_also_when_they_ask_again(desk, office, helpdesk):
    asks_for_a_human(office)
    helpdesk.clock.pass_(60)
    asks_for_a_human(office, "another", name=VIKTOR)
    helpdesk.clock.pass_(60)
    asks_for_a_human(office)
    assert [one.sign_in_name for one in desk.hand_overs.waiting(office.now())] == [CLARA, VIKTOR]


def test_strangers_from_one_address_hide_nobody(desk, office):
    """R3"""
    asks_for_a_human(office, address="198.51.100.4")
    taken = [asks_for_a_human(office, f"stranger {n}", None, Case(), "203.0.113.9") for n in range(31)]
    assert taken == [True] * 10 + [False] * 21
    assert desk.hand_overs.waiting(office.now())[0].sign_in_name == CLARA
    assert asks_for_a_human(office, "another", address="198.51.100.4")


def test_person_who_asks_again_and_again_takes_no_place_of_others(desk, office):
    for _ in range(20):
        assert asks_for_a_human(office, address="198.51.100.4")
    assert asks_for_a_human(office, "another", address="198.51.100.4")
    assert desk.hand_overs.how_many(office.now()) == 2


def test_those_beyond_the_listed_are_counted(desk, office):
    for number in range(32):
        asks_for_a_human(office, f"talk {number}", address=f"203.0.113.{number}")
    assert len(desk.hand_overs.waiting(office.now())) == 30
    assert desk.hand_overs.how_many(office.now()) == 32


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
    assert not asks_for_a_human(office)
