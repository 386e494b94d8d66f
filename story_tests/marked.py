"""A YAML file as a tree that knows its lines, so that every mistake can be pointed at."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from story_tests.errors import KeyTwice, NotYaml, Place, UnknownKey, WrongKind, nearest

_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_KINDS = {yaml.MappingNode: "a list of `key: value`", yaml.SequenceNode: "a list", yaml.ScalarNode: "a text"}


def read_marked(file: Path) -> Marked | None:
    """
    Read a YAML file; None when there is nothing in it.

    Words are read as Rasa reads them (YAML 1.2): only true and false are yes and no, and a time of
    day or a date stays the text that it is.
    """
    try:
        node = yaml.compose(file.read_text("utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotYaml(Place(file, mark.line + 1 if mark else 1), error.problem) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise NotYaml(Place(file, 1), str(error).splitlines()[0]) from error
    return Marked(file, node, "the file") if node is not None else None


class Marked:
    """A piece of a YAML file: what it holds, where it stands, and what to call it when it is wrong."""

    def __init__(self, file: Path, node: yaml.Node, name: str) -> None:
        self.place = Place(file, node.start_mark.line + 1)
        self.name = name
        self._node = node

    @property
    def is_list(self) -> bool:
        return isinstance(self._node, yaml.SequenceNode)

    @property
    def is_map(self) -> bool:
        return isinstance(self._node, yaml.MappingNode)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands there, or only a list or a text without anything in it."""
        return not self._node.value or (isinstance(self._node, yaml.ScalarNode) and self.value() is None)

    def text(self) -> str:
        """Give a text as it was written: `user: 007` and `user: yes` are words, not a number and a truth."""
        if not isinstance(self._node, yaml.ScalarNode):
            raise self.wrong("a text")
        return "" if self.value() is None else str(self._node.value).strip()

    def items(self) -> list[Marked]:
        """Give the pieces of a list."""
        if not isinstance(self._node, yaml.SequenceNode):
            raise self.wrong("a list (lines that begin with `- `)")
        return [Marked(self.place.file, node, f"an entry of {self.name}") for node in self._node.value]

    def pairs(
        self, name: str, known: Collection[str] | None = None, not_offered: Collection[str] = ()
    ) -> dict[str, Marked]:
        """
        Give the pieces of a map by their keys, in order; from here on the piece is called `name`.

        Raises `UnknownKey` for a key that is not among the known ones, `KeyTwice` for one that repeats.
        Those in `not_offered` are known as well, but no error names them as what there is.
        """
        self.name = name
        if not isinstance(self._node, yaml.MappingNode):
            raise self.wrong("a list of `key: value`")
        found: dict[str, Marked] = {}
        for key_node, node in self._node.value:
            key = Marked(self.place.file, key_node, "a key").text()
            place = Place(self.place.file, key_node.start_mark.line + 1)
            if key in found:
                raise KeyTwice(place, key, name)
            if known is not None and key not in known and key not in not_offered:
                raise UnknownKey(place, key, name, nearest(key, known))
            found[key] = Marked(self.place.file, node, f"`{key}`")
            found[key].place = place
        return found

    def value(self) -> Any:
        """Give what it holds as plain Python: texts, numbers, truths, None, lists and dicts of these."""
        if isinstance(self._node, yaml.SequenceNode):
            return [item.value() for item in self.items()]
        if isinstance(self._node, yaml.MappingNode):
            return {key: piece.value() for key, piece in self.pairs(self.name).items()}
        return _scalar(self._node)

    def wrong(self, wanted: str) -> WrongKind:
        """Give the error for a piece that is of another kind than it must be."""
        return WrongKind(self.place, self.name, wanted, "empty" if self.is_empty else _KINDS[type(self._node)])


def _scalar(node: yaml.Node) -> Any:
    written = str(node.value)
    if getattr(node, "style", None) is not None:  # in quotes, or a block of text
        return written
    if written in _WORDS:
        return _WORDS[written]
    if _INTEGER.fullmatch(written):
        return int(written)
    return float(written) if _FLOAT.fullmatch(written) else written
