"""No right hangs on what a conversation keeps: the proof is asked for, whatever its slots say (R18, R39)."""

import asyncio

import pytest

from bot.case import Case
from bot.errors import ChangeNotProved
from bot.proof.rules import PROOF_HOLDS
from tests.contracts.project import domain

#: A case as it is told of somebody who proved everything.
AS_IF_PROVED = Case(
    problem="lost_authenticator",
    account_type="business",
    other_methods=(),
    is_admin=False,
    device_event="broken",
    has_new_sim=True,
    has_been_reset=True,
    has_own_second_factor=True,
    can_enrol_here=True,
)


def test_proof_is_over_before_the_session_is():
    """R39: what is carried over into the next session are facts; there is no proof left to carry."""
    assert domain()["session_config"]["session_expiration_time"] * 60 >= PROOF_HOLDS


@pytest.mark.slow
def test_conversation_whose_slots_say_everything_is_told_nothing_and_given_no_page(helpdesk):
    """R18, R39: the slots are as after both proofs, also of somebody who was looked up and entered no code."""
    office = helpdesk.office

    async def ask(conversation):
        known = await office.known(conversation, AS_IF_PROVED)
        with pytest.raises(ChangeNotProved, match="nobody has proved here"):
            await office.page_for(conversation)
        return known

    async def look_up():
        await office.proof.begin("looked up", "uma.patel@northwind.example", AS_IF_PROVED)
        await office.proof.settle()

    asyncio.run(look_up())
    assert helpdesk.codes
    for conversation in ("new", "looked up"):
        known = asyncio.run(ask(conversation))
        assert (dict(known.facts or {}), tuple(known.methods), known.may_change) == ({}, (), False)
