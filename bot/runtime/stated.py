"""What messages state, by names that a model can count: the facts that patterns hear, each with its value."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from bot.hearing.facts import FactFinder, Finding

#: What a message is marked with: what it states.
STATED = "stated"
#: The facts of one message, such as "device_event is lost".
Stated: TypeAlias = tuple[str, ...]

#: Facts count in texts of so many letters: what is shorter is an answer (as in bot/runtime/fact_reader.py).
AT_LENGTH = 80

#: So many texts are worth a process for each core: patterns hold Python's lock.
_MANY = 2000
_AT_A_TIME = 250


def names_of(findings: Iterable[Finding]) -> Stated:
    """Give the names of the facts that were found, each once."""
    return tuple(sorted({f"{finding.fact} is {finding.value}" for finding in findings}))


def stated_in(texts: Sequence[str], finder: FactFinder) -> list[Stated]:
    """Give what each text states; many are read on every core."""
    cores = os.cpu_count() or 1
    if len(texts) < _MANY or cores == 1 or "fork" not in multiprocessing.get_all_start_methods():
        return [names_of(finder.find(text)) for text in texts]
    # A forked process has the patterns compiled already; sent to it, they would be compiled anew.
    with multiprocessing.get_context("fork").Pool(cores, _take, [finder]) as readers:
        return readers.map(_stated, texts, _AT_A_TIME)


_taken: list[FactFinder] = []


def _take(finder: FactFinder) -> None:
    _taken[:] = [finder]


def _stated(text: str) -> Stated:
    return names_of(_taken[0].find(text))
