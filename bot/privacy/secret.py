"""A secret found in a text: where it stands, and what kind of thing it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Secret:
    """From `start` up to, but without, `end`; `kind` is what stays of it in its place."""

    start: int
    end: int
    kind: str
