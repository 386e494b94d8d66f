"""Agents with a database of their own, and a quick way to keep passwords: the real one takes a fifth of a second."""

import pytest
from argon2 import PasswordHasher

from bot import authenticator
from bot.desk import agents as accounts
from bot.desk.agents import AGENT, Agents
from bot.desk.sessions import Sessions


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Hashes of the real kind, made with less work."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    patch = pytest.MonkeyPatch()
    patch.setattr(accounts, "_hasher", lambda: quick)
    accounts._nobodys.cache_clear()
    yield
    patch.undo()
    accounts._nobodys.cache_clear()


@pytest.fixture
def office(helpdesk):
    return helpdesk.office


@pytest.fixture
def agents(office):
    return Agents(office.engine, office.keys, office.audit)


@pytest.fixture
def sessions(office):
    return Sessions(office.engine, office.keys, office.audit)


@pytest.fixture
def mara(agents, helpdesk):
    """An agent's first sign-in."""
    return agents.make("mara", AGENT, "operator root", helpdesk.clock())


def code_of(agent, clock):
    return authenticator.code_at(agent.key, authenticator.step_at(clock()))
