"""`agents`: makes, lists and removes accounts for the desk; what an agent signs in with is shown once."""

from __future__ import annotations

import time
from collections.abc import Sequence

from bot.audit import Audit
from bot.authenticator import grouped
from bot.commands import Misused, operator
from bot.database.engine import open_database
from bot.desk.agents import AGENT, SUPERVISOR, Agents, FirstSignIn
from bot.desk.personnel import Personnel
from bot.keys import keys_of
from bot.settings import Settings

FIRST_SIGN_IN = """{role} {name}, to sign in at {address}/desk. This is shown once:

{lines}
"""
_PASSWORD = "  password        {password}"
_SECOND_FACTOR = """  authenticator   {key}
                  add it to any authenticator app as a key that you type; codes are by time, 6 digits
  recovery codes  {codes}
                  each signs in once, in the place of a code"""


def run(arguments: Sequence[str], settings: Settings) -> int:
    supervisor = "--supervisor" in arguments
    verb, *names = [argument for argument in arguments if argument != "--supervisor"] or [""]
    takes = {"add": 1, "list": 0, "remove": 1, "password": 1, "second-factor": 1}
    if takes.get(verb) != len(names) or (supervisor and verb != "add"):
        raise Misused
    engine = open_database(settings.own_database)
    try:
        keys = keys_of(engine, settings.key_file)
        behind = (engine, keys, Audit(engine, keys))
        if verb == "add":
            made = Agents(*behind).make(names[0], SUPERVISOR if supervisor else AGENT, operator(), time.time())
            print(in_words(made, settings), end="")
            return 0
        return _look_after(Personnel(*behind), verb, *names)
    finally:
        engine.dispose()


def _look_after(personnel: Personnel, verb: str, name: str = "") -> int:
    if verb == "list":
        accounts = personnel.all()
        for one in accounts:
            made = f"made {one.made_at:%Y-%m-%d} by {one.made_by}"
            print(f"{one.name:24}  {one.role:10}  {one.codes_left:2} recovery codes left  {made}")
        if not accounts:
            print("sparekey: there is no agent yet.")
        return 0 if accounts else 1
    if verb == "remove":
        waiting = personnel.remove(name, operator(), time.time())
        print(f"{name} is an agent no more, and signed out. Open calls that wait for another agent now: {waiting}")
    elif verb == "password":
        password = personnel.new_password(name, operator(), time.time())
        print(f"{name} is signed out. This is shown once:\n\n{_PASSWORD.format(password=password)}")
    else:
        key, codes = personnel.new_second_factor(name, operator(), time.time())
        print(f"{name} is signed out, and what they had is void. This is shown once:\n\n{_second_factor(key, codes)}")
    return 0


def in_words(made: FirstSignIn, settings: Settings) -> str:
    """Write down what a new agent needs, once."""
    lines = f"{_PASSWORD.format(password=made.password)}\n{_second_factor(made.key, made.recovery_codes)}"
    return FIRST_SIGN_IN.format(role=made.role, name=made.name, address=settings.address(), lines=lines)


def _second_factor(key: str, recovery_codes: Sequence[str]) -> str:
    codes = ("\n" + " " * 18).join("  ".join(recovery_codes[n : n + 2]) for n in range(0, 10, 2))
    return _SECOND_FACTOR.format(key=grouped(key), codes=codes)
