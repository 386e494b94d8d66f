"""The robot on Microsoft's phone, in the families of menus that people met: what it asks and what to say, dated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.phone.caller import Caller
from bot.phone.cues import CueReader, cues_from
from bot.phone.dated import Dated, Source, dated_from, read_dated, require

_FILE = "robot.yml"
_CUES = "robot_cues.yml"
_LINE_KEYS = {"sources", "it_asks", "you_say", "note", "instead"}
#: The questions about the caller on which an answer may depend, and the answers that the data has to have.
_BY = {
    "account_type": {"business", "school", "unknown"},
    "has_other_admin": {"yes", "no", "unknown"},
    "is_compromised": {"yes", "no", "unknown"},
}
_IN_WORDS = {True: "yes", False: "no"}


@dataclass(frozen=True)
class Line:
    """One question of the robot and what to say; `instead` is what to say next if it does not take that."""

    it_asks: str
    you_say: str
    note: str | None = None
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Family:
    """One way in which the robot was seen to ask: its name for people, when it was seen, by whom, its lines."""

    title: str
    seen: str
    sources: tuple[Source, ...]
    line_ids: tuple[str, ...]


def families() -> tuple[str, ...]:
    """Give the families of menus; the first is the one to begin with."""
    return tuple(_families())


def family_named(family: str) -> Family:
    """Give one family. Raises `ValueError` for a name that is none."""
    if family not in _families():
        raise ValueError(f"{family!r} is no family of the robot, only {', '.join(_families())}")
    return _families()[family]


def script_for(caller: Caller, family: str) -> tuple[Line, ...]:
    """
    Give the lines of a family in their order, answered truthfully for this caller.

    What is not known of the caller is left to them to say. Raises `ValueError` for an unknown family.
    """
    return tuple(line_named(caller, line_id) for line_id in family_named(family).line_ids)


def line_named(caller: Caller, line_id: str) -> Line:
    """Give one line by its name in the data, answered truthfully for this caller."""
    line = robot_data().content["lines"][line_id]
    note, instead = _told(caller, line.get("note")), _told(caller, line.get("instead"))
    return Line(line["it_asks"], _told(caller, line["you_say"]), note, tuple(instead or ()))


def family_and_line_for(text: str, family: str | None = None) -> tuple[str, int] | None:
    """
    Give the family and the line (an index into its script) for what the robot is reported to have said.

    None when that is unclear: a wrong answer read to the robot costs the whole call. When a family is
    given and has the line too, the call stays in it.
    """
    line_id = _reader().best(text)
    if line_id is None:
        return None
    ordered = [family, *families()] if family in families() else families()
    home = next(name for name in ordered if name and line_id in _families()[name].line_ids)
    return home, _families()[home].line_ids.index(line_id)


def robot_data() -> Dated:
    """Give the lines as dated data: their sources and the day on which they were checked."""
    return read_dated(_FILE)


def families_from(text: str) -> dict[str, Family]:
    """Read families and check their lines; raises `ValueError` that names the file and the key for what cannot be."""
    return _checked(dated_from(_FILE, text))


@lru_cache(maxsize=1)
def _families() -> Mapping[str, Family]:
    return _checked(robot_data())


@lru_cache(maxsize=1)
def _reader() -> CueReader:
    return cues_from(_CUES, read_dated(_CUES).content, frozenset(robot_data().content["lines"]))


def _told(caller: Caller, value: Any) -> Any:
    """Choose what holds for this caller."""
    if not isinstance(value, Mapping):
        return value
    fact = getattr(caller, value["by"])
    answer = _IN_WORDS.get(fact, fact)
    return value[answer if answer in value else "unknown"]


def _checked(data: Dated) -> dict[str, Family]:
    lines = data.content.get("lines")
    require(isinstance(lines, dict), data.file, "lines", "is no mapping")
    sources = {source.id: source for source in data.sources}
    for line_id, line in (lines or {}).items():
        _check_line(data.file, f"lines.{line_id}", line, frozenset(sources))
    families = data.content.get("families")
    require(isinstance(families, dict) and bool(families), data.file, "families", "is no mapping")
    return {name: _family(data.file, name, entry, sources, lines) for name, entry in (families or {}).items()}


def _family(file: str, name: str, entry: Any, sources: Mapping[str, Source], lines: Any) -> Family:
    key = f"families.{name}"
    require(isinstance(entry, dict) and set(entry) == {"title", "seen", "sources", "lines"}, file, key, "is no family")
    for part, known in (("sources", sources), ("lines", lines)):
        unknown = [name for name in entry[part] if name not in known]
        require(not unknown, file, f"{key}.{part}", f"knows no {', '.join(unknown)}")
    return Family(entry["title"], entry["seen"], tuple(sources[id_] for id_ in entry["sources"]), tuple(entry["lines"]))


def _check_line(file: str, key: str, line: Any, sources: frozenset[str]) -> None:
    require(isinstance(line, dict) and {"sources", "it_asks", "you_say"} <= set(line), file, key, "is no line")
    require(set(line) <= _LINE_KEYS, file, key, f"knows no {', '.join(sorted(set(line) - _LINE_KEYS))}")
    require(bool(line["sources"]) and set(line["sources"]) <= sources, file, f"{key}.sources", "has an unknown source")
    for part in ("you_say", "note", "instead"):
        value = line.get(part)
        if isinstance(value, dict):
            fits = value.get("by") in _BY and set(value) == {"by", *_BY[value["by"]]}
            require(fits, file, f"{key}.{part}", "does not answer for every caller")
