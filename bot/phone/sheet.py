"""The whole call on one sheet of plain text that prints: number, lines, spelling, proofs, cautions, sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.phone.caller import Caller
from bot.phone.dated import Dated, Source, read_dated, source_lines, staleness_note
from bot.phone.dialling import dial_lines, number_lines
from bot.phone.numbers import numbers_data
from bot.phone.paper import titled, wrapped
from bot.phone.proofs import proof_boxes, proofs_data
from bot.phone.robot import Line, families, family_named, line_named, robot_data, script_for
from bot.phone.spelling import spelt

__all__ = ["call_sheet", "checked", "dial_lines", "other_lines", "staleness_note", "whatever_it_asks"]

#: What to say when nothing else fits.
_WHATEVER_IT_ASKS = "sent_away"
_BULLET = "- "


def call_sheet(caller: Caller, today: dt.date, family: str) -> str:
    """
    Give the whole call as one sheet of plain text, no wider than 78 characters but for web addresses.

    `family` says which robot the numbered lines are for; what the other robots ask comes after them.
    What is not known of the caller is left blank. Raises `ValueError` for an unknown family.
    """
    sections = (
        titled(_say("title"), *_opening(today)),
        titled(_say("dial_title"), *_dial(caller)),
        titled(_say("before_title"), *_bullets("before")),
        titled(_say("call_title"), *_call(caller, family)),
        titled(_say("else_title"), *_something_else(caller, family)),
        titled(_say("spelt_title"), *_spelt(caller)),
        titled(_say("proofs_title"), proof_boxes(caller)),
        titled(_say("write_title"), *_words().content["sheet"]["write"]),
        titled(_say("care_title"), *_bullets("care")),
        titled(_say("road_title"), wrapped(_say("road"))),
        titled(_say("sources_title"), *_sources(family)),
    )
    return "\n\n".join(sections)


def other_lines(caller: Caller, family: str) -> tuple[Line, ...]:
    """Give what the other robots were seen to ask, each once, without what this one asks."""
    told = set(family_named(family).line_ids)
    others = dict.fromkeys(line_id for other in families() for line_id in family_named(other).line_ids)
    return tuple(line_named(caller, line_id) for line_id in others if line_id not in told)


def whatever_it_asks(caller: Caller) -> str:
    """Give what to say when nothing else fits."""
    return line_named(caller, _WHATEVER_IT_ASKS).you_say


def checked() -> dt.date:
    """Give the day since which nobody looked at any part of the sheet: a sheet is as old as its oldest part."""
    return min(data.checked for data in (numbers_data(), robot_data(), proofs_data(), _words()))


def _opening(today: dt.date) -> Iterator[str]:
    yield wrapped(_say("made").format(today=today))
    stale = staleness_note(checked(), today)
    if stale:
        yield wrapped(stale)


def _dial(caller: Caller) -> Iterator[str]:
    for line in number_lines(caller, _say("no_country_on_paper", "dial")):
        yield wrapped(line)


def _call(caller: Caller, family: str) -> Iterator[str]:
    about = family_named(family)
    yield wrapped(_say("call_intro").format(title=about.title, seen=about.seen))
    for number, line in enumerate(script_for(caller, family), 1):
        yield ""
        yield from _line(line, f"{number:>2}. ")


def _something_else(caller: Caller, family: str) -> Iterator[str]:
    yield wrapped(_say("else_intro"))
    for line in other_lines(caller, family):
        yield ""
        yield from _line(Line(line.it_asks, line.you_say), "    ")
    yield ""
    yield wrapped(_say("else_anything"))
    yield wrapped(whatever_it_asks(caller), "    ")


def _line(line: Line, first: str) -> Iterator[str]:
    blank = " " * len(first)
    yield wrapped(line.it_asks, first + _say("it_asks"))
    yield wrapped(line.you_say, blank + _say("you_say"))
    for instead in line.instead:
        yield wrapped(instead, blank + _say("instead"))
    if line.note:
        yield wrapped(line.note, blank + _say("note"))


def _spelt(caller: Caller) -> Iterator[str]:
    known = dict.fromkeys(
        value for value in (caller.own_domain, caller.onmicrosoft_domain, caller.sign_in_name) if value
    )
    for value in known:
        yield wrapped(_say("spelt").format(value=value))
        yield wrapped(spelt(value), "    ")
    if not known:
        yield wrapped(_say("nothing_to_spell"))
        yield from (_say("blank"), _say("blank"))


def _sources(family: str) -> Iterator[str]:
    used = (*numbers_data().sources, *family_named(family).sources, *proofs_data().sources, *_words().sources)
    # One page tells several things: it is named once.
    once: dict[str, Source] = {}
    for source in used:
        once.setdefault(source.id, source)
    for line in source_lines(tuple(once.values()), checked()):
        yield wrapped(line)


def _bullets(key: str) -> Iterator[str]:
    for line in _words().content["sheet"][key]:
        yield wrapped(line, _BULLET)


def _say(key: str, part: str = "sheet") -> str:
    return _words().text(f"{part}.{key}")


def _words() -> Dated:
    return read_dated("sheet.yml")
