"""The call to Microsoft, line by line: what the robot asks, what to say, and what if it says something else."""

from __future__ import annotations

from dataclasses import replace

from bot.phone.robot import Line, family_and_line_for, line_named, script_for
from bot.phone.sheet import call_sheet
from bot.phone.trial_tenant import other_road
from bot.talk.turn import Reply, Say, Turn, understood


def say_line(turn: Turn) -> Reply:
    """Say the line at which the call is."""
    number = turn.progress.phone_line or 0
    line = _script(turn)[number]
    return understood(
        turn, _say(line, number, len(_script(turn))), phone_line=number, phone_tries=0, requested_slot=None
    )


def next_line(turn: Turn) -> Reply | None:
    """Say the next line; None when the last one was said."""
    number = 0 if turn.progress.phone_line is None else turn.progress.phone_line + 1
    if number >= len(_script(turn)):
        return None
    return say_line(_at(turn, number))


def said_something_else(turn: Turn) -> Reply:
    """
    Find the line that fits what the robot said, in any of its families.

    Without one, give the next thing to try for the present line; when those are used up, what to
    say to be heard at all.
    """
    found = family_and_line_for(turn.text, turn.progress.phone_family)
    if found and found != (turn.progress.phone_family, turn.progress.phone_line):
        family, number = found
        return say_line(_at(turn, number, family))
    number = turn.progress.phone_line or 0
    instead, tries = _script(turn)[number].instead, turn.progress.phone_tries
    if tries < len(instead):
        say = Say("utter_phone_instead", {"you_say": instead[tries]}, "utter_phone_buttons")
    else:
        sent_away = line_named(turn.caller, "sent_away")
        say = Say("utter_phone_stuck", {"you_say": sent_away.you_say}, "utter_phone_buttons")
    return understood(turn, say, phone_line=number, phone_tries=tries + 1)


def show_sheet(turn: Turn) -> Reply:
    """Give the whole call as one plain-text sheet; the place in the talk is kept."""
    sheet = call_sheet(turn.caller, turn.today, turn.progress.phone_family)
    return understood(turn, Say("utter_call_sheet", {"sheet": sheet}))


def show_trial_tenant(turn: Turn) -> Reply:
    """Give the other road, a ticket from a temporary trial tenant; the place in the talk is kept."""
    return understood(turn, Say("utter_trial_tenant", {"road": other_road(turn.caller, turn.today)}))


def _script(turn: Turn) -> tuple[Line, ...]:
    return script_for(turn.caller, turn.progress.phone_family)


def _at(turn: Turn, number: int, family: str | None = None) -> Turn:
    family = family or turn.progress.phone_family
    return replace(turn, progress=turn.progress.with_(phone_family=family, phone_line=number, phone_tries=0))


def _say(line: Line, number: int, total: int) -> Say:
    values = {"number": number + 1, "total": total, "it_asks": line.it_asks, "you_say": line.you_say}
    if line.note:
        return Say("utter_phone_line_with_note", {**values, "note": line.note}, "utter_phone_buttons")
    return Say("utter_phone_line", values, "utter_phone_buttons")
