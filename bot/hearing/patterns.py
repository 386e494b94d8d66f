"""Reads the patterns by which facts are found in text (`data/facts/*.yml`), and makes regular expressions of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.written import mapping_in

#: The name of words within a pattern.
PIECE = re.compile(r"\{([a-z_]+)\}")
_SECTIONS = ("words", "spellings", "capitals", "guards", "methods", "facts")
_ENTRY_KEYS = {"value", "weight", "says", "denies", "asked", "whole", "brief", "implies", "needs"}


def read_patterns(folder: Path, *, compile_all: bool = False) -> dict[str, Any]:
    """
    Read and merge every pattern file of a folder; `compile_all` tries each regular expression, which takes seconds.

    Raises `ValueError`, which names the file and the key, for anything that is not as
    `data/facts/README.md` says, and where all are compiled for a regular expression that is none.
    """
    merged: dict[str, Any] = {section: {} for section in _SECTIONS}
    read = {file.name: _content(file) for file in sorted(folder.glob("*.yml"))}
    for file, content in read.items():
        _merge(merged, content, file)
    for file, content in read.items() if compile_all else ():
        _compile_all(file, content, merged["words"])
    return merged


def _compile_all(file: str, content: Mapping[str, Any], words: Mapping[str, str]) -> None:
    for key, pattern, stands_alone in _regexes(content):
        try:
            any_of([pattern], words) if stands_alone else compiled(pattern, words)
        except (re.error, KeyError, RecursionError) as error:
            raise ValueError(f"{file}: {key}: {pattern!r} cannot be read: {error}") from error


def compiled(pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """Make one regular expression, every `{name}` in it replaced by the words of that name; each is made once."""
    return _compiled_once(_filled(pattern, words))


@cache
def _compiled_once(pattern: str) -> re.Pattern[str]:
    # Python itself keeps 512 of them, and who tries all has more.
    return re.compile(pattern)


def any_of(patterns: Iterable[str], words: Mapping[str, str]) -> re.Pattern[str]:
    """Make one regular expression of several; each stands on the borders of words."""
    return compiled(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", words)


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    return PIECE.sub(lambda name: f"(?:{_filled(words[name[1]], words)})", pattern)


def _content(file: Path) -> dict[str, Any]:
    try:
        return mapping_in(file)
    except yaml.YAMLError as error:
        raise ValueError(f"{file.name}: this is no YAML: {error}") from error


def _merge(merged: dict[str, Any], content: Mapping[str, Any], file: str) -> None:
    for section, parts in content.items():
        _require(section in _SECTIONS, file, section, f"is none of {', '.join(_SECTIONS)}")
        _require(isinstance(parts, dict), file, section, "is no mapping")
        for key, part in parts.items():
            _CHECKS[section](file, key, part)
            if section == "facts":
                merged[section].setdefault(key, []).extend(part)
            else:
                _require(key not in merged[section], file, key, "is told twice")
                merged[section][key] = part


def _check_text(file: str, key: str, part: object) -> None:
    _require(isinstance(part, str), file, key, "is no text")


def _check_texts(file: str, key: str, part: object) -> None:
    _require(isinstance(part, list) and all(isinstance(text, str) for text in part), file, key, "is no list of texts")


def _check_methods(file: str, key: str, part: object) -> None:
    if key in ("names", "cues"):
        _require(isinstance(part, dict), file, key, "is no mapping")
        assert isinstance(part, dict)
        for name, texts in part.items():
            _check_texts(file, f"{key}.{name}", texts)
    else:
        _check_text(file, key, part)


def _check_entries(file: str, key: str, part: object) -> None:
    _require(isinstance(part, list), file, key, "is no list")
    assert isinstance(part, list)
    for entry in part:
        _require(isinstance(entry, dict) and "says" in entry, file, key, "has an entry without `says`")
        _require(set(entry) <= _ENTRY_KEYS, file, key, f"knows no {', '.join(sorted(set(entry) - _ENTRY_KEYS))}")
        _require(isinstance(entry.get("value", ""), str | bool), file, key, "has a value that is no text, yes or no")
        for name in ("says", "denies"):
            _check_texts(file, f"{key}.{name}", entry.get(name, []))
        _check_text(file, f"{key}.needs", entry.get("needs", ""))


_CHECKS = {
    "words": _check_text,
    "spellings": _check_texts,
    "capitals": _check_text,
    "guards": _check_text,
    "methods": _check_methods,
    "facts": _check_entries,
}


def _regexes(content: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Give the key of each pattern, the pattern, and whether it is used by itself on the borders of words."""
    for section in ("words", "capitals", "guards"):
        yield from ((key, text, False) for key, text in content.get(section, {}).items())
    for key, part in content.get("methods", {}).items():
        for name, texts in part.items() if isinstance(part, dict) else ((key, [part]),):
            yield from ((f"{key}.{name}" if name != key else key, text, False) for text in texts)
    for fact, entries in content.get("facts", {}).items():
        for entry in entries:
            yield from ((fact, text, "value" in entry) for text in entry["says"])
            yield from ((fact, text, False) for text in (*entry.get("denies", ()), entry.get("needs", "")))


def _require(holds: bool, file: str, key: object, trouble: str) -> None:
    if not holds:
        raise ValueError(f"{file}: {key} {trouble}")
