"""Accounts for the desk are made at this machine, and told once."""

import re

from bot.audit import Audit
from bot.desk.agents import AGENT, SUPERVISOR, Agent, Agents
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
    assert run("agents", "add", "mara") == (
        2,
        "sparekey: no agent was made: there is an agent mara already, or was one.\n",
    )


def test_command_that_it_does_not_know_is_answered_with_the_usage(run):
    for arguments in ((), ("add",), ("remove",), ("dismiss", "mara"), ("add", "mara", "lea"), ("list", "--supervisor")):
        code, shown = run("agents", *arguments)
        assert (code, shown.startswith("usage:")) == (2, True)


def test_agents_are_listed_with_who_made_them(run):
    assert run("agents", "list") == (1, "sparekey: there is no agent yet.\n")
    run("agents", "add", "mara")
    run("agents", "add", "lea", "--supervisor")
    code, shown = run("agents", "list")
    assert code == 0
    assert re.findall(
        r"^(\w+) +(\w+) +10 recovery codes left +made \d{4}-\d\d-\d\d by operator", shown, re.MULTILINE
    ) == [
        ("lea", "supervisor"),
        ("mara", "agent"),
    ]


def test_agent_who_lost_the_phone_gets_a_new_second_factor_and_who_forgot_the_password_a_new_one(run, house, engine):
    _, first = run("agents", "add", "mara")
    code, shown = run("agents", "second-factor", "mara")
    assert code == 0
    new_code = re.search(r"recovery codes +(\S+)", shown)[1]
    _, changed = run("agents", "password", "mara")
    password = re.search(r"password +(\S+)", changed)[1]
    keys = keys_of(engine, house / "key")
    agents = Agents(engine, keys, Audit(engine, keys))
    old_password, old_code = re.search(r"password +(\S+)", first)[1], re.search(r"recovery codes +(\S+)", first)[1]
    assert agents.sign_in("mara", old_password, new_code, None, 1e9) is None
    assert agents.sign_in("mara", password, old_code, None, 1e9) is None
    assert agents.sign_in("mara", password, new_code, None, 1e9) == Agent("mara", AGENT)


def test_agent_who_was_removed_is_listed_no_more_and_their_name_stays_taken(run):
    run("agents", "add", "mara")
    code, shown = run("agents", "remove", "mara")
    assert (code, shown) == (
        0,
        "mara is an agent no more, and signed out. Open calls that wait for another agent now: 0\n",
    )
    assert run("agents", "list")[0] == 1
    assert "or was one" in run("agents", "add", "mara")[1]


def test_agent_who_does_not_exist_is_named_in_one_line(run):
    for verb in ("remove", "password", "second-factor"):
        assert run("agents", verb, "nobody") == (
            2,
            "sparekey: there is no agent nobody: `python -m bot agents list` names all.\n",
        )
