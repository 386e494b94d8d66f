"""Reads the `steps` of a case: each turn begins with what the person says, and goes on with what is expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from story_tests.assertions import assertions_in, refuse_rasa_pro
from story_tests.case import PersonTurn
from story_tests.errors import (
    NotBegunByThePerson,
    NothingExpected,
    NothingSaid,
    OrderWithoutAssertions,
    Place,
    TwoThingsInOneStep,
    UnknownKey,
    nearest,
)
from story_tests.expectations import Expectation, LeavesSlot, Says, SetsSlot, Wording
from story_tests.marked import Marked
from story_tests.shared import Metadata, Shared

_PERSON = ("user", "press")
_BOT = ("bot", "utter", "slot_was_set", "slot_was_not_set")
_WITH_PERSON = ("metadata", "assertions", "assertion_order_enabled")

Step = tuple[Marked, dict[str, Marked]]


@dataclass
class Steps:
    """The turns of a case, and where it gives metadata and steps that are not looked at."""

    turns: list[PersonTurn] = field(default_factory=list)
    metadata_at: Place | None = None
    passed_over: list[Place] = field(default_factory=list)


def steps_in(piece: Marked, shared: Shared, metadata: Metadata) -> Steps:
    """Read steps; `metadata` goes with every message of the case, a step can add to it by name."""
    found = Steps()
    for turn in _turns(piece.items()):
        person, pairs = turn[0]
        own: Metadata = {}
        if "metadata" in pairs:
            found.metadata_at = found.metadata_at or pairs["metadata"].place
            own = shared.metadata_named(pairs["metadata"])
        asserted = assertions_in(pairs["assertions"]) if "assertions" in pairs else None
        stated = [expectation for _, step in turn[1:] for expectation in _expected(step)]
        if asserted is not None:
            found.passed_over += [expectation.place for expectation in stated]
        found.turns.append(
            PersonTurn(
                place=person.place,
                text=_said(pairs),
                is_press="press" in pairs,
                metadata={**metadata, **own},
                expectations=tuple(stated if asserted is None else asserted),
                is_ordered=_is_ordered(pairs),
                counts_each=asserted is None,
            )
        )
    if not found.turns:
        raise NothingExpected(piece.place, "steps")
    return found


def _turns(entries: list[Marked]) -> Iterator[list[Step]]:
    turn: list[Step] = []
    for entry in entries:
        pairs = _step(entry)
        if any(key in pairs for key in _PERSON):
            if turn:
                yield turn
            turn = []
        elif not turn:
            raise NotBegunByThePerson(entry.place, next(iter(pairs)))
        turn.append((entry, pairs))
    if turn:
        yield turn


def _step(entry: Marked) -> dict[str, Marked]:
    pairs = entry.pairs("a step")
    for key, piece in pairs.items():
        refuse_rasa_pro(key, piece)
        if key not in (*_PERSON, *_BOT, *_WITH_PERSON):
            raise UnknownKey(piece.place, key, "a step", nearest(key, (*_PERSON, *_BOT, *_WITH_PERSON)))
    kinds = [key for key in pairs if key in (*_PERSON, *_BOT)]
    if len(kinds) != 1:
        raise TwoThingsInOneStep(entry.place, " and ".join(f"`{key}`" for key in kinds or pairs) or "nothing")
    if kinds[0] in _BOT and len(pairs) > 1:
        extra = next(key for key in pairs if key in _WITH_PERSON)
        raise UnknownKey(pairs[extra].place, extra, f"a `{kinds[0]}` step", "It belongs to a `user` step.")
    return pairs


def _said(pairs: dict[str, Marked]) -> str:
    piece = pairs.get("press") or pairs["user"]
    if not piece.text():
        raise NothingSaid(piece.place)
    return piece.text()


def _is_ordered(pairs: dict[str, Marked]) -> bool:
    if "assertion_order_enabled" not in pairs:
        return False
    piece = pairs["assertion_order_enabled"]
    if "assertions" not in pairs:
        raise OrderWithoutAssertions(piece.place)
    if not isinstance(piece.value(), bool):
        raise piece.wrong("true or false")
    return bool(piece.value())


def _expected(step: dict[str, Marked]) -> list[Expectation]:
    [(key, piece)] = step.items()
    if piece.is_empty:
        raise NothingExpected(piece.place, key)
    if key == "bot":
        return [Says(piece.place, Wording(text=piece.text()))]
    if key == "utter":
        return [Says(piece.place, Wording(name=piece.text()))]
    kind = SetsSlot if key == "slot_was_set" else LeavesSlot
    return [expectation for entry in piece.items() for expectation in _slots(kind, entry)]


def _slots(kind: type[SetsSlot], entry: Marked) -> list[Expectation]:
    if not entry.is_map:
        return [kind(entry.place, entry.text())]
    return [kind(value.place, slot, True, value.value()) for slot, value in entry.pairs("a slot").items()]
