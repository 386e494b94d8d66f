"""What cases share: fixtures and metadata, from their own file and from the conftest.yml of the folders above."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from story_tests.errors import BadName, NameTwice, NothingExpected, NothingNamed, Place, RasaProOnly, nearest
from story_tests.marked import Marked, read_marked

CONFTEST = "conftest.yml"
#: The slots of a fixture, each with where it stands.
Fixture = Mapping[str, tuple[Any, Place]]
Metadata = Mapping[str, Any]
T = TypeVar("T")


@dataclass
class Shared:
    """Fixtures and metadata by name; the nearest of a name wins."""

    fixtures: dict[str, Fixture] = field(default_factory=dict)
    metadata: dict[str, Metadata] = field(default_factory=dict)

    def take_in(self, pairs: Mapping[str, Marked]) -> None:
        """Add what the top of a file holds."""
        if "llm_judge" in pairs:
            raise RasaProOnly(pairs["llm_judge"].place, "llm_judge", "generated responses")
        if "fixtures" in pairs:
            self.fixtures.update(_by_name(pairs["fixtures"], "fixture", _fixture))
        if "metadata" in pairs:
            self.metadata.update(_by_name(pairs["metadata"], "metadata", _metadata))

    def slots_of(self, names: Marked) -> Fixture:
        """Give the slots of these fixtures together; of a slot in two of them, the later wins."""
        found: dict[str, tuple[Any, Place]] = {}
        for entry in names.items():
            if entry.text() not in self.fixtures:
                raise NothingNamed(entry.place, "fixture", entry.text(), nearest(entry.text(), self.fixtures))
            found.update(self.fixtures[entry.text()])
        return found

    def metadata_named(self, name: Marked) -> Metadata:
        if name.text() not in self.metadata:
            raise NothingNamed(name.place, "metadata", name.text(), nearest(name.text(), self.metadata))
        return self.metadata[name.text()]


def shared_above(folder: Path, root: Path) -> Shared:
    """Read the conftest.yml of each folder from the root down to this one."""
    found = Shared()
    for place in [above for above in reversed((folder, *folder.parents)) if above == root or root in above.parents]:
        file = place / CONFTEST
        content = read_marked(file) if file.is_file() else None
        if content:
            found.take_in(content.pairs(CONFTEST, ("fixtures", "metadata"), ("llm_judge",)))
    return found


def _by_name(piece: Marked, kind: str, read: Callable[[Marked], T]) -> dict[str, T]:
    found: dict[str, T] = {}
    lines: dict[str, int] = {}
    for entry in piece.items():
        for name, content in entry.pairs(f"a {kind}" if kind == "fixture" else kind).items():
            if name[:1].isdigit():
                raise BadName(content.place, name, kind, "it begins with a digit")
            if name in found:
                raise NameTwice(content.place, kind, name, lines[name])
            lines[name] = content.place.line
            found[name] = read(content)
    return found


def _fixture(piece: Marked) -> Fixture:
    entries = piece.items()
    if not entries:
        raise NothingExpected(piece.place, piece.name.strip("`"))
    pairs = [pair for entry in entries for pair in entry.pairs("a slot of a fixture").items()]
    return {slot: (value.value(), value.place) for slot, value in pairs}


def _metadata(piece: Marked) -> Metadata:
    pairs = piece.pairs("metadata")
    if not pairs:
        raise NothingExpected(piece.place, "metadata")
    return {key: value.value() for key, value in pairs.items()}
