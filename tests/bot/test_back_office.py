"""What is behind a conversation: it tells of nobody but who proved who they are, and says what became of a code."""

import asyncio
from dataclasses import replace

import pytest

from bot.case import Case
from bot.desk.handing_over import HandOvers
from bot.errors import DirectoryUnavailable, LinkCancelled
from bot.proof.codes import Outcome
from tests.helpdesk import open_helpdesk

CLARA, PAULA = "clara.neumann@contoso.example", "paula.stein@fabrikam.example"
UMA = "uma.patel@northwind.example"
LOST = Case(problem="lost_authenticator")


@pytest.fixture
def helpdesk(tmp_path):
    helpdesk = open_helpdesk(tmp_path)
    yield helpdesk
    helpdesk.close()


class DirectoryIsAway:
    """A proof of which the code was right, and of whom nothing can be asked just now."""

    def last_outcome(self, conversation_id):
        return Outcome.right

    async def person_proved(self, *about):
        raise DirectoryUnavailable("away")


async def asks_for_a_code(office):
    await office.carry_out("look_up", "talk", CLARA, LOST, None)
    await office.proof.settle()


@pytest.mark.parametrize(("named", "is_told"), [(CLARA, True), (PAULA, False), (None, False)])
def test_desk_is_told_from_the_directory_only_of_the_account_that_was_proved(helpdesk, named, is_told):
    office = helpdesk.office
    asyncio.run(asks_for_a_code(office))
    assert office.proof.take_code("talk", helpdesk.codes[-1], helpdesk.clock()) is Outcome.right
    case = LOST.with_facts(**asyncio.run(office.known("talk", LOST)).facts)
    assert asyncio.run(office.carry_out("hand_over", "talk", named, case, None))
    [waiting] = HandOvers(office.engine, office.audit).waiting(helpdesk.clock())
    assert waiting.sign_in_name == named
    assert (waiting.talk.on_file != Case()) is is_told


def test_who_starts_over_leaves_no_enrolment_page_open(helpdesk):
    """R39"""
    office, broken = helpdesk.office, LOST.with_facts(device_event="broken")

    async def proves_it_twice():
        await office.carry_out("look_up", "talk", UMA, broken, None)
        await office.proof.settle()
        office.proof.take_code("talk", helpdesk.codes[-1], helpdesk.clock())
        await office.send_second_code("talk", broken)
        await office.proof.settle()
        office.proof.take_code("talk", helpdesk.codes[-1], helpdesk.clock())
        page = await office.page_for("talk")
        await office.carry_out("forget", "talk", None, Case(), None)
        return page.rsplit("/", 1)[-1]

    token = asyncio.run(proves_it_twice())
    with pytest.raises(LinkCancelled):
        office.enrolment.open_page(token, helpdesk.clock())


def test_code_that_was_right_stays_right_while_the_directory_is_away(helpdesk):
    office = replace(helpdesk.office, proof=DirectoryIsAway())
    known = asyncio.run(office.known("talk", LOST))
    assert (known.outcome, known.facts, known.can_look_up) == ("right", None, False)
