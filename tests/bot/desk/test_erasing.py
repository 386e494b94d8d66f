"""Who asks to be forgotten is in no note, no talk that waits and no request of the desk; what is old goes by itself."""

import asyncio

import pytest

from bot.audit.row import as_stored, rows
from bot.case import Case
from bot.database.desk import desk_approvals, desk_calls, desk_hand_overs
from bot.database.tables import conversations
from bot.desk import erasing
from bot.desk.agents import AGENT, Agent
from bot.desk.desk import AgentDesk
from bot.desk.note import in_plain_text
from bot.errors import ApprovalRefused
from bot.proof.rules import DAY
from bot.runtime.errands import tidy

AMARA = "amara.diallo@contoso.example"
CLARA = "clara.neumann@contoso.example"
MARA, JONAS = Agent("mara", AGENT), Agent("jonas", AGENT)


@pytest.fixture
def desk(office, agents, mara, helpdesk):
    agents.make("jonas", AGENT, "operator root", helpdesk.clock())
    return AgentDesk(office)


async def call_about(desk, name):
    """Take a call about this account; give its id."""
    call = desk.calls.open(MARA, desk.office.now())
    await desk.look_up(MARA, call.id, name)
    return call.id


async def ended_call_about(desk, name):
    return await desk.end(MARA, await call_about(desk, name))


def request_of(helpdesk):
    [row] = helpdesk.rows(desk_approvals)
    return row["id"]


def test_decision_of_the_second_agent_names_whom_it_is_about_so_that_it_is_erased_with_them(desk, office, helpdesk):
    """R23: with Entra the sign-in name is all that they can be found by."""

    async def asks_and_is_answered():
        await desk.ask_a_second(MARA, await call_about(desk, AMARA))
        desk.approvals.decide(JONAS, request_of(helpdesk), "approved", office.now())

    asyncio.run(asks_and_is_answered())
    office.audit.erase_person("somebody else", office.now(), "operator root", names={AMARA})
    with as_stored(office.engine) as connection:
        of_the_desk = [row for row in rows(connection) if row.what == "desk_approval"]
    assert [row.person_id for row in of_the_desk] == [None, None]


def test_nobody_decides_about_an_account_that_the_call_is_about_no_more(desk, office, helpdesk):
    """R17: what the second agent is shown is what they say yes to."""

    async def asks_and_goes_on_to_somebody_else():
        call_id = await call_about(desk, AMARA)
        await desk.ask_a_second(MARA, call_id)
        await desk.look_up(MARA, call_id, CLARA)

    asyncio.run(asks_and_goes_on_to_somebody_else())
    assert desk.approvals.waiting(JONAS) == []
    with pytest.raises(ApprovalRefused):
        desk.approvals.decide(JONAS, request_of(helpdesk), "approved", office.now())


def test_erased_person_is_in_no_note_and_in_no_talk(desk, office, helpdesk):
    """R23"""

    async def calls_and_chats():
        ended = await ended_call_about(desk, CLARA)
        await ended_call_about(desk, AMARA)
        await desk.ask_a_second(MARA, await call_about(desk, AMARA))
        await office.carry_out("hand_over", "chat", CLARA, Case(), None)
        return ended

    ended = asyncio.run(calls_and_chats())
    assert erasing.erase_person(office.engine, "contoso-clara", {CLARA.upper()}) == 2
    assert erasing.erase_person(office.engine, "contoso-amara", {AMARA}) == 2
    kept = str(helpdesk.rows_of([desk_calls, desk_hand_overs, desk_approvals, conversations]))
    assert not [name for name in (CLARA, AMARA, "contoso-clara", "contoso-amara") if name in kept]
    note = desk.calls.find(MARA, ended.id).note
    assert note["way_in"] == ended.note["way_in"]
    assert "Account: erased" in in_plain_text(note)
    assert erasing.erase_person(office.engine, "contoso-clara", {CLARA}) == 0


def test_erased_person_is_in_no_call_that_is_open_nor_in_one_that_waits(desk, office, helpdesk):
    """R23: what was typed of them goes too."""

    async def is_named():
        call = desk.calls.open(MARA, office.now())
        await desk.hear(MARA, call.id, f"my sign-in name is {CLARA}")
        await desk.hear(MARA, call.id, "the phone was stolen")
        ended = desk.calls.open(MARA, office.now(), desk.calls.find(MARA, call.id).talk)
        await desk.end(MARA, ended.id)
        return call.id

    call_id = asyncio.run(is_named())
    assert [CLARA in str(row) for row in helpdesk.rows(desk_calls)] == [True, False]
    erasing.erase_person(office.engine, "contoso-clara", {CLARA})
    assert CLARA not in str(helpdesk.rows(desk_calls))
    assert desk.calls.find(MARA, call_id).talk.case.device_event == "stolen"


def test_notes_older_than_the_retention_name_nobody(desk, office, helpdesk):
    """R23"""
    asyncio.run(ended_call_about(desk, CLARA))
    helpdesk.clock.pass_(10 * DAY)
    asyncio.run(ended_call_about(desk, AMARA))
    assert erasing.erase_older_than(office.engine, 9 * DAY, office.now()) == 1
    assert CLARA not in str(helpdesk.rows(desk_calls))
    assert AMARA in str(helpdesk.rows(desk_calls))


def test_what_nobody_ended_or_took_is_gone_a_day_later_without_another_look_up(desk, office, helpdesk):
    """R39"""

    async def look_up_and_leave():
        await office.carry_out("look_up", "chat", CLARA, Case(), "192.0.2.7")
        await office.proof.settle()
        await office.carry_out("hand_over", "chat", CLARA, Case(), None)
        await desk.ask_a_second(MARA, await call_about(desk, AMARA))

    asyncio.run(look_up_and_leave())
    tidy(office)
    assert "192.0.2.7" in str(helpdesk.rows(conversations))
    helpdesk.clock.pass_(DAY + 1)
    tidy(office)
    assert helpdesk.rows_of([conversations, desk_hand_overs, desk_approvals]) == [[], [], []]
