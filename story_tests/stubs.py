"""Reads `stub_custom_actions`: what an action answers instead of running, for a whole file or for one case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from story_tests.errors import KeyMissing, NothingNamed, Place, UnknownKey, nearest
from story_tests.marked import Marked

_OF_A_CASE = "::"
_IN_A_RESPONSE = ("text", "response", "buttons", "image", "custom", "attachment", "elements", "quick_replies")


@dataclass(frozen=True)
class Stub:
    """An action's answer as an action server gives it; `case` is None when it holds for the whole file."""

    action: str
    case: str | None
    answer: Mapping[str, Any]
    place: Place


def stubs_in(piece: Marked, cases: Collection[str]) -> list[Stub]:
    """Read the stubs of a file with these cases; those for one case come last, so that they win."""
    stubs = [_stub(key, answer, cases) for key, answer in piece.pairs("`stub_custom_actions`").items()]
    return sorted(stubs, key=lambda stub: stub.case is not None)


def _stub(key: str, piece: Marked, cases: Collection[str]) -> Stub:
    case, separator, action = key.rpartition(_OF_A_CASE)
    if separator and case not in cases:
        raise NothingNamed(piece.place, "test case", case, nearest(case, cases))
    place = piece.place
    pairs = piece.pairs("a stub", ("events", "responses"))
    answer = {
        "events": [_event(entry) for entry in pairs["events"].items()] if "events" in pairs else [],
        "responses": [_response(entry) for entry in pairs["responses"].items()] if "responses" in pairs else [],
    }
    return Stub(action, case if separator else None, answer, place)


def _event(entry: Marked) -> Any:
    if "event" not in entry.pairs("an event"):
        raise KeyMissing(entry.place, "an event", "event")
    return entry.value()


def _response(entry: Marked) -> Any:
    pairs = entry.pairs("a response")
    for key, piece in pairs.items():
        # Beside the name of a response, other keys fill its placeholders.
        if key not in _IN_A_RESPONSE and "response" not in pairs:
            raise UnknownKey(piece.place, key, "a response", nearest(key, _IN_A_RESPONSE))
    return entry.value()
