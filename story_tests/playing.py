"""Plays a case with a talker, turn by turn, until it is through or something is not as expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from story_tests.case import Case, PersonTurn
from story_tests.errors import NoClock, NoMetadata, NothingNamed, Place, nearest
from story_tests.expectations import ANYWHERE, Expectation, Name
from story_tests.reading import CLOCK
from story_tests.talker import Opening, Talker, Turn, Vocabulary

#: What a kind of name is called, in an error about a name that the domain does not have.
_KINDS = {"responses": "response", "slots": "slot", "known_actions": "action"}


@dataclass(frozen=True)
class Exchange:
    """One turn as it went: what was said, the button if it was pressed, and what came of it."""

    said: str
    button: str | None
    turn: Turn


@dataclass(frozen=True)
class Unmet:
    """An expectation that was not met; `earlier` is the one it came before, when only its order is wrong."""

    expectation: Expectation
    earlier: Expectation | None = None


#: Slots, with their values, that a fixture would have to set.
Lacking = Mapping[str, str]


class NotAsExpected(Exception):
    """The talk so far, what in its last turn is not as expected, and the slots without which that never comes."""

    def __init__(
        self, case: Case, at: PersonTurn, talk: list[Exchange], unmet: list[Unmet], lacking: Lacking | None = None
    ) -> None:
        super().__init__(case.name)
        self.case, self.at, self.talk, self.unmet, self.lacking = case, at, talk, unmet, lacking or {}


class NoSuchButton(Exception):
    """
    A button is to be pressed that was not offered.

    `offered` are the titles that were, the last ones first; without the slots in `lacking` it never is.
    """

    def __init__(
        self, case: Case, at: PersonTurn, talk: list[Exchange], offered: list[str], lacking: Lacking | None = None
    ) -> None:
        super().__init__(at.text)
        self.case, self.at, self.talk, self.offered, self.lacking = case, at, talk, offered, lacking or {}


def play(case: Case, talker: Talker, heard: Callable[[Turn], None] = lambda turn: None) -> list[Exchange]:
    """
    Play the case and give the talk; `heard` is told of every turn.

    Raises `NotAsExpected` or `NoSuchButton` at the first turn that goes wrong, and a `StoryError`
    when the case uses a name or a fixture that this assistant does not have.
    """
    talker.begin(_opening(case, talker))
    talk: list[Exchange] = []
    for person in case.turns:
        said = _payload(case, person, talk, talker.vocabulary) if person.is_press else person.text
        turn = talker.say(said, person.metadata)
        heard(turn)
        talk.append(Exchange(said, person.text if person.is_press else None, turn))
        unmet = unmet_in(turn, person)
        if unmet or turn.breakages or not turn.messages:
            names = [name for one in unmet for _, name, _ in one.expectation.names()]
            raise NotAsExpected(case, person, talk, unmet, _lacking(case, talker.vocabulary, names))
    return talk


def unmet_in(turn: Turn, person: PersonTurn) -> list[Unmet]:
    """Give what was expected after this message and did not come, or came too early."""
    found: list[Unmet] = []
    taken: set[tuple[str, int]] = set()
    earliest, before = 0, None
    for expectation in person.expectations:
        wanted = expectation.wanted()
        places = [at for at in expectation.positions(turn) if at == ANYWHERE or (wanted, at) not in taken]
        place = next((at for at in places if at == ANYWHERE or at >= earliest), None)
        if place is None:
            found.append(Unmet(expectation, before if places else None))
        elif place != ANYWHERE and person.counts_each:
            taken.add((wanted, place))
        elif place != ANYWHERE and person.is_ordered:
            earliest, before = place + 1, expectation
    return found


def _opening(case: Case, talker: Talker) -> Opening:
    vocabulary = talker.vocabulary
    for kind, name, place in [*case.names, *(name for turn in case.turns for name in _names(turn))]:
        _check_name(vocabulary, kind, name, place)
    if case.metadata_at and not talker.takes_metadata:
        raise NoMetadata(case.metadata_at)
    if case.clock_at is None:
        return case.opening
    slots: Mapping[str, Any] = case.opening.slots
    if CLOCK in vocabulary.slots and case.opening.now:
        slots = {**slots, CLOCK: case.opening.now.isoformat()}
    elif not talker.fixes_the_clock:
        raise NoClock(case.clock_at, f"this assistant can neither fix it nor has a slot `{CLOCK}`")
    return replace(case.opening, slots=slots)


def _names(turn: PersonTurn) -> list[Name]:
    return [name for expectation in turn.expectations for name in expectation.names()]


def _check_name(vocabulary: Vocabulary, kind: str, name: str, place: Place) -> None:
    known: frozenset[str] = getattr(vocabulary, kind)
    if name not in known:
        raise NothingNamed(place, _KINDS[kind], name, nearest(name, known))


def _lacking(case: Case, vocabulary: Vocabulary, names: Iterable[str]) -> Lacking:
    needed = dict(vocabulary.only_with[name] for name in names if name in vocabulary.only_with)
    return {slot: value for slot, value in needed.items() if case.opening.slots.get(slot) != value}


def _payload(case: Case, person: PersonTurn, talk: list[Exchange], vocabulary: Vocabulary) -> str:
    offered = [
        button
        for exchange in reversed(talk)
        for message in reversed(exchange.turn.messages)
        for button in message.buttons
    ]
    titles = [str(button.get("title")) for button in offered]
    if person.text not in titles:
        lacking = _lacking(case, vocabulary, [person.text])
        raise NoSuchButton(case, person, talk, list(dict.fromkeys(titles)), lacking)
    button = offered[titles.index(person.text)]
    return str(button.get("payload") or person.text)
