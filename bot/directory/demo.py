"""The people of the demo, one line each: whom to be, and which way in that shows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.case import Case
from bot.directory.facts import facts_of
from bot.directory.people import Person
from bot.directory.people_file import Part, read_people
from bot.plan import plan_for

DEMO = Path(__file__).with_name("demo.yml")


def demo_in_lines(path: Path, today: dt.date) -> str:
    """
    List the people of this file who have a story: sign-in name, way in on this day, tenant, story.

    Raises `PeopleFileWrong` when the file cannot be used.
    """
    file = read_people(path, now=0.0)  # when a contact changed shows nowhere here
    players = [(person, file.parts[person.id]) for person in file.people if person.id in file.parts]
    rows = [
        (person.sign_in_name, way_in_of(person, part, file.people, today), person.tenant.name, part.story)
        for person, part in players
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join("  ".join(map(str.ljust, row, widths)).rstrip() + "\n" for row in rows)


def way_in_of(person: Person, part: Part, everybody: tuple[Person, ...], today: dt.date) -> str:
    """Name the way in that this person has on this day, by what the directory knows and what they come with."""
    resetters = tuple(other for other in everybody if other.may_reset(person))
    case = Case(problem=part.problem).with_facts(**facts_of(person, resetters, today))
    return str(plan_for(case, today).way_in)
