"""Accounts are looked after at the machine; whatever changes about one, its sessions are over (R18)."""

import json

import pytest

from bot.case import Case
from bot.database.audit import audit
from bot.database.desk import agent_recovery_codes, desk_hand_overs
from bot.desk.agents import AGENT, Agent
from bot.desk.approvals import Approvals
from bot.desk.calls import Calls
from bot.desk.handing_over import HandOvers
from bot.desk.personnel import Personnel
from bot.desk.talk import Talk
from bot.errors import AgentRefused, AgentUnknown, CallUnknown
from tests.bot.desk.conftest import code_of

pytestmark = pytest.mark.slow

MARA = Agent("mara", AGENT)


@pytest.fixture
def personnel(office, mara):
    return Personnel(office.engine, office.keys, office.audit)


@pytest.fixture
def calls(office):
    return Calls(office.engine, office.keys, office.audit)


@pytest.mark.parametrize("change", ["new_password", "new_second_factor", "remove"])
def test_whatever_changes_the_sessions_are_over(personnel, sessions, helpdesk, change):
    """R18"""
    token = sessions.begin(MARA, helpdesk.clock())
    getattr(personnel, change)("mara", "operator root", helpdesk.clock())
    assert sessions.agent_of(token, helpdesk.clock()) is None


def test_removed_agent_signs_in_no_more_with_anything(agents, personnel, mara, helpdesk):
    """R18"""
    personnel.remove("mara", "operator root", helpdesk.clock())
    code = code_of(mara, helpdesk.clock)
    assert agents.sign_in("mara", mara.password, code, None, helpdesk.clock()) is None
    assert agents.sign_in("mara", mara.password, mara.recovery_codes[0], None, helpdesk.clock()) is None
    assert not agents.is_agent("mara")
    assert agents.all() == []
    assert helpdesk.rows(agent_recovery_codes) == []
    with pytest.raises(AgentRefused):
        agents.make("mara", AGENT, "operator root", helpdesk.clock())


def test_agent_signs_in_with_the_new_second_factor_and_not_with_the_old_one(agents, personnel, mara, helpdesk):
    old = code_of(mara, helpdesk.clock)
    key, codes = personnel.new_second_factor("mara", "operator root", helpdesk.clock())
    assert key != mara.key
    assert not set(codes) & set(mara.recovery_codes)
    assert agents.sign_in("mara", mara.password, old, None, helpdesk.clock()) is None
    assert agents.sign_in("mara", mara.password, codes[0], None, helpdesk.clock()) == MARA


def test_open_calls_of_a_removed_agent_wait_for_another_one_with_all_that_was_told(
    office, agents, personnel, calls, helpdesk
):
    agents.make("jonas", AGENT, "operator root", helpdesk.clock())
    call = calls.open(MARA, helpdesk.clock(), Talk(Case(problem="lost_authenticator")))
    ended = calls.open(MARA, helpdesk.clock())
    calls.end(MARA, ended.id, {}, helpdesk.clock())
    assert personnel.remove("mara", "operator root", helpdesk.clock()) == 1
    [waiting] = HandOvers(office.engine, office.audit).waiting(helpdesk.clock())
    assert waiting.case.problem == "lost_authenticator"
    assert call.id not in json.dumps([str(row) for row in helpdesk.rows(desk_hand_overs)])
    with pytest.raises(CallUnknown):
        calls.keep(MARA, call.id, Talk(), "answer", helpdesk.clock())
    assert Approvals(office.engine, office.audit).waiting(Agent("jonas", AGENT)) == []


@pytest.mark.parametrize("change", ["new_password", "new_second_factor", "remove"])
def test_agent_who_does_not_exist_is_not_changed(personnel, helpdesk, change):
    for name in ("nobody", "MARA", ""):
        with pytest.raises(AgentUnknown):
            getattr(personnel, change)(name, "operator root", helpdesk.clock())


def test_who_changed_what_is_in_the_audit_without_any_secret(personnel, helpdesk):
    """R21"""
    password = personnel.new_password("mara", "operator root", helpdesk.clock())
    key, codes = personnel.new_second_factor("mara", "operator root", helpdesk.clock())
    personnel.remove("mara", "operator root", helpdesk.clock())
    rows = helpdesk.rows(audit)
    assert [(row["who"], row["what"], row["result"]) for row in rows[1:]] == [
        ("operator root", "agent_changed", "mara, new password"),
        ("operator root", "agent_changed", "mara, new second factor"),
        ("operator root", "agent_removed", "mara"),
    ]
    assert not [secret for secret in (password, key, *codes) if secret in str(rows)]
