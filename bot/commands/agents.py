"""`agents add`: makes an account for the desk, and shows its first sign-in once."""

from __future__ import annotations

import time
from collections.abc import Sequence

from bot.audit import Audit
from bot.authenticator import grouped
from bot.commands import Misused, operator
from bot.database.engine import open_database
from bot.desk.agents import AGENT, SUPERVISOR, Agents, FirstSignIn
from bot.keys import keys_of
from bot.settings import Settings

FIRST_SIGN_IN = """{role} {name}, to sign in at {address}/desk. This is shown once:

  password        {password}
  authenticator   {key}
                  add it to any authenticator app as a key that you type; codes are by time, 6 digits
  recovery codes  {codes}
                  each signs in once, in the place of a code
"""


def run(arguments: Sequence[str], settings: Settings) -> int:
    supervisor = "--supervisor" in arguments
    others = [argument for argument in arguments if argument != "--supervisor"]
    if len(others) != 2 or others[0] != "add":
        raise Misused
    engine = open_database(settings.own_database)
    try:
        keys = keys_of(engine, settings.key_file)
        made = Agents(engine, keys, Audit(engine, keys)).make(
            others[1], SUPERVISOR if supervisor else AGENT, operator(), time.time()
        )
    finally:
        engine.dispose()
    print(in_words(made, settings), end="")
    return 0


def in_words(made: FirstSignIn, settings: Settings) -> str:
    """Write down what a new agent needs, once."""
    codes = ("\n" + " " * 18).join("  ".join(made.recovery_codes[n : n + 2]) for n in range(0, 10, 2))
    return FIRST_SIGN_IN.format(
        role=made.role,
        name=made.name,
        address=settings.address(),
        password=made.password,
        key=grouped(made.key),
        codes=codes,
    )
