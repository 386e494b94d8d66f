"""Following the call along: what the robot said is typed or pressed, and the next words come back; never a guess."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.phone.caller import Caller
from bot.phone.dated import read_dated
from bot.phone.robot import Line, families, family_and_line_for, family_named, line_named, script_for


@dataclass(frozen=True)
class NextWords:
    """
    What to say now. `line` is None when nobody knows what the robot asked.

    `instead` is what to try next; `then` what it usually asks after this, None at the end.
    """

    line: Line | None
    say: str
    instead: tuple[str, ...] = ()
    note: str | None = None
    then: str | None = None


def next_words(caller: Caller, family: str, heard: str) -> NextWords:
    """Answer what the robot is reported to have said, in whatever words."""
    found = family_and_line_for(heard, family)
    if found is None:
        words = read_dated("sheet.yml").content["follow"]
        return NextWords(None, words["not_known"], (), words["way_back"])
    return _words_at(caller, *found)


def words_for(caller: Caller, family: str, line_id: str) -> NextWords | None:
    """Answer a question that was pressed; None for a name that is none."""
    homes = [name for name in (family, *families()) if line_id in family_named(name).line_ids]
    return _words_at(caller, homes[0], family_named(homes[0]).line_ids.index(line_id)) if homes else None


def questions(caller: Caller, family: str) -> Iterator[tuple[str, str]]:
    """Give every question that a robot was seen to ask, each once, with its name: first those of this one."""
    named = dict.fromkeys(one for name in (family, *families()) for one in family_named(name).line_ids)
    return ((line_id, line_named(caller, line_id).it_asks) for line_id in named)


def _words_at(caller: Caller, family: str, number: int) -> NextWords:
    script = script_for(caller, family)
    line = script[number]
    then = script[number + 1].it_asks if number + 1 < len(script) else None
    return NextWords(line, line.you_say, line.instead, line.note, then)
