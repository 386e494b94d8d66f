"""Reads the `assertions` of a step, and refuses those that only Rasa Pro can check."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from story_tests.errors import (
    BadPattern,
    KeyMissing,
    NothingExpected,
    RasaProOnly,
    TwoThingsInOneStep,
    UnknownKey,
    nearest,
)
from story_tests.expectations import DoesNotSay, Executes, Expectation, LeavesSlot, Says, SetsSlot, Wording
from story_tests.marked import Marked

#: Assertions of Rasa Pro by how they begin, and what Rasa Open Source does not have.
_RASA_PRO = {"flow_": "flows", "pattern_": "patterns", "generative_": "generated responses"}


def assertions_in(piece: Marked) -> list[Expectation]:
    """Give the expectations that a list of assertions states."""
    entries = piece.items()
    if not entries:
        raise NothingExpected(piece.place, "assertions")
    return [expectation for entry in entries for expectation in _assertion(entry)]


def refuse_rasa_pro(key: str, piece: Marked) -> None:
    """Raise `RasaProOnly` for a key that only means something with flows, patterns or a language model."""
    for beginning, missing in _RASA_PRO.items():
        if key.startswith(beginning):
            raise RasaProOnly(piece.place, key, missing)


def _assertion(entry: Marked) -> list[Expectation]:
    pairs = entry.pairs("an assertion")
    for key, piece in pairs.items():
        refuse_rasa_pro(key, piece)
        if key not in _READERS:
            raise UnknownKey(piece.place, key, "an assertion", nearest(key, _READERS))
    if len(pairs) != 1:
        raise TwoThingsInOneStep(entry.place, " and ".join(f"`{key}`" for key in pairs) or "nothing")
    return [expectation for key, piece in pairs.items() for expectation in _READERS[key](piece)]


def _says(kind: type[Says]) -> Callable[[Marked], list[Expectation]]:
    return lambda piece: [kind(piece.place, _wording(piece))]


def _wording(piece: Marked) -> Wording:
    pairs = piece.pairs(piece.name, ("utter_name", "text_matches", "buttons"))
    if not pairs:
        raise NothingExpected(piece.place, piece.name.strip("`"))
    return Wording(
        name=pairs["utter_name"].text() if "utter_name" in pairs else None,
        pattern=_pattern(pairs["text_matches"]) if "text_matches" in pairs else None,
        buttons=tuple(_button(entry) for entry in pairs["buttons"].items()) if "buttons" in pairs else None,
    )


def _pattern(piece: Marked) -> re.Pattern[str]:
    try:
        return re.compile(piece.text())
    except re.error as error:
        raise BadPattern(piece.place, piece.text(), error) from error


def _button(entry: Marked) -> dict[str, str]:
    pairs = entry.pairs("a button", ("title", "payload"))
    if "title" not in pairs:
        raise KeyMissing(entry.place, "a button", "title")
    return {key: piece.text() for key, piece in pairs.items()}


def _slots(kind: type[SetsSlot]) -> Callable[[Marked], list[Expectation]]:
    def read(piece: Marked) -> list[Expectation]:
        entries = piece.items()
        if not entries:
            raise NothingExpected(piece.place, piece.name.strip("`"))
        return [_slot(kind, entry) for entry in entries]

    return read


def _slot(kind: type[SetsSlot], entry: Marked) -> Expectation:
    pairs = entry.pairs("a slot", ("name", "value"))
    if "name" not in pairs:
        raise KeyMissing(entry.place, "a slot", "name")
    value: Any = pairs["value"].value() if "value" in pairs else None
    return kind(entry.place, pairs["name"].text(), "value" in pairs, value)


def _executes(piece: Marked) -> list[Expectation]:
    if not piece.text():
        raise NothingExpected(piece.place, "action_executed")
    return [Executes(piece.place, piece.text())]


_READERS: dict[str, Callable[[Marked], list[Expectation]]] = {
    "action_executed": _executes,
    "slot_was_set": _slots(SetsSlot),
    "slot_was_not_set": _slots(LeavesSlot),
    "bot_uttered": _says(Says),
    "bot_did_not_utter": _says(DoesNotSay),
}
