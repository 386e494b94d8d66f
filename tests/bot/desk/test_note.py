"""The case note tells apart what the caller told and what the directory stated."""

import asyncio
import datetime as dt

import pytest

from bot.desk.desk import AgentDesk
from bot.desk.moves import moved
from bot.desk.note import in_plain_text
from bot.desk.talk import Talk

TODAY = dt.date(2026, 11, 24)
CLARA = "clara.neumann@contoso.example"
TOLD = ("problem=lost_authenticator", "account_type=business", "other_methods=none", "is_admin=no")
NEVER_ASKED = ("Another administrator exists.", "No Microsoft partner or reseller.")


def what_clara_told():
    talk = Talk()
    for answer in TOLD:
        talk = moved(talk, f"answer:{answer}", TODAY)
    return talk


@pytest.fixture
def note(office, agents, mara):
    """The note of the demo call, with Clara checked."""
    desk, agent = AgentDesk(office), agents.named("mara")

    async def takes_the_call():
        call = desk.calls.open(agent, office.now())
        for answer in TOLD:
            await desk.move(agent, call.id, f"answer:{answer}")
        await desk.look_up(agent, call.id, CLARA)
        await desk.check(agent, call.id, "called_back")
        return (await desk.end(agent, call.id)).note

    return asyncio.run(takes_the_call())


def test_what_the_caller_was_never_asked_is_from_the_directory(note):
    assert note["on_file"] == list(NEVER_ASKED)
    assert not set(NEVER_ASKED) & set(note["reported"])


def test_what_the_caller_told_is_reported_although_the_directory_says_the_same(note):
    assert "Account: work." in note["reported"]
    assert "Is not an administrator." in note["reported"]


def test_note_of_an_earlier_release_is_still_read(note):
    del note["on_file"]
    assert "Reported" in in_plain_text(note)


def test_what_the_directory_corrects_is_its_own_until_the_agent_mends_it():
    talk = what_clara_told().with_stated({"is_admin": True})
    assert (talk.told.is_admin, talk.stated.is_admin) == (None, True)
    talk = moved(Talk.from_kept(talk.kept), "fact:is_admin=no", TODAY)
    assert (talk.told.is_admin, talk.stated.is_admin) == (False, None)
