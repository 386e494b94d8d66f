"""What can be wrong with a story file or with the set-up; each class knows its one line and what to mend."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """A line of a file; shown as `file:line`, seen from where pytest was called."""

    file: Path
    line: int

    def __str__(self) -> str:
        near = os.path.relpath(self.file)
        return f"{self.file if near.startswith('..') else near}:{self.line}"


class StoryError(Exception):
    """Something to mend at one place of a story file; `{}` is what it is about."""

    wording = "{}"

    def __init__(self, place: Place, *about: object) -> None:
        super().__init__(place, *about)
        self.place = place

    def __str__(self) -> str:
        place, *about = self.args
        return f"{place}: {self.wording.format(*about)}"


class NotYaml(StoryError):
    wording = "this is not YAML: {}. Look at the indentation and the quotes there."


class WrongKind(StoryError):
    wording = "{} must be {}, and here it is {}."


class UnknownKey(StoryError):
    wording = "`{}` is not known in {}. {}"


class RasasOwnFormat(StoryError):
    wording = (
        "`{}` is Rasa's own format, for `rasa test`: keep such a file in another folder, like tests/conversations, "
        "or tell the talk below `test_cases:`."
    )


class KeyTwice(StoryError):
    wording = "`{}` stands twice in {}; keep one of them."


class KeyMissing(StoryError):
    wording = "{} needs `{}`."


class NoCase(StoryError):
    wording = "the file has no test case: write one below `test_cases:`."


class NameTwice(StoryError):
    wording = "there is already a {} named {!r}, in line {}: give each its own name."


class BadName(StoryError):
    wording = "{!r} cannot be the name of a {}: {}."


class NothingNamed(StoryError):
    wording = "there is no {} named {!r}. {}"


class NothingSaid(StoryError):
    wording = (
        "the person says nothing here: write what they say after `user:`, or the title of a button after `press:`."
    )


class NotBegunByThePerson(StoryError):
    wording = "the steps begin with `{}`; a talk begins with what the person says: `user:`."


class NothingExpected(StoryError):
    wording = "`{}` is empty: say what is expected, or take the key out."


class TwoThingsInOneStep(StoryError):
    wording = "one step says one thing, and this one says {}: give each its own `- `."


class RasaProOnly(StoryError):
    wording = (
        "`{}` has no meaning in Rasa Open Source, which has no {}: say what the person would see, with `bot_uttered`."
    )


class BadPattern(StoryError):
    wording = "{!r} is not a regular expression: {}."


class OrderWithoutAssertions(StoryError):
    wording = "`assertion_order_enabled` is about the order of `assertions`, and this step has none."


class NoClock(StoryError):
    wording = "`mocked_datetime` asks for a fixed clock, and {}: take the fixture out of this case."


class NoMetadata(StoryError):
    wording = "this assistant takes no metadata with a message: take `metadata` out of this case."


class NoTime(StoryError):
    wording = "{!r} is not a point in time: write it like 2027-02-02 or 2027-02-02T09:30:00."


class TalkerError(Exception):
    """The assistant cannot be talked to at all; no file of stories is at fault."""

    wording = "{}"

    def __str__(self) -> str:
        return self.wording.format(*self.args)


class NoTalker(TalkerError):
    wording = "story_talker = {} names nothing that can be talked to: {}"


class NoModel(TalkerError):
    wording = "there is no model in {}: train one with `rasa train`, or name one with --story-model."


class ActionsBroken(TalkerError):
    wording = "the actions in the package `{}` cannot be loaded: {}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which of the known words was probably meant, or which there are."""
    known = sorted(known)
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"Did you mean `{close[0]}`?"
    if not known:
        return "There is none."
    shown = ", ".join(f"`{name}`" for name in known[:12])
    return f"There is: {shown}{', ...' if len(known) > 12 else ''}."
