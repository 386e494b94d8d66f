"""`python -m bot COMMAND ...`: what can be done without Rasa; each command is a module of bot/commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError

from bot.commands import (
    Command,
    Misused,
    agents,
    audit,
    backup,
    directory,
    explain,
    helped,
    misunderstood,
    paths,
    people,
    restore,
    talk,
)
from bot.errors import DatabaseUnavailable, SparekeyError
from bot.settings import Settings

USAGE = """usage: python -m bot explain [fact=value ...]    the next question, or the way in with its steps
       python -m bot paths [date]                every path of questions, on this day (2026-11-24)
       python -m bot talk [FILE] [--demo]        talk in the terminal; FILE gets it as a test case; --demo lets
                                                 you be somebody of `python -m bot people`, and shows the codes
       python -m bot misunderstood [NUMBER ...] [--export FILE]
                                                 what was not understood, counted; FILE gets test cases
       python -m bot helped                      how many said that it was any help, by day and way in
       python -m bot people                      the people of the demo, and the way in that each is for
       python -m bot directory check [SIGN_IN_NAME]
                                                 what works in Microsoft Entra, and what is missing
       python -m bot agents add NAME [--supervisor]
                                                 an account for the desk; shows its first sign-in once
       python -m bot agents list                 who has one
       python -m bot agents password NAME        a new password, or with second-factor in its place a new
                                                 second factor, shown once; signs NAME out
       python -m bot agents remove NAME          NAME is an agent no more; open calls wait for another one
       python -m bot audit verify [NOTED]        whether anybody changed the audit, and where it ends
       python -m bot audit export FILE           the audit as FILE.jsonl or FILE.csv
       python -m bot audit erase WHO             blank what is personal about WHO, a sign-in name or id,
                                                 in the audit and in the notes of the desk
       python -m bot audit erase --older-than N  the same for what is older than N days
       python -m bot backup FILE                 databases and key into FILE.tar.gz, while the server runs
       python -m bot restore FILE [--force]      and back, once it is checked

It ends with 0 when all is well, 1 when it found something wrong or nothing to do, 2 when it could not be done.

for example: python -m bot explain problem=lost_authenticator is_admin=true has_other_admin=false other_methods=none"""

COMMANDS: Mapping[str, Command] = {
    "explain": explain.run,
    "paths": paths.run,
    "talk": talk.run,
    "misunderstood": misunderstood.run,
    "helped": helped.run,
    "people": people.run,
    "directory": directory.run,
    "agents": agents.run,
    "audit": audit.run,
    "backup": backup.run,
    "restore": restore.run,
}


def main(arguments: list[str], environment: Mapping[str, str] = os.environ) -> int:
    """Run a command; give 0, 1 or 2, as the usage says."""
    if {"-h", "--help"} & set(arguments):
        print(USAGE)
        return 0
    try:
        if not arguments or arguments[0] not in COMMANDS:
            raise Misused
        return COMMANDS[arguments[0]](arguments[1:], Settings.from_env(environment))
    except Misused:
        print(USAGE)
    except (SparekeyError, ValueError, OSError) as error:
        print(f"sparekey: {error}", file=sys.stderr)
    except DBAPIError as error:
        print(f"sparekey: {DatabaseUnavailable(error.orig)}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
