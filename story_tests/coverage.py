"""What the talks reached of the assistant's names, and what none of them reached."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from story_tests.talker import Turn, Vocabulary

KINDS = ("intents", "responses", "actions")


class NoGroup(Exception):
    """A line of the ini option `story_coverage_groups` that says nothing."""

    def __str__(self) -> str:
        return f"story_coverage_groups: {self.args[0]!r} is not like `asks = utter_ask_*` or `asks = utter_ask_* 100%`."


@dataclass(frozen=True)
class Group:
    """The names that fit a pattern, with a bar of its own, in percent, if it has one."""

    name: str
    pattern: str
    bar: float | None = None

    @classmethod
    def from_line(cls, line: str) -> Group:
        """Read `name = pattern` or `name = pattern 100%`; raises `NoGroup`."""
        name, _, rest = line.partition("=")
        try:
            pattern, *bar = rest.split()
            return cls(name.strip(), pattern, float(bar[0].rstrip("%")) if bar else None)
        except ValueError as error:
            raise NoGroup(line) from error


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    reached: tuple[str, ...]
    missed: tuple[str, ...]
    bar: float | None = None

    @property
    def percent(self) -> float:
        everything = len(self.reached) + len(self.missed)
        return 100 * len(self.reached) / everything if everything else 100.0


@dataclass
class Coverage:
    """The names that there are and those that were reached, by kind; adds up over workers."""

    known: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    reached: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})

    def learn(self, vocabulary: Vocabulary) -> None:
        """Take in the names that there are."""
        for kind in KINDS:
            self.known[kind] |= getattr(vocabulary, kind)

    def note(self, turn: Turn) -> None:
        """Take in what one turn reached."""
        self.reached["intents"].update(turn.intents)
        self.reached["responses"].update(message.name for message in turn.messages if message.name)
        self.reached["actions"].update([*turn.actions, *turn.ran])

    def as_plain(self) -> dict[str, dict[str, list[str]]]:
        """Give it as lists, to be sent to another process."""
        both = {"known": self.known, "reached": self.reached}
        return {which: {kind: sorted(names) for kind, names in kinds.items()} for which, kinds in both.items()}

    def add_plain(self, plain: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        """Add what another process sent."""
        for kind in KINDS:
            self.known[kind].update(plain["known"][kind])
            self.reached[kind].update(plain["reached"][kind])

    def rows(self, groups: Iterable[Group] = ()) -> Iterator[Row]:
        """Give a row for each kind, then one for each group."""
        for kind in KINDS:
            yield self._row(kind, self.known[kind], None)
        everything = set().union(*self.known.values())
        for group in groups:
            yield self._row(group.name, {name for name in everything if fnmatchcase(name, group.pattern)}, group.bar)

    def _row(self, name: str, known: set[str], bar: float | None) -> Row:
        reached = known & set().union(*self.reached.values())
        return Row(name, tuple(sorted(reached)), tuple(sorted(known - reached)), bar)


def table(rows: Iterable[Row]) -> list[str]:
    """Give the table as lines, and below it what no talk reached."""
    rows = list(rows)
    width = max(len(row.name) for row in rows)
    lines = [f"{'':{width}}  reached     of"]
    for row in rows:
        known = len(row.reached) + len(row.missed)
        lines.append(f"{row.name:{width}}  {len(row.reached):7} {known:6} {_percent(row.percent):>7}")
    return lines + _missed(rows)


def below_the_bar(rows: Iterable[Row], percent: float) -> list[str]:
    """Give a line for each row that is below its own bar, or below `percent` if it has none."""
    bars = [(row, percent if row.bar is None else row.bar) for row in rows]
    return [
        f"{row.name}: {_percent(row.percent)}, and {bar:g} % is asked for" for row, bar in bars if row.percent < bar
    ]


def _missed(rows: list[Row]) -> list[str]:
    lines: list[str] = []
    told: set[str] = set()
    for row in [*rows[len(KINDS) :], *rows[: len(KINDS)]]:  # the groups first: what they tell is not told again
        names = [name for name in row.missed if name not in told]
        told.update(names)
        if names:
            text = f"{row.name}: {', '.join(names)}"
            lines += textwrap.wrap(text, 110, initial_indent="  ", subsequent_indent="    ")
    return ["", "No talk reached:", *lines] if lines else []


def _percent(number: float) -> str:
    # Rounded down, so that 99.9 is not shown as all there is.
    return f"{int(number)} %"
