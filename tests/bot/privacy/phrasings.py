"""What people paste and say, read from the YAML files beside this one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.written import parsed

_MARK = re.compile(r"⟦(?:(?P<kind>password|code|key|card number): )?(?P<secret>.*?)⟧", re.DOTALL)
_PLACEHOLDER = r"\[(?:password|code|key|card number) removed\]"


@dataclass(frozen=True)
class Phrasing:
    """A message with its secrets marked; `kind` is what they are unless a mark says otherwise, None: not known."""

    marked: str
    kind: str | None = None
    section: str = ""

    @property
    def text(self) -> str:
        """The message as it was typed."""
        return _MARK.sub(lambda mark: mark["secret"], self.marked)

    @property
    def secrets(self) -> list[str]:
        return [mark["secret"] for mark in _MARK.finditer(self.marked)]

    @property
    def masked(self) -> str:
        """The message as it may be kept."""
        return _MARK.sub(lambda mark: f"[{mark['kind'] or self.kind} removed]", self.marked)

    @property
    def others(self) -> re.Pattern[str]:
        """All but the secrets, with something removed in the place of each."""
        parts = re.split(_MARK.pattern, self.marked, flags=re.DOTALL)[::3]
        return re.compile(rf"\W{{0,2}}{_PLACEHOLDER}\W{{0,2}}".join(re.escape(part.strip()) for part in parts))

    def with_secret(self, secret: str) -> Phrasing:
        """Give the same message with another secret."""
        return Phrasing(_MARK.sub(lambda _: f"⟦{secret}⟧", self.marked), self.kind, self.section)


def read(name: str) -> Any:
    return parsed(Path(__file__).with_name(name).read_text("utf-8"))


def phrasings() -> list[Phrasing]:
    """Give every phrasing of `secrets.yml`."""
    sections = read("secrets.yml").items()
    return [Phrasing(said, section["kind"], name) for name, section in sections for said in section["said"]]


def harmless() -> list[str]:
    """Give every text that must come through whole."""
    return [
        *(text for texts in read("harmless.yml").values() for text in texts),
        *read("written_afterwards.yml")["harmless"],
    ]


def pieces(secret: str) -> set[str]:
    """Give every four signs that follow each other in a secret, with its spaces and without."""
    spellings = (secret, re.sub(r"[\s-]", "", secret))
    return {spelling[at : at + 4] for spelling in spellings for at in range(len(spelling) - 3)}


def left_of(secret: str, kept: str) -> set[str]:
    """Give the pieces of a secret that are still in what is kept; what stands for a secret is not counted."""
    kept = re.sub(_PLACEHOLDER, "\n", kept)
    return {piece for piece in pieces(secret) if piece in kept and not piece.isspace()}
