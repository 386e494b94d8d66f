"""Reads one file that people write, entry by entry; what is wrong in it is told with its file and its place."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.directory.names import domain_key
from bot.errors import PeopleFileWrong
from bot.written import LOADER, parsed

_LONGEST_TEXT = 200


@dataclass(frozen=True)
class Entry:
    """One mapping of the file and where it stands: `place` is the way to it from the top, in words."""

    file: Path
    place: tuple[str, ...]
    content: Mapping[str, Any]

    def require(self, holds: bool, key: str, what: str) -> None:
        """Raise `PeopleFileWrong` that names the file and the place, unless it holds."""
        if not holds:
            raise wrong(self.file, " > ".join((*self.place, key)), what)

    def only(self, *keys: str) -> None:
        """Refuse what nobody would read: most often it is a typing mistake."""
        for key in self.content:
            self.require(key in keys, str(key), f"is not known here; there are: {', '.join(keys)}")

    def text(self, key: str) -> str:
        """Give the text under this key; one line, not empty."""
        return self._text(key, self.content.get(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Give the list of texts under this key, none of them twice; empty when the key is not there."""
        texts = tuple(self._text(key, value) for value in self._list(key))
        self.require(len(set(texts)) == len(texts), key, "names something twice")
        return texts

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """Give the text under this key, which has to be one of these."""
        value = self.text(key)
        self.require_known(key, value, allowed)
        return value

    def require_known(self, key: str, value: str, allowed: Collection[str]) -> None:
        """Raise `PeopleFileWrong` with what comes nearest, unless the value is one of these."""
        if value not in allowed:
            nearest = difflib.get_close_matches(value, allowed, n=1) or allowed
            self.require(False, key, f"{value!r} is not known; there is: {', '.join(nearest)}")

    def flag(self, key: str) -> bool | None:
        """Give the yes or no under this key; None when the key is not there."""
        value = self.content.get(key)
        self.require(value is None or isinstance(value, bool), key, f"{value!r} is neither true nor false")
        return bool(value) if value is not None else None

    def entries(self, key: str, named_by: str | None = None) -> Iterator[Entry]:
        """Give the entries of the list under this key; in errors each goes by its `named_by`, or by its number."""
        for number, content in enumerate(self._list(key), 1):
            place = f"{key} {number}"
            self.require(isinstance(content, dict), place, "is no entry with names and values")
            if named_by and _is_a_line(content.get(named_by)):
                place = str(content[named_by])
            yield Entry(self.file, (*self.place, place), content)

    def _list(self, key: str) -> list[Any]:
        value = self.content.get(key)
        self.require(value is None or isinstance(value, list), key, "is no list")
        return list(value or ())

    def _text(self, key: str, value: object) -> str:
        self.require(value is not None, key, "is missing")
        self.require(isinstance(value, str), key, f"{value!r} is no text; put it in quotes")
        text = str(value).strip()
        self.require(_is_a_line(text), key, f"is no line of 1 to {_LONGEST_TEXT} characters")
        return text


def read_entry(path: Path) -> Entry:
    """
    Read the YAML file at this path; give its top as an entry.

    Raises `PeopleFileWrong` when it cannot be read, is no YAML, or has a key twice in one place,
    of which YAML itself would silently drop one.
    """
    try:
        text = path.read_text("utf-8")
        _refuse_doubled_keys(path, yaml.compose(text, Loader=LOADER))
        content = parsed(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise wrong(path, f"line {line}", f"is no YAML: {error.problem}") from error
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise wrong(path, "the file", f"cannot be read: {' '.join(str(error).split())}") from error
    top = Entry(path, (), content if isinstance(content, dict) else {})
    top.require(isinstance(content, dict), "the file", "is no YAML mapping")
    return top


def domains_of(entry: Entry) -> Iterator[str]:
    """Give the domains of a tenant, each as it is compared. Raises `PeopleFileWrong` for none, and for what is none."""
    texts = entry.texts("domains")
    entry.require(bool(texts), "domains", "is missing")
    for text in texts:
        key = domain_key(text) or ""
        entry.require("." in key, "domains", f"{text!r} is no domain")
        yield key


def wrong(file: Path, place: str, what: str) -> PeopleFileWrong:
    """Give the error that says in one line what is wrong where."""
    return PeopleFileWrong(f"{file}: {place}: {what}")


def _is_a_line(value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and 0 < len(value) <= _LONGEST_TEXT


def _refuse_doubled_keys(path: Path, node: yaml.Node | None) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                raise wrong(path, f"line {key.start_mark.line + 1}", f"{key.value} is there already")
            seen.add(str(key.value))
            _refuse_doubled_keys(path, value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_doubled_keys(path, item)
