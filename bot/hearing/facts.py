"""The facts that a message states: people put everything into one sentence, and nothing of it is asked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.hearing.clauses import Guards, Parts, Plain, Spelling
from bot.hearing.methods import MethodReader
from bot.hearing.patterns import compiled, read_patterns
from bot.hearing.saying import Saying
from bot.hearing.sieve import Sieve

__all__ = ["FactFinder", "Finding", "read_patterns"]

#: What a text tells of a method that works, one that does not, and one that is only named: the last counts
#: as an answer to the question what still works.
_TOLD_OF_METHODS = {True: "other_methods", False: "lost_methods", None: "answer_other_methods"}
_LISTS = tuple(_TOLD_OF_METHODS.values())
_NONE = "none"
#: Words of this weight only make a value likely ("my boss", which a student has as well; "a colleague is admin", which
#: an administrator may say, too), under a name of its own.
_ONLY_LIKELY = {("account_type", 1): "likely_account_type", ("is_admin", 0): "likely_is_admin"}


@dataclass(frozen=True)
class Finding:
    """A fact that the text states, and the words that state it: characters `start` to `end` of the text."""

    fact: str
    value: str | bool
    start: int
    end: int
    weight: int = 0


class FactFinder:
    """Finds every fact that a text states. What is denied, asked or supposed is no fact, and a doubt is silence."""

    def __init__(
        self,
        spelling: Spelling,
        guards: Guards,
        sayings: tuple[Saying, ...],
        sieve: Sieve,
        method_reader: MethodReader,
    ) -> None:
        self._spelling = spelling
        self._guards = guards
        self._sayings = sayings
        self.sieve = sieve
        self._methods = method_reader

    @classmethod
    def from_patterns(cls, patterns: Mapping[str, Any], sieve: Sieve | None = None) -> FactFinder:
        """Make a finder from what `read_patterns` gave; without the sieve of these patterns it is made in seconds."""
        words = patterns["words"]
        entries = [(fact, entry) for fact, several in patterns["facts"].items() for entry in several]
        return cls(
            Spelling(patterns["spellings"], patterns.get("capitals", {})),
            Guards(**{name: compiled(pattern, words) for name, pattern in patterns["guards"].items()}),
            tuple(Saying.from_entry(fact, entry, words) for fact, entry in entries),
            sieve or Sieve.of([entry["says"] for _, entry in entries], words),
            MethodReader.from_patterns(patterns["methods"], words),
        )

    def find(self, text: str) -> tuple[Finding, ...]:
        """Give the facts that this text states, in the order in which it states them."""
        plain = self._spelling.plain(text)
        parts = self._guards.read(plain.text)
        stated = [*self._said(plain, parts), *self._methods_told(plain, parts)]
        return tuple(sorted(_agreed(stated), key=lambda finding: (finding.start, finding.fact)))

    def _said(self, plain: Plain, parts: Parts) -> Iterator[Finding]:
        for number, places in self.sieve.passing(plain.text).items():
            saying = self._sayings[number]
            for match in saying.matches(parts, places):
                group = "value" if saying.value is None else 0
                start, end = plain.span(*match.span(group))
                value = match[group] if saying.value is None else saying.value
                yield Finding(saying.fact, value, start, end, saying.weight)
                for fact, implied in saying.implies.items():
                    yield Finding(fact, implied, start, end)
                if saying.value is not None:
                    break

    def _methods_told(self, plain: Plain, parts: Parts) -> Iterator[Finding]:
        for method, works, start, end in self._methods.read(parts):
            yield Finding(_TOLD_OF_METHODS[works], method, *plain.span(start, end), 1)


def _agreed(stated: Iterable[Finding]) -> Iterator[Finding]:
    """Of what contradicts itself keep what weighs most; of equal weights keep nothing."""
    by_fact: dict[str, list[Finding]] = {}
    for finding in stated:
        by_fact.setdefault(finding.fact, []).append(finding)
    lost = {finding.value for finding in by_fact.get("lost_methods", ())}
    for fact, findings in by_fact.items():
        values = _each_value_once(findings)
        if fact not in _LISTS:
            most = max(finding.weight for finding in values)
            values = [finding for finding in values if finding.weight == most]
            named = _ONLY_LIKELY.get((fact, most), fact)
            yield from (replace(finding, fact=named, weight=0) for finding in values if len(values) == 1)
            continue
        if fact != "lost_methods":
            values = [finding for finding in values if finding.value not in lost]
            working = [finding for finding in values if finding.value != _NONE]
            values = working or values
        yield from (replace(finding, weight=0) for finding in values)


def _each_value_once(findings: Iterable[Finding]) -> list[Finding]:
    heaviest: dict[str | bool, Finding] = {}
    for finding in findings:
        if finding.value not in heaviest or heaviest[finding.value].weight < finding.weight:
            heaviest[finding.value] = finding
    return list(heaviest.values())
