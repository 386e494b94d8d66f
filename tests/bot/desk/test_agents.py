"""Agents are made at the machine and sign in with two things; whoever has one of them is told nothing (R18)."""

import pytest

from bot.database.desk import agent_recovery_codes, agent_sessions
from bot.database.desk import agents as table
from bot.desk.agents import AGENT, SUPERVISOR, Agent, Agents
from bot.desk.sessions import IDLE, LONGEST
from bot.errors import AgentRefused
from tests.bot.desk.conftest import code_of
from tests.bot.proof.fakes import HOUR, MINUTE

pytestmark = pytest.mark.slow


def test_agent_signs_in_with_password_and_code(agents, mara, helpdesk):
    signed_in = agents.sign_in("Mara ", mara.password, code_of(mara, helpdesk.clock), "10.0.0.1", helpdesk.clock())
    assert signed_in == Agent("mara", AGENT)


def test_code_signs_in_once(agents, mara, helpdesk):
    code = code_of(mara, helpdesk.clock)
    assert agents.sign_in("mara", mara.password, code, None, helpdesk.clock())
    assert agents.sign_in("mara", mara.password, code, None, helpdesk.clock()) is None
    helpdesk.clock.pass_(MINUTE)
    assert agents.sign_in("mara", mara.password, code_of(mara, helpdesk.clock), None, helpdesk.clock())


def test_recovery_code_signs_in_once_in_the_place_of_a_code(agents, mara, helpdesk):
    code = mara.recovery_codes[3].lower().replace("-", " ")
    assert agents.sign_in("mara", mara.password, code, None, helpdesk.clock())
    assert agents.sign_in("mara", mara.password, code, None, helpdesk.clock()) is None


def test_whoever_lacks_one_of_the_two_does_not_get_in(agents, mara, helpdesk):
    """R18"""
    now, code = helpdesk.clock(), code_of(mara, helpdesk.clock)
    assert agents.sign_in("mara", "wrong", code, None, now) is None
    assert agents.sign_in("mara", mara.password, "000000", None, now) is None
    assert agents.sign_in("mara", "", "", None, now) is None
    assert agents.sign_in("nobody", mara.password, code, None, now) is None


def test_code_is_not_used_up_by_somebody_without_the_password(agents, mara, helpdesk):
    now, code = helpdesk.clock(), code_of(mara, helpdesk.clock)
    agents.sign_in("mara", "wrong", code, None, now)
    agents.sign_in("mara", "wrong", mara.recovery_codes[0], None, now)
    assert agents.sign_in("mara", mara.password, code, None, now)
    assert agents.sign_in("mara", mara.password, mara.recovery_codes[0], None, now)


def test_unknown_name_costs_the_same_work_as_a_known_one(agents, mara, helpdesk, monkeypatch):
    """R18: one slow comparison, whatever was wrong."""
    from bot.desk import agents as accounts

    worked = []
    fits = accounts._fits
    monkeypatch.setattr(accounts, "_fits", lambda *given: worked.append(given[0][:9]) or fits(*given))
    agents.sign_in("mara", "wrong", "123456", None, helpdesk.clock())
    agents.sign_in("nobody", "wrong", "123456", None, helpdesk.clock())
    for _ in range(12):
        agents.sign_in("mara", "wrong", "123456", None, helpdesk.clock())
    assert worked == ["$argon2id"] * 14


def test_after_ten_tries_an_hour_the_right_ones_come_in_vain_too(agents, mara, helpdesk):
    """R18"""
    for _ in range(10):
        agents.sign_in("mara", "wrong", "123456", None, helpdesk.clock())
    assert agents.sign_in("mara", mara.password, code_of(mara, helpdesk.clock), None, helpdesk.clock()) is None
    helpdesk.clock.pass_(HOUR)
    assert agents.sign_in("mara", mara.password, code_of(mara, helpdesk.clock), None, helpdesk.clock())


def test_database_holds_no_password_key_code_or_token(agents, sessions, mara, helpdesk):
    token = sessions.begin(Agent("mara", AGENT), helpdesk.clock())
    kept = str([helpdesk.rows(one) for one in (table, agent_recovery_codes, agent_sessions)])
    for secret in (mara.password, mara.key, *mara.recovery_codes, token):
        assert secret not in kept
    assert "$argon2id$" in kept


@pytest.mark.parametrize(
    ("name", "role"), [("mara", AGENT), ("x", AGENT), ("Mara Lind", AGENT), ("=cmd", SUPERVISOR), ("lea", "admin")]
)
def test_name_that_is_taken_or_none_is_refused(agents, mara, name, role):
    with pytest.raises(AgentRefused):
        agents.make(name, role, "operator root", 0.0)


def test_only_who_was_made_is_an_agent(agents, mara):
    """R18"""
    assert agents.is_agent("mara")
    assert not agents.is_agent("MARA")
    assert not agents.is_agent("agent-1")


def test_session_ends_after_half_an_hour_without_a_request(agents, sessions, mara, helpdesk):
    """R18"""
    token = sessions.begin(Agent("mara", AGENT), helpdesk.clock())
    helpdesk.clock.pass_(IDLE - 1)
    assert sessions.agent_of(token, helpdesk.clock()) == Agent("mara", AGENT)
    helpdesk.clock.pass_(IDLE)
    assert sessions.agent_of(token, helpdesk.clock()) is None


def test_session_ends_after_ten_hours_however_busy(agents, sessions, mara, helpdesk):
    token = sessions.begin(Agent("mara", AGENT), helpdesk.clock())
    for _ in range(int(LONGEST // (IDLE / 2)) - 1):
        helpdesk.clock.pass_(IDLE / 2)
        assert sessions.agent_of(token, helpdesk.clock())
    helpdesk.clock.pass_(IDLE / 2)
    assert sessions.agent_of(token, helpdesk.clock()) is None


def test_session_that_was_ended_opens_nothing(sessions, mara, helpdesk):
    """R18"""
    token = sessions.begin(Agent("mara", AGENT), helpdesk.clock())
    other = sessions.begin(Agent("mara", AGENT), helpdesk.clock())
    sessions.end(token, helpdesk.clock())
    assert sessions.agent_of(token, helpdesk.clock()) is None
    assert sessions.agent_of(other, helpdesk.clock())
    assert not sessions.is_form_of(other, sessions.form_token(token))


@pytest.mark.parametrize("token", [None, "", "x", "mara", "\ud800"])
def test_token_that_is_none_opens_nothing(sessions, token):
    """R18"""
    assert sessions.agent_of(token, 0.0) is None


def test_everything_about_accounts_is_in_the_audit(agents, sessions, mara, helpdesk):
    """R21"""
    from bot.database.audit import audit

    agents.sign_in("mara", "wrong", "123456", "10.0.0.1", helpdesk.clock())
    agents.sign_in("mara", mara.password, code_of(mara, helpdesk.clock), None, helpdesk.clock())
    sessions.end(sessions.begin(Agent("mara", AGENT), helpdesk.clock()), helpdesk.clock())
    assert [(row["who"], row["what"]) for row in helpdesk.rows(audit)] == [
        ("operator root", "agent_made"),
        ("agent mara", "refused"),
        ("agent mara", "agent_signed_in"),
        ("agent mara", "agent_signed_out"),
    ]


def test_agents_of_this_database_alone_may_vouch(agents, office, mara):
    """R18: the proof asks the accounts, not the conversation."""
    assert isinstance(agents, Agents)
    assert office.proof._vouching._is_agent("mara")
    assert not office.proof._vouching._is_agent("somebody")
