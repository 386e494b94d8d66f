"""Accounts for the desk are made at this machine, and told once."""

import re

from bot.audit import Audit
from bot.desk.agents import SUPERVISOR, Agent, Agents
from bot.keys import keys_of


def test_agent_is_made_and_the_first_sign_in_is_shown(run, house, engine):
    code, shown = run("agents", "add", "mara", "--supervisor")
    keys = keys_of(engine, house / "key")
    agents = Agents(engine, keys, Audit(engine, keys))
    assert code == 0
    assert agents.all() == [Agent("mara", SUPERVISOR)]
    password = re.search(r"password +(\S+)", shown)[1]
    recovery_code = re.search(r"recovery codes +(\S+)", shown)[1]
    assert agents.sign_in("mara", password, recovery_code, None, 1e9) == Agent("mara", SUPERVISOR)
    assert len(re.search(r"authenticator +([A-Z2-7 ]+)", shown)[1].replace(" ", "")) == 32


def test_name_that_is_taken_is_refused_in_one_line(run):
    run("agents", "add", "mara")
    assert run("agents", "add", "mara") == (2, "sparekey: no agent was made: there is an agent mara already.\n")


def test_command_that_it_does_not_know_is_answered_with_the_usage(run):
    for arguments in ((), ("add",), ("remove", "mara"), ("add", "mara", "lea")):
        code, shown = run("agents", *arguments)
        assert (code, shown.startswith("usage:")) == (2, True)
