"""Every secret in a text gives way to what kind of thing it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bot.privacy.codes import codes_to_remove
from bot.privacy.keys import keys_to_remove
from bot.privacy.numbers import numbers_to_remove
from bot.privacy.passwords import passwords_to_remove
from bot.privacy.patterns import patterns_to_remove
from bot.privacy.reading import REMOVED, Reading
from bot.privacy.secret import Secret
from bot.privacy.signs import typed

PLACEHOLDER = "[{kind} removed]"

#: Where two of these claim the same words, the earlier one is right.
_FINDERS: tuple[Callable[[Reading], Iterable[Secret]], ...] = (
    patterns_to_remove,
    numbers_to_remove,
    keys_to_remove,
    codes_to_remove,
    passwords_to_remove,
)


def mask(text: str) -> str:
    """
    Give the text with every secret in it replaced by what kind of thing it was.

    Telephone numbers, error codes, e-mail addresses and case numbers stay: they are what the
    conversation is about. What was masked once comes through whole.
    """
    while True:
        masked = "".join(_replaced(text, secrets_in(text)))
        if masked == text:
            return text
        text = masked


def holds_a_secret(text: str) -> bool:
    """Tell whether a secret is, or was, in this text."""
    return bool(REMOVED.search(text)) or bool(secrets_in(text))


def secrets_in(text: str) -> list[Secret]:
    """Give the secrets of a text in their order. Those that overlap are one, of the kind that was found first."""
    as_typed = typed(text)
    return [Secret(*as_typed.span(one.start, one.end), one.kind) for one in _found(Reading(as_typed.text))]


def _found(reading: Reading) -> list[Secret]:
    found = [(secret, rank) for rank, find in enumerate(_FINDERS) for secret in find(reading)]
    apart: list[tuple[Secret, int]] = []
    for secret, rank in sorted(found, key=lambda pair: pair[0].start):
        if apart and secret.start < apart[-1][0].end:
            before, rank_before = apart.pop()
            kind = secret.kind if rank < rank_before else before.kind
            secret, rank = Secret(before.start, max(before.end, secret.end), kind), min(rank, rank_before)
        apart.append((secret, rank))
    return [secret for secret, _ in apart]


def _replaced(text: str, secrets: Iterable[Secret]) -> Iterator[str]:
    at = 0
    for secret in secrets:
        yield text[at : secret.start]
        yield PLACEHOLDER.format(kind=secret.kind)
        at = secret.end
    yield text[at:]
