"""Fingerprints of openers that only measure: enough to find a near copy among our sentences, too little to read one."""

from __future__ import annotations

import hashlib
import re

#: So many words in a row are hashed together, and so many of the smallest hashes are kept of each opener.
RUN, KEPT = 5, 16


def runs_of(text: str) -> set[str]:
    """Hash every five words that follow each other; shorter texts are one run."""
    words = re.findall(r"\w+", text.casefold())
    starts = range(max(len(words) - RUN + 1, 1))
    return {hashlib.sha256(" ".join(words[at : at + RUN]).encode()).hexdigest()[:12] for at in starts}


def fingerprint_of(text: str) -> list[str]:
    """Give the smallest hashes of a text: of a near copy, about the same share of them is the same."""
    return sorted(runs_of(text))[:KEPT]


def is_near_copy(text_runs: set[str], fingerprint: list[str]) -> bool:
    """Tell whether half of an opener is word by word in a text."""
    return len(text_runs.intersection(fingerprint)) >= max(len(fingerprint) / 2, 1)
