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
    say = _say(line, number, len(_script(turn)))
    reply = understood(turn, say, phone_line=number, phone_tries=0, requested_slot=None)
    return _noted(reply) if turn.progress.phone_line is None else reply


def next_line(turn: Turn) -> Reply | None:
    """Say the next line; None when the last one was said."""
    if turn.progress.phone_line is None:
        return say_line(turn)
    number = turn.progress.phone_line + 1
    return say_line(_at(turn, number)) if number < len(_script(turn)) else None


def said_something_else(turn: Turn) -> Reply:
    """
    Find the line that fits what the robot said, in any of its families.

    Without one, give the next thing to try for the present line; when those are used up, what to
    say to be heard at all.
    """
    if line_for(turn):
        return say_line_for(turn)
    number = turn.progress.phone_line or 0
    instead, tries = _script(turn)[number].instead, turn.progress.phone_tries
    if tries < len(instead):
        say = Say("utter_phone_instead", {"you_say": instead[tries]}, "utter_phone_buttons")
    else:
        sent_away = line_named(turn.caller, "sent_away")
        say = Say("utter_phone_stuck", {"you_say": sent_away.you_say}, "utter_phone_buttons")
    return understood(turn, say, phone_line=number, phone_tries=tries + 1)


def line_for(turn: Turn) -> tuple[str, int] | None:
    """Give the family and the line that fit what was reported; None when that is unclear, or where the call is now."""
    found = family_and_line_for(turn.text, turn.progress.phone_family)
    return None if found == (turn.progress.phone_family, turn.progress.phone_line) else found


def say_line_for(turn: Turn) -> Reply:
    """Say the line that fits what was reported, else the present one."""
    found = line_for(turn)
    if found is None:
        return say_line(turn)
    reply = say_line(_at(turn, found[1], found[0]))
    return _noted(reply) if turn.progress.phone_line is None else reply


def show_sheet(turn: Turn) -> Reply:
    """Give the whole call as one plain-text sheet; the place in the talk is kept."""
    sheet = call_sheet(turn.caller, turn.today, turn.progress.phone_family)
    return _noted(understood(turn, Say("utter_call_sheet", {"sheet": sheet})))


def show_trial_tenant(turn: Turn) -> Reply:
    """Give the other road, a ticket from a temporary trial tenant; the place in the talk is kept."""
    return _noted(understood(turn, Say("utter_trial_tenant", {"road": other_road(turn.caller, turn.today)})))


def _noted(reply: Reply) -> Reply:
    """Every script that is given is a row of the audit."""
    return replace(reply, orders=("note_script",))


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
