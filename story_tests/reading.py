"""Reads a story file into test cases; whatever is wrong in it is an error with its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from story_tests.case import Case
from story_tests.errors import (
    BadName,
    KeyMissing,
    NameTwice,
    NoCase,
    NoTime,
    Place,
    RasasOwnFormat,
)
from story_tests.expectations import Name
from story_tests.marked import Marked, read_marked
from story_tests.shared import Shared, shared_above
from story_tests.steps import steps_in
from story_tests.stubs import Stub, stubs_in
from story_tests.talker import Opening

#: The slot of a fixture that fixes the clock.
CLOCK = "mocked_datetime"
_TOP = ("test_cases", "fixtures", "metadata", "stub_custom_actions")
#: Passed over: Rasa writes it at the top of its files; refused, with what it is about, by `Shared`.
_NOT_OFFERED = ("version", "llm_judge")
#: What a file of training data or of Rasa's story tests begins with.
_RASAS_OWN = ("stories", "rules", "nlu")


def read_cases(file: Path, root: Path) -> list[Case]:
    """
    Read the cases of a file, with what the conftest.yml files from `root` down to it share.

    Raises a `StoryError` that names file and line for the first thing that is wrong.
    """
    content = read_marked(file)
    if content is None:
        raise NoCase(Place(file, 1))
    top = content.pairs("the file", _TOP, (*_NOT_OFFERED, *_RASAS_OWN))
    for key in _RASAS_OWN:
        if key in top:
            raise RasasOwnFormat(top[key].place, key)
    entries = top["test_cases"].items() if "test_cases" in top and not top["test_cases"].is_empty else []
    if not entries:
        raise NoCase(top["test_cases"].place if "test_cases" in top else Place(file, 1))
    shared = shared_above(file.parent, root)
    shared.take_in(top)
    named = _named(entries)
    stubs = stubs_in(top["stub_custom_actions"], named) if "stub_custom_actions" in top else []
    return [
        _case(name, pairs, shared, [stub for stub in stubs if stub.case in (None, name)])
        for name, pairs in named.items()
    ]


def _named(entries: list[Marked]) -> dict[str, dict[str, Marked]]:
    found: dict[str, dict[str, Marked]] = {}
    for entry in entries:
        pairs = entry.pairs("a test case", ("test_case", "steps", "fixtures", "metadata"))
        for key in ("test_case", "steps"):
            if key not in pairs:
                raise KeyMissing(entry.place, "a test case", key)
        name, place = pairs["test_case"].text(), pairs["test_case"].place
        if not name or "::" in name:
            raise BadName(place, name, "test case", "`::` separates file and case" if name else "it is empty")
        if name in found:
            raise NameTwice(place, "test case", name, found[name]["test_case"].place.line)
        found[name] = pairs
    return found


def _case(name: str, pairs: Mapping[str, Marked], shared: Shared, stubs: list[Stub]) -> Case:
    slots = shared.slots_of(pairs["fixtures"]) if "fixtures" in pairs else {}
    clock = slots.get(CLOCK)
    metadata = shared.metadata_named(pairs["metadata"]) if "metadata" in pairs else {}
    steps = steps_in(pairs["steps"], shared, metadata)
    opening = Opening(
        slots={slot: value for slot, (value, _) in slots.items() if slot != CLOCK},
        stubs={stub.action: stub.answer for stub in stubs},
        now=_time(*clock) if clock else None,
    )
    names: list[Name] = [("slots", slot, place) for slot, (_, place) in slots.items() if slot != CLOCK]
    return Case(
        name=name,
        place=pairs["test_case"].place,
        opening=opening,
        turns=tuple(steps.turns),
        names=(*names, *(("known_actions", stub.action, stub.place) for stub in stubs)),
        clock_at=clock[1] if clock else None,
        metadata_at=pairs["metadata"].place if metadata else steps.metadata_at,
        passed_over=tuple(steps.passed_over),
    )


def _time(written: object, place: Place) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(str(written))
    except ValueError as error:
        raise NoTime(place, written) from error
