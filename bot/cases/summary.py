"""The summary of a case that a human is handed: what was said, what is not known, and that nothing was proved."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.case import Case
from bot.written import mapping_in


def summary_of(case: Case) -> str:
    """Give one line per known fact, the facts that are not known, and that the person was not checked."""
    words = _words()
    lines = [words["facts"][fact][getattr(case, fact)] for fact in words["facts"] if _is_told(case, fact, words)]
    if case.other_methods is not None:
        lines.append(_methods_line(case.other_methods, words["methods"]))
    if case.not_known:
        names = ", ".join(words["not_known_names"][fact] for fact in case.not_known)
        lines.append(words["not_known"].format(facts=names))
    return "\n".join(f"- {line}" for line in (*lines, words["unproved"]))


def _is_told(case: Case, fact: str, words: dict[str, Any]) -> bool:
    return getattr(case, fact) in words["facts"][fact]


def _methods_line(methods: tuple[str, ...], words: dict[str, str]) -> str:
    if not methods:
        return words["none"]
    return words["line"].format(methods=", ".join(words[method] for method in methods))


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return mapping_in(Path(__file__).with_name("summary.yml"))
