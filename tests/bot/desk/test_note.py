"""The case note tells apart what the caller told and what the directory stated."""

import asyncio
import datetime as dt

import pytest

from bot.case import Case
from bot.desk.card import facts_of_talk
from bot.desk.desk import AgentDesk
from bot.desk.moves import moved
from bot.desk.note import in_plain_text
from bot.desk.talk import Talk

TODAY = dt.date(2026, 11, 24)
UMA = "uma.patel@northwind.example"
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


def test_what_was_told_otherwise_stays_beside_what_the_directory_states():
    talk = moved(what_clara_told(), "answer:is_admin=yes", TODAY).with_stated({"is_admin": False})
    talk = Talk.from_kept(talk.kept)
    assert (talk.case.is_admin, talk.stated.is_admin, talk.told_otherwise) == (False, False, Case(is_admin=True))
    [known] = [fact for fact in facts_of_talk(talk)[0] if fact.otherwise]
    assert (known.value, known.otherwise) == ("No", "Told otherwise: Yes")
    assert talk.with_stated({"is_admin": False}) == talk
    assert moved(talk, "fact:is_admin=yes", TODAY).told_otherwise == Case()


def test_caller_who_has_nothing_left_is_not_told_that_they_have_what_is_on_file():
    """R44: a registration is no thing in somebody's hand."""
    talk = Talk.from_kept(what_clara_told().with_stated({"other_methods": ("old_phone", "fido_key")}).kept)
    assert talk.plan(TODAY).way_in == "another_admin"
    assert (talk.case.other_methods, talk.to_ask_about) == ((), ("old_phone", "fido_key"))
    talk = moved(talk, "fact:other_methods=fido_key", TODAY)
    assert (talk.told.other_methods, talk.to_ask_about) == (("fido_key",), ("old_phone",))


def test_what_the_caller_says_still_works_is_not_taken_away_by_what_is_not_on_file():
    """R44: a computer that is still signed in is on no file."""
    talk = moved(what_clara_told(), "answer:other_methods=other_device", TODAY).with_stated({"other_methods": ()})
    assert talk.case.other_methods == ("other_device",)


def test_methods_on_file_count_where_the_caller_was_not_asked():
    talk = Talk().with_stated({"other_methods": ("fido_key",)})
    assert (talk.stated.other_methods, talk.to_ask_about) == (("fido_key",), ())


def test_note_keeps_the_claim_of_a_caller_whom_the_directory_contradicts(office, agents, mara):
    """R44: who says to be the only administrator, and is none."""
    desk, agent = AgentDesk(office), agents.named("mara")

    async def takes_the_call():
        call = desk.calls.open(agent, office.now())
        for answer in (*TOLD[:3], "is_admin=yes", "has_other_admin=no-no"):
            await desk.move(agent, call.id, f"answer:{answer}")
        await desk.look_up(agent, call.id, UMA)
        await desk.check(agent, call.id, "called_back")
        return (await desk.end(agent, call.id)).note

    note = asyncio.run(takes_the_call())
    assert "Told otherwise than the directory states it: Is an administrator." in note["reported"]
    assert "Is not an administrator." in note["on_file"]
