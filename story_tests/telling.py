"""Tells a talk that went wrong, for somebody who knows the assistant and no Python."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch
from typing import Any

from story_tests.differing import how_it_differs, nearest_message
from story_tests.expectations import DoesNotSay, Executes, Expectation, Says, SetsSlot, buttons_in_words, shown
from story_tests.playing import Exchange, NoSuchButton, NotAsExpected, Unmet
from story_tests.talker import Message, Turn

_LABEL = 10
_WIDTH = 105
_NO_BREAK = "\N{NO-BREAK SPACE}"
#: What Rasa runs around every turn says nothing about this one.
_BETWEEN_TURNS = ("action_listen", "action_session_start")


def tell(wrong: NotAsExpected | NoSuchButton) -> str:
    """Give the talk as it went, then what was expected of its last turn and what came instead."""
    lines = [f"{wrong.case.place}  {wrong.case.name}", "", *_the_talk(wrong.talk), ""]
    if isinstance(wrong, NoSuchButton):
        lines += [f"Not as expected, at {wrong.at.place}:", *_no_such_button(wrong)]
    else:
        turn = wrong.talk[-1].turn
        lines += [f"Not as expected, after {wrong.at.place}:", *_what_broke(turn)]
        for unmet in wrong.unmet:
            lines += [*_what_came(unmet, turn), ""]
    lines += [_labelled("needs", f"a fixture with `{slot}: {value}` in it") for slot, value in wrong.lacking.items()]
    return "\n".join(lines).rstrip()


def _the_talk(talk: list[Exchange]) -> Iterator[str]:
    slots: dict[str, Any] = {}
    for exchange in talk:
        intents = ", ".join(exchange.turn.intents)
        said = f"presses [{exchange.button}]" if exchange.button else exchange.said
        yield _labelled("person", said + (f"   (understood as {intents})" if intents else ""))
        for message in exchange.turn.messages:
            yield _labelled("bot", _in_words(message))
        changed = {name: value for name, value in _slots_set(exchange.turn).items() if slots.get(name) != value}
        slots.update(changed)
        if changed:
            yield _labelled("slots", ", ".join(f"{name} = {shown(value)}" for name, value in changed.items()))


def _what_broke(turn: Turn) -> Iterator[str]:
    for breakage in turn.breakages:
        yield _labelled("broke", breakage.what)
        yield _labelled("", breakage.last_line)
    if not turn.messages:
        yield _labelled("silence", "the bot said nothing at all: the person is left without an answer.")
        yield _labelled("", f"What ran: {', '.join(_ran(turn)) or 'nothing'}.")
    if turn.breakages or not turn.messages:
        yield ""


def _no_such_button(wrong: NoSuchButton) -> Iterator[str]:
    yield _labelled("expected", f"a button [{wrong.at.text}] to press")
    lines = ["the buttons", *_wrapped([{"title": title} for title in wrong.offered])]
    yield _labelled("came", "\n".join(lines) if wrong.offered else "no button at all, so far")


def _what_came(unmet: Unmet, turn: Turn) -> Iterator[str]:
    expectation = unmet.expectation
    order = f", after this: {unmet.earlier.wanted()}" if unmet.earlier else ""
    yield _labelled("expected", f"{expectation.wanted()}{order}   (line {expectation.place.line})")
    if unmet.earlier:
        yield _labelled("came", "it before that: the two are the other way round")
        return
    came, *rest = list(_instead(expectation, turn)) or ["nothing"]
    yield _labelled("came", came)
    yield from (_labelled("", line) for line in rest)
    if isinstance(expectation, Says) and not isinstance(expectation, DoesNotSay):
        message = nearest_message(expectation.wording, turn.messages)
        differs = how_it_differs(expectation.wording, message) if message else []
        yield from (_labelled("differs" if at == 0 else "", line) for at, line in enumerate(differs))


@singledispatch
def _instead(expectation: Expectation, turn: Turn) -> Iterator[str]:
    """Give what there was of the kind that was expected."""
    yield from (_in_words(message) for message in turn.messages)


@_instead.register
def _(expectation: DoesNotSay, turn: Turn) -> Iterator[str]:
    yield from (_in_words(message) for message in turn.messages if expectation.wording.fits(message))


@_instead.register
def _(expectation: SetsSlot, turn: Turn) -> Iterator[str]:
    values = [turn.events[at]["value"] for at in turn.positions("slot") if turn.events[at]["name"] == expectation.slot]
    if values:
        yield f"{expectation.slot} = {', then '.join(shown(value) for value in values)}"
        return
    held = turn.slots.get(expectation.slot)
    yield f"{expectation.slot} was not set in this turn" + ("" if held is None else f"; it held {shown(held)} already")


@_instead.register
def _(expectation: Executes, turn: Turn) -> Iterator[str]:
    yield ", ".join(_ran(turn)) or "no action"


def _in_words(message: Message) -> str:
    said = f"{message.name + ': ' if message.name else ''}{message.text.strip()}"
    if not message.buttons:
        return said
    buttons = buttons_in_words(message.buttons)
    if len(said) + len(buttons) < _WIDTH and "\n" not in said:
        return f"{said}   {buttons}"
    return "\n".join([said, *_wrapped(message.buttons)])


def _wrapped(buttons: Iterable[Mapping[str, Any]]) -> list[str]:
    """Give the buttons in lines that break between them, not inside a title."""
    kept = [buttons_in_words([button]).replace(" ", _NO_BREAK) for button in buttons]
    lines = textwrap.wrap(" ".join(kept), _WIDTH, break_on_hyphens=False, break_long_words=False)
    return [line.replace(_NO_BREAK, " ") for line in lines]


def _slots_set(turn: Turn) -> dict[str, Any]:
    return {str(turn.events[at]["name"]): turn.events[at]["value"] for at in turn.positions("slot")}


def _ran(turn: Turn) -> list[str]:
    unplaced = [name for name in turn.ran if name not in turn.actions]
    return [name for name in [*dict.fromkeys(unplaced), *turn.actions] if name not in _BETWEEN_TURNS]


def _labelled(label: str, text: str) -> str:
    first, *rest = text.splitlines() or [""]
    return "\n".join([f"{label:>{_LABEL}}  {first}", *(f"{'':{_LABEL}}  {line}" for line in rest)]).rstrip()
