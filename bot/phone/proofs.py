"""The proofs to have at hand when calling Microsoft: what is known filled in and spelt, what is missing marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from bot.phone.caller import Caller
from bot.phone.dated import Dated, dated_from, read_dated, require
from bot.phone.paper import wrapped
from bot.phone.spelling import spelt

_FILE = "proofs.yml"
_TRUST = ("official", "moderator", "answer")
_FACTS = frozenset({*(f.name for f in fields(Caller)), "own_domain", "onmicrosoft_domain"})


@dataclass(frozen=True)
class Proof:
    """
    One thing that people were asked for, how far its source goes, and which source it is.

    `fact` is the part of the caller that fills it in, None for what only the person can gather;
    `where` tells where such a fact is found.
    """

    id: str
    name: str
    trust: str
    source: str
    fact: str | None = None
    where: str | None = None

    def value_for(self, caller: Caller) -> str | None:
        """Give what is already known of it; None when it is still to find or to gather."""
        return getattr(caller, self.fact) if self.fact else None


def proofs() -> tuple[Proof, ...]:
    """Give every proof in the order in which they are asked for."""
    return _proofs()


def proof_lines(caller: Caller) -> str:
    """List the proofs for this caller, one a line; under a known value it is spelt for the phone."""
    lines: list[str] = []
    for proof in proofs():
        lines.append(f"- {proof_line(proof, caller)}")
        value = proof.value_for(caller)
        if value:
            lines.append(f"  {proofs_data().text('wording.spelt').format(spelt=spelt(value))}")
    return "\n".join(lines)


def proof_boxes(caller: Caller) -> str:
    """List the proofs with a box to tick before each, wrapped for paper; what is known is ticked."""
    marks = {True: "[x] ", False: "[ ] "}
    return "\n".join(wrapped(proof_line(proof, caller), marks[bool(proof.value_for(caller))]) for proof in proofs())


def proof_line(proof: Proof, caller: Caller) -> str:
    """Say what the proof is: with its value if that is known, else with where it is found."""
    words, value = proofs_data(), proof.value_for(caller)
    if value:
        return words.text("wording.known").format(name=proof.name, value=value)
    if proof.fact:
        return words.text("wording.missing").format(name=proof.name, where=proof.where)
    return f"{proof.name}."


def proofs_data() -> Dated:
    """Give the proofs as dated data: their sources and the day on which they were checked."""
    return read_dated(_FILE)


def proofs_from(text: str) -> tuple[Proof, ...]:
    """Read proofs; raises `ValueError` that names the file and the key for what cannot be."""
    return tuple(_read(dated_from(_FILE, text)))


@lru_cache(maxsize=1)
def _proofs() -> tuple[Proof, ...]:
    return tuple(_read(proofs_data()))


def _read(data: Dated) -> Iterator[Proof]:
    entries, sources = data.content.get("proofs"), {source.id for source in data.sources}
    require(isinstance(entries, list), _FILE, "proofs", "is no list")
    for entry in entries or ():
        yield _proof(entry, sources)


def _proof(entry: Any, sources: set[str]) -> Proof:
    names = {f.name for f in fields(Proof)}
    key = f"proofs.{entry.get('id')}" if isinstance(entry, dict) else "proofs"
    fits = isinstance(entry, dict) and {"id", "name", "trust", "source"} <= set(entry) <= names
    require(fits and all(isinstance(value, str) for value in entry.values()), _FILE, key, "is no proof")
    proof = Proof(**entry)
    require(proof.trust in _TRUST, _FILE, f"{key}.trust", f"is none of {', '.join(_TRUST)}")
    require(proof.source in sources, _FILE, f"{key}.source", f"knows no {proof.source}")
    require(proof.fact is None or proof.fact in _FACTS, _FILE, f"{key}.fact", f"knows no {proof.fact}")
    require((proof.fact is None) == (proof.where is None), _FILE, f"{key}.where", "goes with a fact, and only with one")
    return proof
